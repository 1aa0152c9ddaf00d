import type { User } from './user.ts'

/** A workflow file and the inputs its `workflow_dispatch` names. */
export interface Workflow {
  readonly id: number
  /** `.github/workflows/deploy.yml` */
  readonly path: string
  /** Undefined: any input is taken. */
  readonly inputs?: readonly string[]
}

/** What a dispatch carried. */
export interface Dispatch {
  readonly workflow: string
  readonly ref: string
  readonly inputs: Record<string, unknown>
  readonly by: string
  readonly runId: number
}

/** A decision on an environment gate; GitHub keeps neither time nor attempt. */
export interface Review {
  readonly environments: readonly string[]
  readonly state: 'approved' | 'rejected'
  readonly user: User
  readonly comment: string
}

/** A job of a run's current attempt. */
export interface Job {
  readonly id: number
  readonly name: string
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: 'success' | 'failure' | 'cancelled' | 'skipped' | null
}

/** One run of a workflow. */
export interface Run {
  readonly id: number
  readonly number: number
  readonly workflow: Workflow
  readonly event: string
  readonly headBranch: string | null
  readonly headSha: string
  readonly actor: User
  /** Who started the current attempt; re-runs keep the actor and change this. */
  triggeringActor: User
  attempt: number
  status: 'queued' | 'in_progress' | 'completed' | 'waiting'
  conclusion: 'success' | 'failure' | 'cancelled' | null
  readonly createdAt: string
  startedAt: string
  updatedAt: string
  readonly jobs: Job[]
  readonly reviews: Review[]
  /** Environments whose gate the run waits at. */
  waitingFor: string[]
}

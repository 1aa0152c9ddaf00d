import type { User } from './user.ts'

/** The states a deployment can be put in. */
export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending'
  | 'success'

/** One entry in a deployment's history. */
export interface DeploymentStatus {
  readonly id: number
  readonly state: DeploymentState
  readonly description: string
  readonly environment: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly creator: User
  readonly createdAt: string
}

/** A deployment: immutable but for its history. */
export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly payload: object | string
  readonly environment: string
  readonly description: string | null
  readonly isTransient: boolean
  readonly isProduction: boolean
  readonly creator: User
  readonly createdAt: string
  updatedAt: string
  readonly statuses: DeploymentStatus[]
}

/** The state a deployment is in: that of its newest status, `pending` before the first. */
export const stateOf = (deployment: Deployment): DeploymentState =>
  deployment.statuses.at(-1)?.state ?? 'pending'

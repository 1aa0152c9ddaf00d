import type { Commit } from './commit.ts'
import type { Deployment } from './deployment.ts'
import type { Environment } from './environment.ts'
import type { Issue } from './issue.ts'
import type { Release } from './release.ts'
import type { Dispatch, Run, Workflow } from './run.ts'

/** What a person may do in a repository; GitHub's five roles. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read'

/** One repository and all that hangs on it. Lists are oldest first. */
export interface Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly isPrivate: boolean
  readonly defaultBranch: string
  readonly createdAt: string
  hasIssues: boolean
  /** By full hash. */
  readonly commits: Map<string, Commit>
  /** From full name (`refs/heads/main`) to hash. */
  readonly refs: Map<string, string>
  readonly releases: Release[]
  readonly deployments: Deployment[]
  readonly environments: Map<string, Environment>
  readonly workflows: Workflow[]
  readonly runs: Run[]
  readonly dispatches: Dispatch[]
  readonly issues: Issue[]
  /** By login. */
  readonly collaborators: Map<string, Role>
}

import type { User } from './user.ts'

/** A review of a pull request. */
export interface PullReview {
  readonly id: number
  readonly user: User
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
  /** The commit that was reviewed. */
  readonly commit: string
  readonly at: string
}

/** A merged pull request. */
export interface Pull {
  readonly id: number
  readonly number: number
  readonly title: string
  readonly user: User
  /** The last commit of its branch. */
  readonly head: string
  /** The commit on the default branch that it became. */
  readonly merge: string
  readonly mergedAt: string
  readonly reviews: PullReview[]
}

import type { User } from './user.ts'

/** A comment; `editedBy` is what only GraphQL tells, and what an approval has to look at. */
export interface Comment {
  readonly id: number
  body: string
  readonly user: User
  readonly createdAt: string
  updatedAt: string
  editedBy: User | null
  readonly reactions: { id: number; user: User; content: string; createdAt: string }[]
}

/** An issue. */
export interface Issue {
  readonly id: number
  readonly number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  stateReason: 'completed' | 'reopened' | 'not_planned' | 'duplicate' | null
  readonly user: User
  labels: string[]
  assignees: User[]
  isLocked: boolean
  lockReason: string | null
  readonly createdAt: string
  updatedAt: string
  closedAt: string | null
  closedBy: User | null
  readonly comments: Comment[]
}

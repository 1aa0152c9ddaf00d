import type { User } from './user.ts'

/** A release as shown under a repository's Releases. */
export interface Release {
  readonly id: number
  tag: string
  target: string
  title: string | null
  body: string | null
  isDraft: boolean
  isPrerelease: boolean
  readonly author: User
  readonly createdAt: string
  publishedAt: string | null
}

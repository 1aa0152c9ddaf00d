/** An environment with its protection. */
export interface Environment {
  readonly id: number
  readonly name: string
  readonly createdAt: string
  /** Minutes; 0 for none. */
  waitTimer: number
  /** Logins, and teams as `org/team`, whose approval is asked for; one of them is enough. */
  reviewers: string[]
  preventSelfReview: boolean
  canAdminsBypass: boolean
  /** Which branches may deploy; null for any. */
  branchPolicy: { protected_branches: boolean; custom_branch_policies: boolean } | null
  /** Slugs of apps that guard it. */
  customRules: string[]
}

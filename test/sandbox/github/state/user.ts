/** A GitHub account as the stand-in knows it. */
export interface User {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
}

/** The account a workflow's own token acts as; GitHub's real id. */
export const ACTIONS_BOT: User = { id: 41898282, login: 'github-actions[bot]', type: 'Bot' }

/** Whether an account is the GitHub Actions app. */
export const isActionsBot = (user: User): boolean => user.id === ACTIONS_BOT.id

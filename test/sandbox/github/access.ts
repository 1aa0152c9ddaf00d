/** What a token may touch, named as in a workflow's `permissions:`. `metadata: read` is always there. */
export type Scope =
  | 'actions'
  | 'attestations'
  | 'contents'
  | 'deployments'
  | 'issues'
  | 'members'
  | 'metadata'
  | 'pull-requests'

/** How far a permission reaches; `write` includes `read`. */
export type Level = 'read' | 'write'

/** What an operation asks of a token, for example `deployments:write`; null asks for any valid token. */
export type Need = `${Scope}:${Level}` | null

/** A token and whom it speaks for. */
export interface Token {
  readonly value: string
  readonly login: string
  /** Undefined: everything. */
  readonly permissions: Partial<Record<Scope, Level>> | undefined
  /** True for a workflow's own token, which acts as the GitHub Actions app. */
  readonly isWorkflow: boolean
  /** Requests an hour. */
  limit: number
  used: number
}

/** The token's value out of an `Authorization` header; Octokit says `token`, curl examples say `Bearer`. */
export function bearer(header: string | undefined): string | undefined {
  return /^(?:bearer|token)\s+(\S+)$/i.exec(header ?? '')?.[1]
}

/** Whether a token carries what an operation needs. */
export function may(token: Token, need: Need): boolean {
  if (need === null || need === 'metadata:read' || token.permissions === undefined) return true
  const [scope, level] = need.split(':') as [Scope, Level]
  const has = token.permissions[scope]
  return has === 'write' || has === level
}

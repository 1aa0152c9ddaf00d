import type { Need, Token } from './access.ts'
import type { Links } from './shapes/links.ts'
import type { Repository } from './state/repository.ts'
import type { State } from './state/state.ts'
import type { User } from './state/user.ts'

/**
 * What a handler is given: a request that was already found to conform. A handler that reads the body says what shape
 * it has, `Context<NewIssue>`; that this is so was checked against GitHub's description before.
 */
export interface Context<Body = unknown> {
  readonly state: State
  readonly links: Links
  readonly params: Record<string, string>
  readonly query: Record<string, string | string[]>
  readonly body: Body
  /** Who asks. */
  readonly viewer: User
  readonly token: Token
  /** The repository the path names; only for paths that name one. */
  readonly repository: Repository
}

/** What a handler gives back. An array as `items` is paged by the server; `wrap` puts a page into its envelope. */
export type Answer =
  | { readonly status: number; readonly body?: unknown }
  | {
      readonly items: readonly unknown[]
      readonly wrap?: (page: readonly unknown[], total: number) => unknown
    }

/** One operation: what it asks of the token, and what it does. */
export interface Route {
  readonly need: Need
  handle(context: Context): Answer
}

/** Operations by GitHub's own operation id. */
export type Routes = Record<string, Route>

/** An answer that is an error, thrown from anywhere inside a handler. */
export class ApiError extends Error {
  readonly status: number
  readonly details: object

  constructor(status: number, message: string, details: object = {}) {
    super(message)
    this.status = status
    this.details = details
  }
}

/** 404, worded as GitHub does. */
export const notFound = (): ApiError => new ApiError(404, 'Not Found')

/** 422, worded as GitHub does. */
export const invalid = (message: string, errors?: object[]): ApiError =>
  new ApiError(422, message, errors ? { errors } : {})

import { createHash } from 'node:crypto'
import { bearer, may, type Token } from './access.ts'
import { answerGraphql } from './graphql.ts'
import type { Journal } from './journal.ts'
import { paginate } from './paging.ts'
import { failure, type Reply } from './reply.ts'
import { type Answer, ApiError, type Context, notFound } from './route.ts'
import { routes } from './routes/index.ts'
import type { Links } from './shapes/links.ts'
import type { State } from './state/state.ts'
import { ACTIONS_BOT } from './state/user.ts'
import type { Request, Validator } from './validation.ts'

/** What carrying out a request needs. */
export interface Parts {
  readonly state: State
  readonly links: Links
  readonly validator: Validator
  readonly journal: Journal
  readonly tokens: ReadonlyMap<string, Token>
}

/** Who asks: refuses strangers and those who have used up their hour. */
function admit(request: Request, { tokens }: Parts): Token {
  const value = bearer(request.headers['authorization'])
  if (value === undefined) throw new ApiError(401, 'Requires authentication')
  const token = tokens.get(value)
  if (!token) throw new ApiError(401, 'Bad credentials')
  // To ask how much is left is free.
  if (request.path === '/rate_limit') return token
  if (token.used >= token.limit) throw new ApiError(403, `API rate limit exceeded for ${token.login}.`)
  token.used += 1
  return token
}

/** The page that was asked for, or the answer as it is. */
function present(answer: Answer, url: URL): Reply {
  if (!('items' in answer)) return { status: answer.status, body: answer.body ?? null, headers: {} }
  const { items, link } = paginate(answer.items, url)
  const body = answer.wrap ? answer.wrap(items, answer.items.length) : items
  return { status: 200, body, headers: link === undefined ? {} : { link } }
}

/** The reply with its ETag, or 304 when the asker has it already. The tag depends on the token, as GitHub's does. */
function conditional(reply: Reply, request: Request, token: Token): Reply {
  if (request.method !== 'GET' || reply.status !== 200) return reply
  const digest = createHash('sha256').update(token.value).update(JSON.stringify(reply.body)).digest('hex')
  const headers = { ...reply.headers, etag: `W/"${digest}"` }
  if (request.headers['if-none-match'] !== headers.etag) return { ...reply, headers }
  // It costs nothing.
  token.used -= 1
  return { status: 304, body: null, headers }
}

/** Carries a request out: who asks, what for, may they, is it well formed; `onOperation` hears what it is. */
export function perform(
  request: Request,
  url: URL,
  parts: Parts,
  onOperation: (operation: string) => void,
): Reply {
  const { state, links, validator, journal } = parts
  const token = admit(request, parts)
  if (request.path === '/graphql') {
    onOperation('graphql')
    return { status: 200, body: answerGraphql(request.body, state, journal), headers: {} }
  }
  const matched = validator.match(request)
  const route = matched && routes[matched.operation]
  if (!matched || !route) {
    journal.violations.push(`${request.method} ${request.path}: no such path here`)
    throw notFound()
  }
  const { operation, params } = matched
  onOperation(operation)
  const repository = state.repositories.get(`${params['owner']}/${params['repo']}`.toLowerCase())
  if (params['owner'] !== undefined && !repository) throw notFound()
  if (!may(token, route.need)) {
    const headers = { 'x-accepted-github-permissions': String(route.need).replace(':', '=') }
    return { ...failure(403, 'Resource not accessible by integration'), headers }
  }
  const wrong = validator.checkRequest(request, operation)
  if (wrong.length > 0) {
    journal.violations.push(...wrong.map((one) => `request ${operation}: ${one}`))
    return failure(422, 'Invalid request.', { errors: wrong.map((message) => ({ code: 'custom', message })) })
  }
  const viewer = token.isWorkflow ? ACTIONS_BOT : state.user(token.login)
  const { query, body } = request
  const context = { state, links, params, query, body, viewer, token, repository }
  // Handlers of paths without a repository do not look at it.
  return conditional(present(route.handle(context as Context), url), request, token)
}

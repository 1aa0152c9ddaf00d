import { createHash } from 'node:crypto'
import { bearer, may, type Token } from './access.ts'
import type { Faults } from './faults.ts'
import type { Journal } from './journal.ts'
import { paginate } from './paging.ts'
import { rateHeaders } from './rate.ts'
import { ApiError, type Context, notFound } from './route.ts'
import { routes } from './routes/index.ts'
import type { Links } from './shapes/links.ts'
import type { State } from './state/state.ts'
import { ACTIONS_BOT } from './state/user.ts'
import type { Request, Validator } from './validation.ts'

/** An answer ready to be written; `cut` means the connection ends without one. */
export type Reply = { status: number; body: unknown; headers: Record<string, string> } | 'cut'

/** What answering needs. */
export interface Parts {
  readonly state: State
  readonly links: Links
  readonly validator: Validator
  readonly journal: Journal
  readonly faults: Faults
  readonly tokens: ReadonlyMap<string, Token>
  /** Changes an operation's answer on its way out; a test's means to prove that a wrong one is noticed. */
  readonly alterations: ReadonlyMap<string, (body: unknown) => unknown>
}

const DOCS = 'https://docs.github.com/rest'

const failure = (status: number, message: string, details: object = {}) => ({
  status,
  body: { message, documentation_url: DOCS, status: String(status), ...details },
})

/** Who asks: refuses strangers and those who have used up their hour. */
function admit(request: Request, { tokens }: Parts): Token {
  const value = bearer(request.headers['authorization'])
  if (value === undefined) throw new ApiError(401, 'Requires authentication')
  const token = tokens.get(value)
  if (!token) throw new ApiError(401, 'Bad credentials')
  if (token.used >= token.limit && request.path !== '/rate_limit')
    throw new ApiError(403, `API rate limit exceeded for ${token.login}.`)
  return token
}

/** Finds the operation, checks the right to it and the request's form, and carries it out. */
function perform(
  request: Request,
  url: URL,
  token: Token,
  parts: Parts,
  seen: { operation?: string },
): Exclude<Reply, 'cut'> {
  const { state, links, validator, journal } = parts
  const matched = validator.match(request)
  const route = matched && routes[matched.operation]
  if (!matched || !route) {
    journal.violations.push(`${request.method} ${request.path}: no such path here`)
    throw notFound()
  }
  const { operation, params } = matched
  seen.operation = operation
  const repository = state.repositories.get(`${params['owner']}/${params['repo']}`.toLowerCase())
  if (params['owner'] !== undefined && !repository) throw notFound()
  if (!may(token, route.need)) {
    const hint = { 'x-accepted-github-permissions': String(route.need).replace(':', '=') }
    return { ...failure(403, 'Resource not accessible by integration'), headers: hint }
  }
  const wrong = validator.checkRequest(request, operation)
  if (wrong.length > 0) {
    journal.violations.push(...wrong.map((one) => `request ${operation}: ${one}`))
    return {
      ...failure(422, 'Invalid request.', { errors: wrong.map((message) => ({ code: 'custom', message })) }),
      headers: {},
    }
  }
  const viewer = token.isWorkflow ? ACTIONS_BOT : state.user(token.login)
  const { query, body } = request
  // Paths without a repository have handlers that do not look at it.
  const context: Context = {
    state,
    links,
    params,
    query,
    body,
    viewer,
    token,
    repository: repository as never,
  }
  const answer = route.handle(context)
  if (!('items' in answer)) return { status: answer.status, body: answer.body ?? null, headers: {} }
  const { items, link } = paginate(answer.items, url)
  return {
    status: 200,
    body: answer.wrap ? answer.wrap(items, answer.items.length) : items,
    headers: link === undefined ? {} : { link },
  }
}

/** The reply with its ETag, or 304 when the asker has it already. The tag depends on the token, as GitHub's does. */
function conditional(reply: Exclude<Reply, 'cut'>, request: Request, token: Token): Exclude<Reply, 'cut'> {
  if (request.method !== 'GET' || reply.status !== 200) return reply
  const digest = createHash('sha256').update(token.value).update(JSON.stringify(reply.body)).digest('hex')
  const etag = `W/"${digest}"`
  const headers = { ...reply.headers, etag }
  return request.headers['if-none-match'] === etag
    ? { status: 304, body: null, headers }
    : { ...reply, headers }
}

/** Answers one request and notes it down. */
export async function answer(request: Request, url: URL, parts: Parts): Promise<Reply> {
  const { validator, journal, faults, tokens, alterations } = parts
  const seen: { operation?: string } = {}
  const fault = faults.take(request.method, request.path)
  const token = tokens.get(bearer(request.headers['authorization']) ?? '')
  if (fault?.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delay))
  const strikes = fault !== undefined && (fault.status !== undefined || fault.delay === undefined)

  let reply: Exclude<Reply, 'cut'>
  try {
    if (strikes && fault.after !== true)
      throw new ApiError(fault.status ?? 0, fault.message ?? 'Fault on purpose')
    const admitted = admit(request, parts)
    reply = conditional(perform(request, url, admitted, parts, seen), request, admitted)
    // A 304 costs nothing.
    if (reply.status !== 304 && request.path !== '/rate_limit') admitted.used += 1
  } catch (error) {
    if (!(error instanceof ApiError))
      journal.violations.push(`${request.method} ${request.path}: ${(error as Error).stack}`)
    const { status, message, details } = error instanceof ApiError ? error : new ApiError(500, 'Server Error')
    reply = { ...failure(status, message, details), headers: {} }
  }
  if (strikes && fault.after === true)
    reply = { ...failure(fault.status ?? 0, fault.message ?? 'Fault on purpose'), headers: {} }
  const alter = seen.operation === undefined ? undefined : alterations.get(seen.operation)
  if (alter && reply.status < 300) reply.body = alter(reply.body)
  if (seen.operation !== undefined && reply.status !== 304 && !strikes) {
    const wrong = validator.checkAnswer(seen.operation, reply.status, reply.body)
    journal.violations.push(...wrong.map((one) => `answer ${seen.operation} ${reply.status}: ${one}`))
  }
  if (strikes && fault.retryAfter !== undefined) reply.headers['retry-after'] = String(fault.retryAfter)
  if (token) Object.assign(reply.headers, rateHeaders(token))
  const { method, path, query, body } = request
  journal.calls.push({
    method,
    path,
    query,
    body,
    login: token?.login,
    operation: seen.operation,
    status: reply.status,
  })
  return reply.status === 0 ? 'cut' : reply
}

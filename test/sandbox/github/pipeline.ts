import { bearer } from './access.ts'
import type { Fault, Faults } from './faults.ts'
import { type Parts, perform } from './perform.ts'
import { rateHeaders } from './rate.ts'
import { failure, type Reply } from './reply.ts'
import { ApiError } from './route.ts'
import type { Request } from './validation.ts'

/** What answering needs beyond carrying out. */
export interface Pipeline extends Parts {
  readonly faults: Faults
  /** Changes an operation's answer on its way out; a test's means to prove that a wrong one is noticed. */
  readonly alterations: ReadonlyMap<string, (body: unknown) => unknown>
}

/** The answer a fault gives; undefined for one that only delays. */
const strike = ({ status, delay, message, retryAfter }: Fault): Reply | undefined => {
  if (status === undefined && delay !== undefined) return undefined
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return { ...failure(status ?? 0, message ?? 'Fault on purpose'), headers }
}

/** Turns what a handler throws into an error; what it did not mean to throw is noted. */
function caught(error: unknown, request: Request, { journal }: Pipeline): Reply {
  if (error instanceof ApiError) return failure(error.status, error.message, error.details)
  journal.violations.push(`${request.method} ${request.path}: ${(error as Error).stack}`)
  return failure(500, 'Server Error')
}

/** Answers one request, holds the answer against the description, and notes both down. */
export async function answer(request: Request, url: URL, pipeline: Pipeline): Promise<Reply> {
  const { validator, journal, faults, tokens, alterations } = pipeline
  const { method, path, query, body } = request
  const fault = faults.take(method, path)
  const blow = fault && strike(fault)
  if (fault?.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delay))

  let operation: string | undefined
  const carryOut = (): Reply => {
    try {
      return perform(request, url, pipeline, (found) => {
        operation = found
      })
    } catch (error) {
      return caught(error, request, pipeline)
    }
  }
  const check = (reply: Reply): Reply => {
    // GraphQL is held against its own schema.
    if (operation === undefined || operation === 'graphql' || reply.status === 304) return reply
    const alter = reply.status < 300 ? alterations.get(operation) : undefined
    const altered = alter ? { ...reply, body: alter(reply.body) } : reply
    const wrong = validator.checkAnswer(operation, altered.status, altered.body)
    journal.violations.push(...wrong.map((one) => `answer ${operation} ${altered.status}: ${one}`))
    return altered
  }

  const meant = blow && fault?.after !== true ? blow : check(carryOut())
  const reply = blow ?? meant
  const token = tokens.get(bearer(request.headers['authorization']) ?? '')
  journal.calls.push({ method, path, query, body, login: token?.login, operation, status: reply.status })
  return token ? { ...reply, headers: { ...reply.headers, ...rateHeaders(token) } } : reply
}

import type { getOctokit } from '@actions/github'
import type { Http } from '../runner/http/http.ts'
import { retryTransient } from '../runner/retry.ts'
import type { Runner } from '../runner/runner.ts'
import { classify, explain, type Failed, GitHubError } from './failure.ts'
import type { Again, Answer, DataOf, GitHub, ItemOf, ParametersOf, Route, Spent } from './github.ts'

type Octokit = ReturnType<typeof getOctokit>
type Surroundings = Pick<Runner, 'http' | 'clock' | 'log' | 'context' | 'cancelled'>

/**
 * Opens GitHub by the toolkit's Octokit, which is loaded here, so that runs without a token do not pay for it. It uses
 * the runner's HTTP: one place for proxies, timeouts and cancellation. The runner names the address of the API, so
 * that GitHub Enterprise Server works.
 * @param timeoutSeconds the timeout of one call in all, including waits
 */
export async function openGitHub(
  token: string,
  runner: Surroundings,
  timeoutSeconds: number,
): Promise<GitHub> {
  runner.log.mask(token)
  const { getOctokit } = await import('@actions/github')
  const spent: Spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined }
  const { debug } = runner.log
  const octokit = getOctokit(token, {
    baseUrl: runner.context.apiUrl,
    userAgent: 'saleor-deploy',
    request: { fetch: counting(runner, spent) },
    log: { debug, info: debug, warn: debug, error: debug },
  })
  return new OctokitGitHub(octokit, runner, timeoutSeconds, spent)
}

/** An answer as Octokit's pagination reads it. */
interface Kept extends Answer<unknown> {
  headers: { etag?: string; link?: string }
  url: string
}

class OctokitGitHub implements GitHub {
  readonly spent: Spent
  private readonly octokit: Octokit
  private readonly runner: Surroundings
  private readonly timeoutSeconds: number
  /** Answers by address, for the ETag of the next request. */
  private readonly kept = new Map<string, Kept>()

  constructor(octokit: Octokit, runner: Surroundings, timeoutSeconds: number, spent: Spent) {
    this.octokit = octokit
    this.runner = runner
    this.timeoutSeconds = timeoutSeconds
    this.spent = spent
  }

  async request<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    again?: Again<DataOf<R>>,
  ): Promise<Answer<DataOf<R>>> {
    const filled = this.inRepository(route, parameters)
    const { data, status, unchanged } = await this.send(route, filled, again)
    return { data: data as DataOf<R>, status, unchanged }
  }

  async all<R extends Route>(route: R, parameters: ParametersOf<R>): Promise<ItemOf<R>[]> {
    const first = { per_page: 100, ...this.inRepository(route, parameters) }
    let failed: Error | undefined
    const page = async ({ url }: { url: string }): Promise<Kept> => {
      try {
        // A copy, because Octokit removes the list from its argument.
        return structuredClone(await this.send(`GET ${url}`, {}))
      } catch (error) {
        failed = error as Error
        throw error
      }
    }
    const endpoint = () => this.octokit.request.endpoint(route, first)
    const pages = Object.assign(page, { endpoint }) as unknown as Octokit['request']
    const items = await this.octokit.paginate(pages)
    // Octokit takes a conflict (409) for the end of the list.
    if (failed !== undefined) throw failed
    return items as ItemOf<R>[]
  }

  async graphql<T>(query: string, variables: Record<string, unknown>): Promise<T> {
    return await this.persist('POST /graphql', 'repeat', () => this.octokit.graphql<T>(query, variables))
  }

  private inRepository(route: string, parameters: object): Record<string, unknown> {
    if (!route.includes('{owner}')) return { ...parameters }
    const [owner, repo] = this.runner.context.repository.split('/')
    return { owner, repo, ...parameters }
  }

  private async send(
    route: string,
    parameters: Record<string, unknown>,
    again?: Again<unknown>,
  ): Promise<Kept> {
    const { method, url } = this.octokit.request.endpoint(route, parameters)
    const call = `${method} ${url.replace(this.runner.context.apiUrl, '')}`
    const before = method === 'GET' ? this.kept.get(url) : undefined
    const etag = before?.headers.etag
    const headers = etag === undefined ? {} : { 'if-none-match': etag }
    const recover = typeof again === 'function' ? async () => asAnswer(await again(), url) : again
    // All methods except POST are idempotent.
    return await this.persist<Kept>(call, method === 'POST' ? recover : 'repeat', async () => {
      try {
        const {
          data,
          status,
          headers: responseHeaders,
        } = await this.octokit.request(route, { ...parameters, headers })
        const { etag, link } = responseHeaders
        const answer = { data: data as unknown, status, unchanged: false, url, headers: { etag, link } }
        if (method === 'GET') this.kept.set(url, answer as Kept)
        return answer as Kept
      } catch (error) {
        if (before !== undefined && (error as { status?: unknown }).status === 304)
          return { ...before, unchanged: true }
        throw error
      }
    })
  }

  /** Retries until the call succeeds, no wait helps, or the timeout ends. */
  private async persist<T>(call: string, again: Again<T> | undefined, attempt: () => Promise<T>): Promise<T> {
    const { clock, log, cancelled } = this.runner
    const deadline = clock.now() + this.timeoutSeconds * 1000
    let recover: (() => Promise<T | undefined>) | undefined
    const next = async (): Promise<T> => (await recover?.()) ?? (await attempt())
    return await retryTransient(this.runner, next, (error, count) => {
      cancelled.throwIfAborted()
      const failed = readFailure(error)
      if (failed === undefined) throw error
      const { kind, wait, uncertain } = classify(failed, count, clock.now())
      const message = explain(call, kind, failed)
      if (wait === undefined || clock.now() + wait * 1000 > deadline || (uncertain && again === undefined))
        throw new GitHubError(kind, failed.status, message, wait)
      log.info(`${message}. Again in ${wait} s.`)
      recover = uncertain && typeof again === 'function' ? again : undefined
      return wait
    })
  }
}

/** Turns the found result of a lost answer into an answer. */
function asAnswer(data: unknown, url: string): Kept | undefined {
  return data === undefined ? undefined : { data, status: 201, unchanged: false, headers: {}, url }
}

/** Octokit's errors have a status; without a response Octokit invents it. Other errors are our bugs. */
function readFailure(error: unknown): Failed | undefined {
  if (!(error instanceof Error)) return undefined
  const { name, message } = error
  const { status, response, headers, errors } = error as {
    status?: number
    response?: { headers: Failed['headers'] }
    headers?: Failed['headers']
    errors?: readonly { type?: string }[]
  }
  if (name === 'GraphqlResponseError') {
    const kinds: Record<string, number> = { RATE_LIMITED: 429, NOT_FOUND: 404, FORBIDDEN: 403 }
    return { status: kinds[errors?.[0]?.type ?? ''] ?? 422, headers: headers ?? {}, message }
  }
  if (name !== 'HttpError' || status === undefined) return undefined
  if (response === undefined) return { status: 0, headers: {}, message }
  return { status, headers: response.headers, message }
}

/** The runner's HTTP in the shape of fetch. It counts requests and the remaining limit. */
function counting({ http, cancelled }: { http: Http; cancelled: AbortSignal }, spent: Spent) {
  return async (url: string, request: { method: string; headers: Record<string, string>; body?: string }) => {
    spent.calls += 1
    const { method, headers, body } = request
    const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled }
    const answer = await http.request(body === undefined ? sent : { ...sent, body })
    const numberOf = (name: string): number | undefined => {
      const value = answer.headers[`x-ratelimit-${name}`]
      return value === undefined ? undefined : Number(value)
    }
    const reset = numberOf('reset')
    spent.remaining = numberOf('remaining') ?? spent.remaining
    spent.limit = numberOf('limit') ?? spent.limit
    spent.reset = reset === undefined ? spent.reset : reset * 1000
    const date = Date.parse(answer.headers.date ?? '')
    spent.date = Number.isNaN(date) ? spent.date : date
    const empty = [204, 205, 304].includes(answer.status)
    return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers })
  }
}

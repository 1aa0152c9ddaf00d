import type { Octokit } from '@octokit/core'
import type { Http } from '../runner/http.ts'
import type { Runner } from '../runner/runner.ts'
import { explain, type Failed, GitHubError, judge } from './failure.ts'
import type { Again, Answer, DataOf, GitHub, ItemOf, ParametersOf, Route, Spent } from './github.ts'

type Surroundings = Pick<Runner, 'http' | 'clock' | 'log' | 'context' | 'cancelled'>

/**
 * GitHub by Octokit, which is loaded here, so that runs without a token don't pay for it. It speaks through the runner's
 * own HTTP: one place that knows proxies, time-outs and cancelling. Where the API is, the runner says, so that GitHub
 * Enterprise Server works.
 * @param patience seconds that one call may go on in all, waits included, until it is given up
 */
export async function openGitHub(token: string, runner: Surroundings, patience: number): Promise<GitHub> {
  runner.log.mask(token)
  const { Octokit } = await import('@octokit/core')
  const spent: Spent = { calls: 0, remaining: undefined, limit: undefined, reset: undefined, date: undefined }
  const { debug } = runner.log
  const octokit = new Octokit({
    auth: token,
    baseUrl: runner.context.apiUrl,
    userAgent: 'saleor-deploy',
    request: { fetch: counting(runner, spent) },
    log: { debug, info: debug, warn: debug, error: debug },
  })
  return new OctokitGitHub(octokit, runner, patience, spent)
}

interface Kept extends Answer<unknown> {
  etag: string | undefined
  /** Address of the next page. */
  next: string | undefined
}

class OctokitGitHub implements GitHub {
  readonly spent: Spent
  private readonly octokit: Octokit
  private readonly runner: Surroundings
  private readonly patience: number
  /** Answers by address, to ask with their ETag the next time. */
  private readonly kept = new Map<string, Kept>()

  constructor(octokit: Octokit, runner: Surroundings, patience: number, spent: Spent) {
    this.octokit = octokit
    this.runner = runner
    this.patience = patience
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
    const items: ItemOf<R>[] = []
    let page = await this.send(route, { per_page: 100, ...this.inRepository(route, parameters) })
    for (;;) {
      items.push(...(listIn(page.data) as ItemOf<R>[]))
      if (page.next === undefined) return items
      page = await this.send(`GET ${page.next}`, {})
    }
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
    const headers = before?.etag === undefined ? {} : { 'if-none-match': before.etag }
    const look = typeof again === 'function' ? async () => asAnswer(await again()) : again
    // All but POST come to the same when they are carried out twice.
    return await this.persist<Kept>(call, method === 'POST' ? look : 'repeat', async () => {
      try {
        const { data, status, headers: told } = await this.octokit.request(route, { ...parameters, headers })
        const next = /<([^<>]+)>;\s*rel="next"/.exec(told.link ?? '')?.[1]
        const answer = { data: data as unknown, status, unchanged: false, etag: told.etag, next }
        if (method === 'GET') this.kept.set(url, answer)
        return answer
      } catch (error) {
        if (before !== undefined && (error as { status?: unknown }).status === 304)
          return { ...before, unchanged: true }
        throw error
      }
    })
  }

  /** Tries until it works, it can't be mended by waiting, or patience is over. */
  private async persist<T>(call: string, again: Again<T> | undefined, attempt: () => Promise<T>): Promise<T> {
    const { clock, log, cancelled } = this.runner
    const deadline = clock.now() + this.patience * 1000
    for (let count = 1; ; count++) {
      try {
        return await attempt()
      } catch (error) {
        cancelled.throwIfAborted()
        const failed = readFailure(error)
        if (failed === undefined) throw error
        const { kind, wait, uncertain } = judge(failed, count, clock.now())
        const said = explain(call, kind, failed)
        const stuck = wait === undefined || clock.now() + wait * 1000 > deadline
        if (stuck || (uncertain && again === undefined))
          throw new GitHubError(kind, failed.status, said, wait)
        log.info(`${said}. Again in ${wait} s.`)
        await clock.sleep(wait, cancelled)
        const made = uncertain && typeof again === 'function' ? await again() : undefined
        if (made !== undefined) return made
      }
    }
  }
}

/** What a look for a lost answer has found, as the answer that was lost. */
function asAnswer(data: unknown): Kept | undefined {
  if (data === undefined) return undefined
  return { data, status: 201, unchanged: false, etag: undefined, next: undefined }
}

function listIn(data: unknown): unknown[] {
  if (Array.isArray(data)) return data
  return Object.values(data as object).find((value) => Array.isArray(value)) ?? []
}

/** Octokit's errors have a status; without a response that status is its own invention. Others are bugs of ours. */
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

/** The runner's HTTP in the shape of fetch, counting what is sent and what GitHub says is left. */
function counting({ http, cancelled }: { http: Http; cancelled: AbortSignal }, spent: Spent) {
  return async (url: string, request: { method: string; headers: Record<string, string>; body?: string }) => {
    spent.calls += 1
    const { method, headers, body } = request
    const sent = { url, method, headers, timeoutSeconds: 15, signal: cancelled }
    const answer = await http.request(body === undefined ? sent : { ...sent, body })
    const told = (name: string): number | undefined => {
      const value = answer.headers[`x-ratelimit-${name}`]
      return value === undefined ? undefined : Number(value)
    }
    const reset = told('reset')
    spent.remaining = told('remaining') ?? spent.remaining
    spent.limit = told('limit') ?? spent.limit
    spent.reset = reset === undefined ? spent.reset : reset * 1000
    const date = Date.parse(answer.headers.date ?? '')
    spent.date = Number.isNaN(date) ? spent.date : date
    const empty = [204, 205, 304].includes(answer.status)
    return new Response(empty ? null : answer.body, { status: answer.status, headers: answer.headers })
  }
}

import { NoAnswer } from './no-answer.ts'

export interface HttpRequest {
  method?: string
  url: string
  headers?: Record<string, string>
  body?: string
  /** The timeout in seconds; default 10. */
  timeoutSeconds?: number
  /** Aborts the request when the job is cancelled. */
  signal?: AbortSignal
  /** `latin1` makes each byte of the answer a character: for a body that is no text. */
  encoding?: 'latin1'
}

export interface HttpResponse {
  status: number
  /** Names in lower case; each cookie of set-cookie is on its own line. */
  headers: Record<string, string>
  body: string
  /** From sending to the last byte. */
  seconds: number
}

/** Adds the name by which a firewall in front of the shop can let the requests through, unless there is another. */
export function withUserAgent(headers: Record<string, string> = {}): Record<string, string> {
  const isNamed = Object.keys(headers).some((name) => name.toLowerCase() === 'user-agent')
  return isNamed ? headers : { 'user-agent': 'saleor-deploy', ...headers }
}

/** HTTP from the runner. Redirects are returned, not followed, because checks inspect them. */
export interface Http {
  /** @throws NoAnswer with a readable cause (refused, timed out, certificate …) without an answer */
  request(request: HttpRequest): Promise<HttpResponse>
}

/** Node's own fetch. */
export const nodeHttp: Http = {
  async request({ method = 'GET', url, headers, body, timeoutSeconds = 10, signal, encoding }) {
    await (proxyFollowed ??= followProxy(process.env))
    const started = performance.now()
    // AbortSignal.timeout accepts only whole milliseconds, and 1.019 * 1000 is not whole.
    const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    try {
      const response = await fetch(url, {
        method,
        headers: withUserAgent(headers),
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        ...(body === undefined ? {} : { body }),
      })
      const text =
        encoding === undefined
          ? await response.text()
          : Buffer.from(await response.arrayBuffer()).toString(encoding)
      return {
        status: response.status,
        headers: { ...Object.fromEntries(response.headers), ...cookiesOf(response.headers) },
        body: text,
        seconds: (performance.now() - started) / 1000,
      }
    } catch (error) {
      throw new NoAnswer(`${method} ${url}: ${causeOf(error, timeoutSeconds)}`, codeOf(error), {
        cause: error,
      })
    }
  },
}

/** Set-Cookie is the only repeated header that cannot be joined on one line. */
function cookiesOf(headers: Headers): Record<string, string> {
  const cookies = headers.getSetCookie()
  return cookies.length === 0 ? {} : { 'set-cookie': cookies.join('\n') }
}

let proxyFollowed: Promise<void> | undefined

/**
 * fetch ignores the variables by which docker and Git find the proxy of a self-hosted runner. Loopback bypasses the proxy,
 * as there. Node before 24.14 has no such function.
 */
async function followProxy(env: NodeJS.ProcessEnv): Promise<void> {
  if (!['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name])) return
  const http = await import('node:http')
  if (!('setGlobalProxyFromEnv' in http)) return
  const direct = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1']
    .filter((one) => one !== '')
    .join()
  http.setGlobalProxyFromEnv({ ...env, NO_PROXY: direct, no_proxy: direct })
}

/** fetch puts the cause into `cause`; its own message is only "fetch failed". */
function causeOf(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`
  const cause = error.cause
  if (cause instanceof AggregateError) return cause.errors.map((one: Error) => one.message).join('; ')
  return cause instanceof Error ? cause.message : error.message
}

/** A name with several addresses has an error for each. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'TimeoutError') return 'TIMEOUT'
  const cause = error.cause instanceof AggregateError ? error.cause.errors[0] : error.cause
  const { code, name } = (cause ?? {}) as { code?: string; name?: string }
  return code ?? name ?? ''
}

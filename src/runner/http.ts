export interface HttpRequest {
  method?: string
  url: string
  headers?: Record<string, string>
  body?: string
  /** Seconds until the request is given up; 10 without it. */
  timeoutSeconds?: number
  /** Gives the request up at once, when the job is cancelled. */
  signal?: AbortSignal
}

export interface HttpResponse {
  status: number
  /** Names in lower case; cookies that are set stand on a line each. */
  headers: Record<string, string>
  body: string
  /** From sending to the last byte. */
  seconds: number
}

/** HTTP from the runner. Redirects are returned, not followed: a check wants to see them. */
export interface Http {
  /** Throws with a readable cause (refused, timed out, certificate …) when there is no answer. */
  request(request: HttpRequest): Promise<HttpResponse>
}

/** Node's own fetch. */
export const nodeHttp: Http = {
  async request({ method = 'GET', url, headers = {}, body, timeoutSeconds = 10, signal }) {
    await (proxyFollowed ??= followProxy(process.env))
    const started = performance.now()
    // It takes whole milliseconds only, and 1.019 * 1000 is none.
    const timeout = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        ...(body === undefined ? {} : { body }),
      })
      const text = await response.text()
      return {
        status: response.status,
        headers: { ...Object.fromEntries(response.headers), ...cookiesOf(response.headers) },
        body: text,
        seconds: (performance.now() - started) / 1000,
      }
    } catch (error) {
      throw new Error(`${method} ${url}: ${causeOf(error, timeoutSeconds)}`, { cause: error })
    }
  },
}

/** Cookies are the one header that comes several times and can't be put on one line. */
function cookiesOf(headers: Headers): Record<string, string> {
  const cookies = headers.getSetCookie()
  return cookies.length === 0 ? {} : { 'set-cookie': cookies.join('\n') }
}

let proxyFollowed: Promise<void> | undefined

/**
 * fetch ignores the variables by which docker and Git find the proxy of a self-hosted runner. Loopback is never meant,
 * as there. Node before 24.14 has no such switch.
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

/** fetch hides what happened in `cause`; its own message is only "fetch failed". */
function causeOf(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`
  const cause = error.cause
  if (cause instanceof AggregateError) return cause.errors.map((one: Error) => one.message).join('; ')
  return cause instanceof Error ? cause.message : error.message
}

import type { Agent, EnvHttpProxyAgent } from 'undici'
import { type HttpRequest, withUserAgent } from './http.ts'

/** One request repeated at a steady pace. */
export interface LoadRequest extends Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body'> {
  /** Requests a second. */
  rate: number
  seconds: number
  signal: AbortSignal
}

/** The result of one request. */
export interface Shot {
  /** From its scheduled time to its last byte, including the wait for a connection. */
  milliseconds: number
  /** Undefined without an answer. */
  status: number | undefined
  /** Why there was no answer. */
  error?: string
}

/** A steady stream of requests on keep-alive connections. */
export interface Load {
  /** Sends each request on schedule, however long earlier ones take, and returns the results in the order of sending. */
  steady(request: LoadRequest): Promise<Shot[]>
}

/** The number of keep-alive connections. Further requests wait for one, and the wait counts. */
const connections = 20

/** The timeout of a request in seconds. */
const timeoutSeconds = 10

/**
 * The load by undici, the client inside Node, with its own pool. Not by autocannon, the usual choice: it forgets a request
 * whose connection is closed without an answer, and has no 95th percentile.
 */
export const undiciLoad: Load = {
  async steady({ url, method = 'GET', headers, body, rate, seconds, signal }) {
    const { setTimeout: sleep } = await import('node:timers/promises')
    const { origin, pathname, search } = new URL(url)
    const agent = await openAgent()
    const limits = { headersTimeout: timeoutSeconds * 1000, bodyTimeout: timeoutSeconds * 1000, signal }
    const one = async (due: number): Promise<Shot> => {
      await sleep(Math.max(0, due - performance.now()), undefined, { signal })
      try {
        const answer = await agent.request({
          ...{ origin, path: pathname + search, method: method as 'GET', body: body ?? null },
          headers: withUserAgent(headers),
          ...limits,
        })
        await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER })
        return { milliseconds: performance.now() - due, status: answer.statusCode }
      } catch (error) {
        signal.throwIfAborted()
        const { code, message } = error as Error & { code?: string }
        return { milliseconds: performance.now() - due, status: undefined, error: code ?? message }
      }
    }
    const begin = performance.now()
    const count = Math.max(1, Math.round(rate * seconds))
    try {
      return await Promise.all(
        Array.from({ length: count }, (_, index) => one(begin + (index * 1000) / rate)),
      )
    } finally {
      await agent.destroy()
    }
  },
}

/** Uses the proxy of a self-hosted runner, except for loopback, as other requests do; undici calls that experimental. */
async function openAgent(): Promise<Agent | EnvHttpProxyAgent> {
  const { Agent, EnvHttpProxyAgent } = await import('undici')
  const { env } = process
  const behindProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name])
  if (!behindProxy) return new Agent({ connections, pipelining: 1 })
  const noProxy = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1'].join()
  return new EnvHttpProxyAgent({ connections, pipelining: 1, noProxy })
}

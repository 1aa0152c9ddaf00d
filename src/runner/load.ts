import type { Agent, EnvHttpProxyAgent } from 'undici'
import type { HttpRequest } from './http.ts'

/** One request repeated at a steady pace. */
export interface LoadRequest extends Pick<HttpRequest, 'url' | 'method' | 'headers' | 'body'> {
  /** Requests a second. */
  rate: number
  seconds: number
  signal: AbortSignal
}

/** What came of one of them. */
export interface Shot {
  /** From the moment that it was due to its last byte: waiting for a connection is waiting, too. */
  milliseconds: number
  /** Undefined without an answer. */
  status: number | undefined
  /** Why there was none. */
  error?: string
}

/** A steady stream of requests on kept connections. */
export interface Load {
  /** Sends them all at their time, however long the ones before take, and gives each one's end in the order of sending. */
  steady(request: LoadRequest): Promise<Shot[]>
}

/** Kept connections; more than this many requests at a time wait for one, and that counts. */
const connections = 20

/** Seconds after which a request without an answer has failed. */
const patience = 10

/**
 * By undici, the client inside Node, with a pool of its own. Not by autocannon, the usual choice: it forgets a request
 * whose connection is closed without an answer, and has no 95th percentile.
 */
export const undiciLoad: Load = {
  async steady({ url, method = 'GET', headers = {}, body, rate, seconds, signal }) {
    const { setTimeout: sleep } = await import('node:timers/promises')
    const { origin, pathname, search } = new URL(url)
    const agent = await openAgent()
    const limits = { headersTimeout: patience * 1000, bodyTimeout: patience * 1000, signal }
    const one = async (due: number): Promise<Shot> => {
      await sleep(Math.max(0, due - performance.now()), undefined, { signal })
      try {
        const answer = await agent.request({
          ...{ origin, path: pathname + search, method: method as 'GET', headers, body: body ?? null },
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

/** Follows the proxy of a self-hosted runner, but never to loopback, as the other requests; undici calls that experimental. */
async function openAgent(): Promise<Agent | EnvHttpProxyAgent> {
  const { Agent, EnvHttpProxyAgent } = await import('undici')
  const { env } = process
  const behindProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name])
  if (!behindProxy) return new Agent({ connections, pipelining: 1 })
  const noProxy = [env.NO_PROXY ?? env.no_proxy ?? '', 'localhost,127.0.0.1,::1'].join()
  return new EnvHttpProxyAgent({ connections, pipelining: 1, noProxy })
}

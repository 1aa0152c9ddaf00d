import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What became of the requests. */
export interface LoadReport {
  readonly seconds: number
  readonly served: number
  /** What went wrong, and how often. */
  readonly failed: Map<string, number>
  /** Requests by the release that answered them, in the order in which the releases came. */
  readonly releases: Map<string, number>
  /** Seconds of the slowest answer. */
  readonly slowest: number
}

/** Requests on their way. */
export interface Load {
  /** Lets those in flight end and gives the count. */
  stop(): Promise<LoadReport>
}

/** Customers: each has one connection, asks, and goes on asking after a short pause. */
const customers = 6
const pauseMs = 30

/** Asks a shop over and over, by connections that stay open, as a proxy in front keeps them. */
export function startLoad(url: string): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: customers })
  const failed = new Map<string, number>()
  const releases = new Map<string, number>()
  const started = performance.now()
  let served = 0
  let slowest = 0
  const over = new AbortController()
  const note = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

  const askOnce = async (index: number): Promise<void> => {
    const began = performance.now()
    try {
      const { status, headers, body } = await (index % 2 === 0 ? health(url, agent) : shopName(url, agent))
      slowest = Math.max(slowest, (performance.now() - began) / 1000)
      // Saleor answers 200 when a query fails; the body tells.
      if (status !== 200 || body.includes('"errors"')) return void note(failed, `status ${status}`)
      served++
      note(releases, String(headers['x-saleor-release'] ?? 'no release'))
    } catch (error) {
      note(failed, (error as NodeJS.ErrnoException).code ?? String(error))
    }
  }
  const customer = async (first: number): Promise<void> => {
    for (let index = first; !over.signal.aborted; index++) {
      await askOnce(index)
      await sleep(pauseMs)
    }
  }
  const all = Promise.all(Array.from({ length: customers }, (_, index) => customer(index)))
  return {
    async stop() {
      over.abort()
      await all
      agent.destroy()
      return { seconds: (performance.now() - started) / 1000, served, failed, releases, slowest }
    },
  }
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

const health = (url: string, agent: Agent): Promise<Answer> => ask(`${url}/health/`, agent)

const shopName = (url: string, agent: Agent): Promise<Answer> =>
  ask(`${url}/graphql/`, agent, JSON.stringify({ query: '{ shop { name } }' }))

function ask(url: string, agent: Agent, json?: string): Promise<Answer> {
  const options = {
    agent,
    timeout: 30_000,
    ...(json === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' } }),
  }
  return new Promise((resolve, reject) => {
    const asked = request(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        body += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      response.on('error', reject)
    })
    asked.on('timeout', () =>
      asked.destroy(Object.assign(new Error('no answer'), { code: 'no answer in 30 s' })),
    )
    asked.on('error', reject)
    asked.end(json)
  })
}

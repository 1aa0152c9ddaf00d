import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import type { Site } from '../sandbox/site.ts'

/** How much is asked, of whom. */
export interface TrafficOptions {
  /** `http://10.0.0.1:8000` */
  origin: string
  /** Whom to ask for, where the origin is an address with TLS and the name is in no DNS. */
  site?: Site
  /** Requests a second, all together. */
  rate: number
  /** Keep-alive connections that they share. */
  connections: number
  /** Requests that take 20 seconds, always in flight beside the others. */
  long: number
  /** Asked by GET alone, where it is another shop; `/graphql/` is asked for the shop's name. */
  paths?: readonly string[]
  /** Goes on until so many were sent, also when it is told to stop. */
  atLeast?: number
}

/** What came of it. A request counts as failed without an answer, with another status than 2xx, and with GraphQL errors. */
export interface TrafficReport {
  sent: number
  failed: number
  /** The long ones among them. */
  long: number
  /** By status; `none` for no answer. */
  byStatus: Record<string, number>
  /** By the release that the edge says has answered. */
  byRelease: Record<string, number>
  /** The failed ones likewise: `edge` for those that no release answered, with the status. */
  failedBy: Record<string, number>
  firstFailures: string[]
  /** When the first and the last request that failed were sent, in milliseconds since 1970; undefined without a failure. */
  firstFailureSent: number | undefined
  lastFailureSent: number | undefined
  /** When another release than that of the answer before answered for the last time, likewise. */
  lastChangeOfRelease: number | undefined
  /** How many seconds had a failed request in them: for how long people saw it. */
  secondsWithFailures: number
  /** Milliseconds, of the short ones. */
  p50: number
  p99: number
}

/** Load that runs in a process of its own, so that it neither waits for a test nor slows it down. */
export interface Traffic {
  /** Sends nothing more, waits for what is in flight, and reports. */
  stop(): Promise<TrafficReport>
}

/** Starts load on a shop; returns once the first requests are on their way. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], { execArgv: [] })
  await once(child, 'message')
  // A test that fails before it stops the load must not keep its process alive.
  child.unref()
  child.channel?.unref()
  return {
    async stop() {
      // Whoever waits for the report may have nothing else that keeps it alive.
      child.ref()
      child.channel?.ref()
      const report = once(child, 'message')
      child.send('stop')
      const [received] = (await report) as [TrafficReport]
      child.disconnect()
      return received
    },
  }
}

/** A request and how its answer is judged. */
interface Kind {
  method: 'GET' | 'POST'
  path: string
  body?: string
}

const health: Kind = { method: 'GET', path: '/health/' }
const whoami: Kind = { method: 'GET', path: '/whoami/' }
const graphql: Kind = { method: 'POST', path: '/graphql/', body: '{"query":"{ shop { name } }"}' }
const slow: Kind = { method: 'GET', path: '/slow/?seconds=20' }

/** Mostly light ones: the test machine's cores are for what is tested. */
const mix = [health, health, whoami, health, health, whoami, health, health, health, graphql]

/** Seconds after which a request without an answer has failed. */
const patience = 30

async function load({
  origin,
  site,
  rate,
  connections,
  long,
  paths,
  atLeast = 0,
}: TrafficOptions): Promise<void> {
  const kinds = paths?.map((path): Kind => (path === graphql.path ? graphql : { method: 'GET', path })) ?? mix
  const tls = site === undefined ? {} : { connect: { ca: site.ca, servername: site.host } }
  const settings = { headersTimeout: patience * 1000, bodyTimeout: patience * 1000, ...tls }
  const pool = new Pool(origin, { ...settings, connections, pipelining: 1 })
  const longPool = new Pool(origin, { ...settings, connections: long, pipelining: 1 })
  const book = new Book(site?.host)
  const stopping = new AbortController()
  let ticket = 0
  let begun = performance.now()

  const short = async (): Promise<void> => {
    while (!stopping.signal.aborted || ticket < atLeast) {
      const number = ticket++
      const wait = begun + (number * 1000) / rate - performance.now()
      if (wait > 0) await sleep(wait)
      // What could not be sent in time is not made up for in a burst.
      else if (wait < -1000) begun -= wait
      await book.enter(pool, kinds[number % kinds.length] as Kind, true)
    }
  }
  const slowly = async (): Promise<void> => {
    while (!stopping.signal.aborted) await book.enter(longPool, slow, false)
  }
  const all = [...Array.from({ length: connections }, short), ...Array.from({ length: long }, slowly)]
  process.once('disconnect', () => process.exit())
  process.send?.('started')
  await once(process, 'message')
  stopping.abort()
  await Promise.all(all)
  await Promise.all([pool.close(), longPool.close()])
  process.send?.(book.report())
}

/** Counts what was asked and answered. */
class Book {
  private readonly host: string | undefined
  private readonly byStatus: Record<string, number> = {}
  private readonly byRelease: Record<string, number> = {}
  private readonly failedBy: Record<string, number> = {}
  private readonly failures: string[] = []
  private readonly seconds = new Set<number>()
  private readonly times: number[] = []
  private sent = 0
  private failed = 0
  private long = 0
  private firstFailureSent: number | undefined
  private lastFailureSent: number | undefined
  private lastRelease: string | undefined
  private lastChangeOfRelease: number | undefined

  constructor(host: string | undefined) {
    this.host = host
  }

  async enter(pool: Pool, kind: Kind, isShort: boolean): Promise<void> {
    this.sent++
    if (!isShort) this.long++
    const started = performance.now()
    const sentAt = Date.now()
    const problem = await this.ask(pool, kind).catch((error: Error & { code?: string }) => {
      count(this.byStatus, 'none')
      count(this.failedBy, 'none')
      return `${error.code ?? error.name}: ${error.message}`
    })
    const took = performance.now() - started
    if (isShort) this.times.push(took)
    if (problem === undefined) return
    this.failed++
    this.firstFailureSent ??= sentAt
    this.lastFailureSent = Math.max(this.lastFailureSent ?? 0, sentAt)
    this.seconds.add(Math.floor(Date.now() / 1000))
    if (this.failures.length < 20)
      this.failures.push(
        `${new Date().toISOString()} ${kind.method} ${kind.path} after ${took.toFixed(0)} ms: ${problem}`,
      )
    // As people do; else a server that refuses at once would be asked much more often than one that answers.
    await sleep(100)
  }

  report(): TrafficReport {
    const sorted = this.times.toSorted((a, b) => a - b)
    const percentile = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)
    return {
      sent: this.sent,
      failed: this.failed,
      long: this.long,
      byStatus: this.byStatus,
      byRelease: this.byRelease,
      failedBy: this.failedBy,
      firstFailures: this.failures,
      firstFailureSent: this.firstFailureSent,
      lastFailureSent: this.lastFailureSent,
      lastChangeOfRelease: this.lastChangeOfRelease,
      secondsWithFailures: this.seconds.size,
      p50: percentile(0.5),
      p99: percentile(0.99),
    }
  }

  private async ask(pool: Pool, { method, path, body }: Kind): Promise<string | undefined> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.host === undefined ? {} : { host: this.host }),
    }
    const answer = await pool.request({ method, path, headers, body: body ?? null })
    const text = await answer.body.text()
    count(this.byStatus, String(answer.statusCode))
    const release = answer.headers['x-saleor-release']
    count(this.byRelease, String(release ?? 'unknown'))
    if (release !== undefined) this.answeredBy(String(release))
    const bad = answer.statusCode < 200 || answer.statusCode > 299
    const problem = bad
      ? `${answer.statusCode} ${text.slice(0, 80)}`
      : body !== undefined && (JSON.parse(text) as { errors?: unknown }).errors !== undefined
        ? text
        : undefined
    if (problem !== undefined) count(this.failedBy, String(release ?? `edge ${answer.statusCode}`))
    return problem
  }

  private answeredBy(release: string): void {
    if (this.lastRelease !== undefined && this.lastRelease !== release) this.lastChangeOfRelease = Date.now()
    this.lastRelease = release
  }
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1
}

if (process.argv[1] === import.meta.filename) await load(JSON.parse(process.argv[2] ?? '') as TrafficOptions)

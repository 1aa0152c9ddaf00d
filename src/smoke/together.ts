import type { TimelineEntry } from '../report/timeline.ts'
import type { HttpRequest } from '../runner/http.ts'
import type { Load } from '../runner/load.ts'
import type { Runner } from '../runner/runner.ts'
import type { Tls } from '../runner/tls.ts'
import { certificateResults } from './certificate.ts'
import { type CheckResult, outside, type Probe } from './check.ts'
import { dashboardResults } from './dashboard.ts'
import { type Inside, insideResults } from './inside/look-inside.ts'
import { probeResults } from './probe-once.ts'
import { type Repetition, type Steadiness, untilSteady } from './rounds.ts'
import { type Sentry, sentryResults } from './sentry.ts'
import { type Severities, weighed, weighedProbes } from './severity.ts'
import { type Speed, type SpeedLimits, speedOf, speedResults } from './speed.ts'
import { type CheckSummary, summarize } from './verdict.ts'

/** All that a smoke test does: what isn't there isn't done. */
export interface Wanted {
  steady: readonly Probe[]
  repetition: Repetition
  once: readonly Probe[]
  certificate?: { host: string; port: number; days: number }
  dashboard?: string
  load?: { request: HttpRequest; rate: number; seconds: number; limits: SpeedLimits }
  inside?: Inside
  sentry?: Sentry & { eventId: string }
  severities: Severities
}

/** What came of it. */
export interface Smoke extends Steadiness {
  checks: CheckSummary[]
  speed: Speed | undefined
  timeline: TimelineEntry[]
}

/** What a smoke test touches beside the usual. */
export interface Ports extends Runner {
  tls: Tls
  load: Load
}

/** A part that runs beside the others. */
interface Part {
  name: string
  where?: string
  work: () => Promise<CheckResult[]>
}

/**
 * Asks until the shop is steady. As soon as it is up, all else is done at the same time, and when it never gets up, all
 * else is done at the end: then it may tell why.
 */
export async function smokeTest(wanted: Wanted, ports: Ports): Promise<Smoke> {
  const { clock } = ports
  const timeline: TimelineEntry[] = []
  const timed = async <T>(
    name: string,
    where: string,
    work: () => Promise<T>,
    isWell: (done: T) => boolean,
  ) => {
    const started = clock.now()
    const done = await work()
    const result = isWell(done) ? 'done' : 'failed'
    timeline.push({ name, where, started, seconds: (clock.now() - started) / 1000, result })
    return done
  }
  let up = (): void => {}
  const isUp = new Promise<void>((resolve) => (up = resolve))
  const steady = timed(
    'ask until steady',
    outside,
    () => untilSteady(weighedProbes(wanted.steady, wanted.severities), wanted.repetition, ports, up),
    ({ passed }) => passed,
  ).finally(() => up())
  let speed: Speed | undefined
  const parts = partsOf(wanted, ports, (measured) => (speed = measured))
  const others = parts.map(async ({ name, where = outside, work }) => {
    await isUp
    ports.cancelled.throwIfAborted()
    return await timed(
      name,
      where,
      async () => weighed(await work(), wanted.severities),
      (results) => results.every(({ passed, severity }) => passed || severity === 'warning'),
    )
  })
  const [steadiness, ...results] = await Promise.all([steady, ...others])
  const once = results.flat().map((result) => ({ ...result, rounds: 1, roundsPassed: Number(result.passed) }))
  const checks = [...summarize(steadiness.rounds, wanted.repetition.consecutive), ...once]
  return {
    ...steadiness,
    passed: steadiness.passed && once.every(({ passed, severity }) => passed || severity === 'warning'),
    seconds: Math.max(
      0,
      ...timeline.map(({ started, seconds }) => (started - startOf(timeline)) / 1000 + seconds),
    ),
    ...{ checks, speed, timeline: timeline.sort((one, other) => one.started - other.started) },
  }
}

function partsOf(wanted: Wanted, ports: Ports, measured: (speed: Speed) => void): Part[] {
  const { certificate, dashboard, load, inside, sentry, severities, repetition } = wanted
  const { clock, cancelled } = ports
  return [
    ...weighedProbes(wanted.once, severities).map((probe): Part => {
      const name = probe.checks.map((check) => check.name).join(', ')
      return { name, work: () => probeResults(probe, repetition.interval, ports) }
    }),
    ...(certificate === undefined
      ? []
      : [
          {
            name: 'certificate',
            async work() {
              const started = clock.now()
              const { host, port } = certificate
              const shown = await ports.tls
                .look(host, port, cancelled)
                .catch((error: unknown) => error as Error)
              cancelled.throwIfAborted()
              const now = clock.now()
              return certificateResults(shown, certificate, now, (now - started) / 1000)
            },
          },
        ]),
    ...(dashboard === undefined
      ? []
      : [{ name: 'dashboard', work: () => dashboardResults(dashboard, ports) }]),
    ...(load === undefined
      ? []
      : [
          {
            name: `load, ${load.rate} a second`,
            async work() {
              const started = clock.now()
              const shots = await ports.load.steady({ ...load.request, ...load, signal: cancelled })
              const speed = speedOf(shots, load.rate)
              measured(speed)
              return speedResults(speed, load.limits, (clock.now() - started) / 1000)
            },
          },
        ]),
    ...(inside === undefined
      ? []
      : [
          {
            name: 'look inside',
            where:
              inside.targets.length === 1
                ? (inside.targets[0]?.host ?? '')
                : `${inside.targets.length} servers`,
            work: () => insideResults(inside, ports),
          },
        ]),
    ...(sentry === undefined
      ? []
      : [{ name: 'Sentry', where: sentry.url, work: () => sentryResults(sentry, sentry.eventId, ports) }]),
  ]
}

function startOf(timeline: readonly TimelineEntry[]): number {
  return Math.min(...timeline.map(({ started }) => started))
}

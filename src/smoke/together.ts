import type { Engine } from '../engine/engine.ts'
import type { Inspection } from '../engine/inspection.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import type { HttpRequest } from '../runner/http/http.ts'
import type { Load } from '../runner/http/load.ts'
import type { Tls } from '../runner/http/tls.ts'
import type { Runner } from '../runner/runner.ts'
import { type CheckResult, outside, type Probe } from './check.ts'
import { type Inside, insideResults } from './inside/inspect.ts'
import { clusterInspection } from './inside/inspect-cluster.ts'
import { certificateResults, plannedCertificate } from './outside/certificate.ts'
import { dashboardResults, plannedDashboard } from './outside/dashboard.ts'
import { isBehind, type MetObstacle, notRun, type PlannedCheck } from './outside/obstacles.ts'
import { probeResults } from './outside/probe-once.ts'
import { type Repetition, type Steadiness, untilSteady } from './rounds.ts'
import { type Sentry, sentryResults } from './sentry/sentry.ts'
import { type Severities, weighed, weighedProbes } from './severity.ts'
import { plannedLoad, type Speed, type SpeedLimits, speedOf, speedResults } from './speed/speed.ts'
import { type CheckSummary, summarize } from './verdict.ts'

/** The plan of a smoke test; absent parts are not done. */
export interface SmokePlan {
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

/** The result of a smoke test. */
export interface Smoke extends Steadiness {
  checks: CheckSummary[]
  speed: Speed | undefined
  timeline: TimelineEntry[]
}

/** The ports of a smoke test beside the runner. */
export interface Ports extends Runner {
  tls: Tls
  load: Load
  /** The inspection commands of the engine on the hosts. */
  inspection: Inspection
  /** The engine of a Swarm, which the hosts manage; undefined for independent hosts. */
  cluster?: Engine
}

/** A part that runs in parallel with others. */
interface Part {
  name: string
  where?: string
  /** Its addresses: an obstacle before one of them makes the part pointless. */
  urls?: readonly string[]
  /** The kind of obstacle that it explains, and that does not stop it. */
  explains?: MetObstacle['kind']
  /** Its checks, for a skipped run. */
  checks?: readonly PlannedCheck[]
  work: () => Promise<CheckResult[]>
}

/**
 * Repeats the steady probes until they hold. As soon as the shop is up, all other parts run in parallel. If it never comes up, they
 * run at the end, because they may show the cause. Parts behind the same obstacle are skipped.
 */
export async function smokeTest(plan: SmokePlan, ports: Ports): Promise<Smoke> {
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
  let begin: (obstacles: readonly MetObstacle[]) => void = () => {}
  const begun = new Promise<readonly MetObstacle[]>((resolve) => (begin = resolve))
  const steady = timed(
    'ask until steady',
    outside,
    () => untilSteady(weighedProbes(plan.steady, plan.severities), plan.repetition, ports, begin),
    ({ passed }) => passed,
  )
  steady.then(
    ({ obstacles }) => begin(obstacles),
    () => begin([]),
  )
  let speed: Speed | undefined
  const parts = partsOf(plan, ports, (measured) => (speed = measured))
  const others = parts.map(async ({ name, where = outside, urls = [], explains, checks = [], work }) => {
    const obstacles = await begun
    ports.cancelled.throwIfAborted()
    const met = obstacles.find((one) => one.kind !== explains && urls.some((url) => isBehind(one, url)))
    if (met !== undefined)
      return weighed(
        checks.map((one) => notRun(one, met.what)),
        plan.severities,
      )
    return await timed(
      name,
      where,
      async () => weighed(await work(), plan.severities),
      (results) => results.every(({ passed, severity }) => passed || severity === 'warning'),
    )
  })
  const [steadiness, ...results] = await Promise.all([steady, ...others])
  const once = results.flat().map((result) => ({ ...result, rounds: 1, roundsPassed: Number(result.passed) }))
  const steadyChecks = summarize(steadiness.rounds, plan.repetition.consecutive)
  const checks = [...withObstacles(steadyChecks, steadiness, once), ...once]
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

/**
 * Each obstacle is reported by one check: the certificate check if it explains the obstacle, otherwise the first affected one. The
 * other affected checks count as skipped.
 */
function withObstacles(
  checks: readonly CheckSummary[],
  { urls, obstacles }: Pick<Steadiness, 'urls' | 'obstacles'>,
  once: readonly CheckResult[],
): CheckSummary[] {
  const results = [...checks]
  for (const met of obstacles) {
    const behind = checks.flatMap((check, index) =>
      !check.passed && met.urls.includes(urls[index] ?? '') ? [index] : [],
    )
    const explained =
      met.kind === 'certificate' &&
      once.some(({ name, passed, severity }) => name === 'certificate' && !passed && severity === 'error')
    const teller = explained
      ? undefined
      : (behind.find((index) => checks[index]?.severity === 'error') ?? behind[0])
    for (const index of behind) {
      const check = checks[index] as CheckSummary
      results[index] =
        index === teller ? { ...check, got: met.what } : { ...check, ...notRun(check, met.what) }
    }
  }
  return results
}

function partsOf(plan: SmokePlan, ports: Ports, measured: (speed: Speed) => void): Part[] {
  const { certificate, dashboard, load, inside, sentry, severities, repetition } = plan
  const { clock, cancelled } = ports
  return [
    ...weighedProbes(plan.once, severities).map((probe): Part => {
      const name = probe.checks.map((check) => check.name).join(', ')
      const checks = probe.checks.map(({ severity = 'error', ...check }) => ({ ...check, severity }))
      return {
        ...{ name, checks, urls: [probe.request.url, probe.needs ?? []].flat() },
        work: () => probeResults(probe, repetition.interval, ports),
      }
    }),
    ...(certificate === undefined
      ? []
      : [
          {
            name: 'certificate',
            urls: [`https://${certificate.host}:${certificate.port}/`],
            explains: 'certificate' as const,
            checks: plannedCertificate(certificate),
            async work() {
              const started = clock.now()
              const { host, port } = certificate
              const shown = await ports.tls
                .read(host, port, cancelled)
                .catch((error: unknown) => error as Error)
              cancelled.throwIfAborted()
              const now = clock.now()
              return certificateResults(shown, certificate, now, (now - started) / 1000)
            },
          },
        ]),
    ...(dashboard === undefined
      ? []
      : [
          {
            ...{ name: 'dashboard', urls: [dashboard], checks: [plannedDashboard] },
            work: () => dashboardResults(dashboard, ports),
          },
        ]),
    ...(load === undefined
      ? []
      : [
          {
            name: `load, ${load.rate} a second`,
            urls: [load.request.url],
            checks: plannedLoad(load),
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
            work: () =>
              ports.cluster === undefined
                ? insideResults(inside, ports)
                : clusterInspection(ports.cluster, inside, ports),
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

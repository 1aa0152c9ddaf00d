import { StepFailed } from '../errors.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { duration, inlineCode, table } from '../report/markdown.ts'
import { timelineChart } from '../report/timeline.ts'
import { outside } from './check.ts'
import type { MetObstacle } from './outside/obstacles.ts'
import { servicesIn } from './outside/services.ts'
import { speedReport } from './speed/speed-report.ts'
import type { Smoke } from './together.ts'
import { type CheckSummary, streak } from './verdict.ts'

/** The table of checks in the job summary. */
export function checksTable(checks: readonly CheckSummary[]): string {
  const places = new Set(checks.map(({ where }) => where))
  const shown = places.size > 1 || !places.has(outside)
  return table(
    ['', 'Check', 'Expected', 'Got', ...(shown ? ['Where'] : []), 'Time', 'Rounds passed'],
    checks.map((check) => [
      markOf(check),
      check.name,
      inlineCode(check.expected),
      check.skipped ? 'not run' : inlineCode(check.got),
      ...(shown ? [check.where === outside ? outside : inlineCode(check.where)] : []),
      check.skipped ? '' : duration(check.seconds),
      check.skipped ? '' : `${check.roundsPassed} of ${check.rounds}`,
    ]),
  )
}

function markOf({ passed, severity, skipped }: CheckSummary): string {
  if (skipped) return '⏭️'
  return passed ? '✅' : severity === 'error' ? '❌' : '⚠️'
}

/** The job summary of a passed smoke test. */
export function smokeSummary(url: string, smoke: Smoke): string {
  const by = smoke.release === undefined ? '' : `, release ${inlineCode(smoke.release)}`
  const warned = failedOf(smoke, 'warning').length
  const warnings = warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`
  const services = servicesIn(smoke.checks.map(({ name }) => name))
  const answers = services.length === 0 ? 'answers' : `and ${services.join(', ')} answer`
  const head = `### ✅ ${url} ${answers} as expected${by}${warnings}`
  return [head, steadiness(smoke), details(smoke)].join('\n\n')
}

function steadiness({ rounds, seconds }: Smoke): string {
  return `Good rounds in a row: ${streak(rounds)}, after ${duration(seconds)}.`
}

/** The checks, the response times, and the timeline. */
function details({ checks, speed, timeline }: Smoke): string {
  return [
    checksTable(checks),
    ...(speed === undefined ? [] : [speedReport(speed)]),
    ...(timeline.length > 1 ? [timelineChart(timeline)] : []),
  ].join('\n\n')
}

/** The outputs for the next steps, of passed and failed tests. */
export function smokeOutputs(smoke: Smoke): OutputsOf<typeof smokeTest> {
  const names = (severity: 'error' | 'warning'): string =>
    [...new Set(failedOf(smoke, severity).map(({ name }) => name))].join('\n')
  // Without any answer nothing was measured.
  const speed = smoke.speed === undefined || smoke.speed.failed === smoke.speed.sent ? undefined : smoke.speed
  return {
    release: smoke.release ?? '',
    'schema-version': smoke.schemaVersion ?? '',
    'customers-affected': String(metByCustomers(smoke).length > 0),
    checks: JSON.stringify(smoke.checks.map(forOthers)),
    failed: names('error'),
    warnings: names('warning'),
    p50: speed === undefined ? '' : String(speed.p50),
    p95: speed === undefined ? '' : String(speed.p95),
    p99: speed === undefined ? '' : String(speed.p99),
  }
}

/** A check for other programs. */
export function forOthers(check: CheckSummary) {
  const { name, where, severity, expected, got, passed, skipped = false } = check
  const seconds = Math.round(check.seconds * 1000) / 1000
  return { name, where, severity, expected, got, passed, seconds, ...(skipped ? { skipped } : {}) }
}

/** The failed checks of a severity, without skipped ones. */
export function failedOf(
  { checks }: { checks: readonly CheckSummary[] },
  severity: 'error' | 'warning',
): CheckSummary[] {
  return checks.filter((check) => !check.passed && !check.skipped && check.severity === severity)
}

/** One line for a failed check: name, place, expected and actual. */
export function complaintOf({ name, where, expected, got }: CheckSummary): string {
  return `${name}${where === outside ? '' : ` on ${where}`}: expected ${expected}, got ${got}`
}

/** An obstacle with its fix; the checks inside of the servers show on which side it is. */
function obstacleText({ what, fix }: MetObstacle, { checks }: Smoke): string {
  const inside = checks.filter(({ where, severity }) => where !== outside && severity === 'error')
  const isWell = inside.length > 0 && inside.every(({ passed }) => passed)
  return `${what} ${isWell ? 'Inside, the shop is healthy. ' : ''}${fix}`
}

/** Whether a failed check reports an obstacle. */
function repeats({ got, name }: CheckSummary, { obstacles }: Smoke): boolean {
  return obstacles.some(
    ({ what, kind }) => got === what || (kind === 'certificate' && name === 'certificate'),
  )
}

/** The checks that fail although another release serves customers. */
const ofRelease = /^(health|graphql|service \S+) release$|^schema version$/

/** The failed checks that affect customers. Pure. */
export function metByCustomers(smoke: Pick<Smoke, 'checks'>): string[] {
  const names = failedOf(smoke, 'error').flatMap(({ where, name }) =>
    where === outside && !ofRelease.test(name) ? [name] : [],
  )
  return [...new Set(names)]
}

/** Which release answers, and whether customers are affected. */
function servesText(url: string, smoke: Smoke): string {
  const live = smoke.checks.find(({ name }) => name === 'live release')
  const which =
    smoke.release !== undefined
      ? `Release ${smoke.release} answers at ${url}.`
      : live !== undefined
        ? `Release ${live.got} is live on ${live.where}, and does not answer at ${url}.`
        : `No answer of ${url} names a release.`
  const met = metByCustomers(smoke)
  if (smoke.obstacles.some(({ everywhere, urls }) => everywhere && urls.some((one) => one.startsWith(url))))
    return `${which} Customers are affected: as seen from this runner, the shop does not answer there.`
  return met.length === 0
    ? `${which} Customers are not affected: what they ask for is answered.`
    : `${which} Customers are affected by what failed outside: ${met.join(', ')}.`
}

/** The error of a failed smoke test, with expected and actual of each failed check. */
export function smokeFailed(url: string, smoke: Smoke, consecutive: number): StepFailed {
  const reasons = [
    ...smoke.obstacles.map((one) => obstacleText(one, smoke)),
    ...failedOf(smoke, 'error')
      .filter((check) => !repeats(check, smoke))
      .map(complaintOf),
  ]
  const skipped = smoke.checks.flatMap((check) => (check.skipped ? [check.name] : []))
  const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`
  const what = `Smoke test of ${url} failed after ${duration(smoke.seconds)}.`
  return new StepFailed(
    'smoke-failed',
    [
      what,
      ...(reasons.length > 0 ? reasons : [steady]),
      ...(skipped.length > 0 ? [`Not run, as they would only meet the same: ${skipped.join(', ')}.`] : []),
      servesText(url, smoke),
    ].join('\n'),
    '',
    {
      report: details(smoke),
      outputs: smokeOutputs(smoke),
    },
  )
}

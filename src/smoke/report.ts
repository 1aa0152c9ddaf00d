import { StepFailed } from '../errors.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { counted, details, duration, inlineCode, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'
import { outside } from './check.ts'
import type { MetObstacle } from './outside/obstacles.ts'
import { servicesIn } from './outside/services.ts'
import { speedReport } from './speed/speed-report.ts'
import type { Smoke } from './together.ts'
import { type CheckSummary, streak } from './verdict.ts'

/** The job summary of a passed smoke test: the verdict, the warnings, and everything else in folds. */
export function smokeSummary(url: string, smoke: Smoke): string {
  const warned = failedOf(smoke, 'warning').length
  const warnings = warned === 0 ? '' : `, ${counted(warned, 'warning')}`
  const services = servicesIn(smoke.checks.map(({ name }) => name))
  const answers = services.length === 0 ? 'answers' : `and ${services.join(', ')} answer`
  const head = `### ✅ ${url} ${answers} as expected; customers are served${warnings}`
  const by = smoke.release === undefined ? [] : [`Release ${inlineCode(smoke.release)} answers.`]
  return [head, ...by, checksReport(smoke)].join('\n\n')
}

/** The checks that failed as a table, those that passed or were not run in folds, then response times and steps. */
function checksReport(smoke: Smoke): string {
  const { checks, speed, rounds, seconds } = smoke
  const failed = checks.filter(({ passed, skipped }) => !passed && skipped !== true)
  const passed = checks.filter((check) => check.passed)
  const skipped = checks.filter((check) => check.skipped === true)
  return [
    failed.length === 0 ? '' : failedTable(failed),
    `${counted(streak(rounds), 'good round')} in a row, after ${duration(seconds)}.`,
    speed === undefined ? '' : speedReport(speed),
    passed.length === 0 ? '' : details(`${counted(passed.length, 'check')} passed`, passedTable(passed)),
    skipped.length === 0 ? '' : details(`${counted(skipped.length, 'check')} not run`, skippedTable(skipped)),
    timeline(smoke.timeline),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function failedTable(checks: readonly CheckSummary[]): string {
  const several = areApart(checks)
  return table(
    ['', 'Check', 'Expected', 'Found', ...(several ? ['Where'] : [])],
    checks.map((check) => [
      check.severity === 'error' ? '❌' : '⚠️',
      check.name,
      inlineCode(check.expected),
      inlineCode(check.got),
      ...(several ? [placeOf(check)] : []),
    ]),
  )
}

function passedTable(checks: readonly CheckSummary[]): string {
  const several = areApart(checks)
  return table(
    ['', 'Check', 'Found', ...(several ? ['Where'] : []), 'Time'],
    checks.map((check) => [
      '✅',
      check.name,
      inlineCode(check.got),
      ...(several ? [placeOf(check)] : []),
      duration(check.seconds),
    ]),
  )
}

function skippedTable(checks: readonly CheckSummary[]): string {
  return table(
    ['', 'Check', 'Why'],
    checks.map(({ name, got }) => ['⏭️', name, got.replace(/^not run: /, '')]),
  )
}

function areApart(checks: readonly CheckSummary[]): boolean {
  return checks.some(({ where }) => where !== outside)
}

function placeOf({ where }: CheckSummary): string {
  return where === outside ? outside : inlineCode(where)
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
  return `${name}${where === outside ? '' : ` on ${where}`}: expected ${expected}, found ${got}`
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

/** Whether customers are affected, in a few words. */
function customersText(smoke: Smoke): string {
  const isAffected = smoke.obstacles.some(({ everywhere }) => everywhere) || metByCustomers(smoke).length > 0
  return isAffected ? 'customers are affected' : 'customers are not affected'
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
  const complaints = failedOf(smoke, 'error')
    .filter((check) => !repeats(check, smoke))
    .map(complaintOf)
  const reasons = [...smoke.obstacles.map((one) => obstacleText(one, smoke)), ...complaints]
  const skipped = smoke.checks.flatMap((check) => (check.skipped ? [check.name] : []))
  const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`
  const what = `Smoke test of ${url} failed after ${duration(smoke.seconds)}; ${customersText(smoke)}.`
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
      report: checksReport(smoke),
      reported: complaints,
      outputs: smokeOutputs(smoke),
    },
  )
}

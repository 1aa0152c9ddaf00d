import { StepFailed } from '../errors.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { duration, inlineCode, table } from '../report/markdown.ts'
import { timelineChart } from '../report/timeline.ts'
import { outside } from './check.ts'
import { speedReport } from './speed-report.ts'
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
      inlineCode(check.got),
      ...(shown ? [check.where === outside ? outside : inlineCode(check.where)] : []),
      duration(check.seconds),
      `${check.roundsPassed} of ${check.rounds}`,
    ]),
  )
}

function markOf({ passed, severity }: CheckSummary): string {
  return passed ? '✅' : severity === 'error' ? '❌' : '⚠️'
}

/** The job summary of a smoke test that passed. */
export function smokeSummary(url: string, smoke: Smoke): string {
  const by = smoke.release === undefined ? '' : `, release ${inlineCode(smoke.release)}`
  const warned = failedOf(smoke, 'warning').length
  const warnings = warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`
  const head = `### ✅ ${url} answers as expected${by}${warnings}`
  return [head, steadiness(smoke), details(smoke)].join('\n\n')
}

function steadiness({ rounds, seconds }: Smoke): string {
  return `Good rounds in a row: ${streak(rounds)}, after ${duration(seconds)}.`
}

/** The checks, how fast the answers came, and what was done at the same time. */
function details({ checks, speed, timeline }: Smoke): string {
  return [
    checksTable(checks),
    ...(speed === undefined ? [] : [speedReport(speed)]),
    ...(timeline.length > 1 ? [timelineChart(timeline)] : []),
  ].join('\n\n')
}

/** What goes on to the next steps, whether it passed or not. */
export function smokeOutputs(smoke: Smoke): OutputsOf<typeof smokeTest> {
  const names = (severity: 'error' | 'warning'): string =>
    [...new Set(failedOf(smoke, severity).map(({ name }) => name))].join('\n')
  const { speed } = smoke
  return {
    release: smoke.release ?? '',
    'schema-version': smoke.schemaVersion ?? '',
    checks: JSON.stringify(smoke.checks.map(forOthers)),
    failed: names('error'),
    warnings: names('warning'),
    p50: speed === undefined ? '' : String(speed.p50),
    p95: speed === undefined ? '' : String(speed.p95),
    p99: speed === undefined ? '' : String(speed.p99),
  }
}

/** A check as programs read it. */
export function forOthers(check: CheckSummary) {
  const { name, where, severity, expected, got, passed } = check
  return { name, where, severity, expected, got, passed, seconds: Math.round(check.seconds * 1000) / 1000 }
}

/** The checks of a severity that failed. */
export function failedOf({ checks }: Pick<Smoke, 'checks'>, severity: 'error' | 'warning'): CheckSummary[] {
  return checks.filter((check) => !check.passed && check.severity === severity)
}

/** One line of a check that failed: what, where, what was expected and what came. */
export function complaintOf({ name, where, expected, got }: CheckSummary): string {
  return `${name}${where === outside ? '' : ` on ${where}`}: expected ${expected}, got ${got}`
}

/** The error of a smoke test that failed: each check that did, with what was expected and what came. */
export function smokeFailed(url: string, smoke: Smoke, consecutive: number): StepFailed {
  const reasons = failedOf(smoke, 'error').map(complaintOf)
  const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`
  const what = `Smoke test of ${url} failed after ${duration(smoke.seconds)}.`
  return new StepFailed('smoke-failed', [what, ...(reasons.length > 0 ? reasons : [steady])].join('\n'), '', {
    report: details(smoke),
    outputs: smokeOutputs(smoke),
  })
}

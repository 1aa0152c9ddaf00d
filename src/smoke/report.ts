import { StepFailed } from '../errors.ts'
import type { OutputsOf } from '../inputs/contract.ts'
import type { smokeTest } from '../inputs/smoke-test.ts'
import { duration, inlineCode, table } from '../report/markdown.ts'
import type { Smoke } from './rounds.ts'
import { type CheckSummary, streak, summarize } from './verdict.ts'

/** The table of checks in the job summary. */
export function checksTable(checks: readonly CheckSummary[]): string {
  return table(
    ['', 'Check', 'Expected', 'Got', 'Time', 'Rounds passed'],
    checks.map(({ passed, name, expected, got, seconds, roundsPassed, rounds }) => [
      passed ? '✅' : '❌',
      name,
      inlineCode(expected),
      inlineCode(got),
      duration(seconds),
      `${roundsPassed} of ${rounds}`,
    ]),
  )
}

/** The job summary of a smoke test that passed. */
export function smokeSummary(url: string, smoke: Smoke, consecutive: number): string {
  const by = smoke.release === undefined ? '' : `, release ${inlineCode(smoke.release)}`
  const head = `### ✅ ${url} answers as expected${by}`
  const rounds = `Good rounds in a row: ${streak(smoke.rounds)}, after ${duration(smoke.seconds)}.`
  return [head, rounds, checksTable(summarize(smoke.rounds, consecutive))].join('\n\n')
}

/** What goes on to the next steps, whether it passed or not. */
export function smokeOutputs(smoke: Smoke, consecutive: number): OutputsOf<typeof smokeTest> {
  return {
    release: smoke.release ?? '',
    'schema-version': smoke.schemaVersion ?? '',
    checks: JSON.stringify(
      summarize(smoke.rounds, consecutive).map(({ name, expected, got, passed, seconds }) => ({
        name,
        expected,
        got,
        passed,
        seconds,
      })),
    ),
  }
}

/** The error of a smoke test that failed: each check that did, with what was expected and what came. */
export function smokeFailed(url: string, smoke: Smoke, consecutive: number): StepFailed {
  const checks = summarize(smoke.rounds, consecutive)
  const bad = checks.filter(({ passed }) => !passed)
  const reasons = bad.map(({ name, expected, got }) => `${name}: expected ${expected}, got ${got}`)
  const steady = `only ${streak(smoke.rounds)} of ${consecutive} good rounds in a row`
  const what = `Smoke test of ${url} failed after ${duration(smoke.seconds)}.`
  return new StepFailed('smoke-failed', [what, ...(bad.length > 0 ? reasons : [steady])].join('\n'), '', {
    report: checksTable(checks),
    outputs: smokeOutputs(smoke, consecutive),
  })
}

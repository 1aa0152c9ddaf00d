import type { HttpResponse } from '../runner/http.ts'
import type { Runner } from '../runner/runner.ts'
import { type CheckResult, judge, type Probe } from './check.ts'
import { releaseHeader } from './outside.ts'
import { readShop } from './shop.ts'
import { isGood, type Round, streak, verdict } from './verdict.ts'

/** How the checks are repeated. */
export interface Repetition {
  timeout: number
  interval: number
  consecutive: number
}

/** What all rounds together showed. */
export interface Steadiness {
  passed: boolean
  rounds: Round[]
  seconds: number
  /** What the last answers said of themselves; undefined when nothing said it. */
  release: string | undefined
  schemaVersion: string | undefined
}

/** A request that takes longer is a failed check, and the next round asks again. */
const requestSeconds = 10

/**
 * Makes all checks again and again until they hold or the time is over.
 * @param up called once the first round is good: the shop is up, whether or not it stays so
 */
export async function untilSteady(
  probes: readonly Probe[],
  { timeout, interval, consecutive }: Repetition,
  { http, clock, log, cancelled }: Pick<Runner, 'http' | 'clock' | 'log' | 'cancelled'>,
  up: () => void = () => {},
): Promise<Steadiness> {
  const started = clock.now()
  const elapsed = (): number => (clock.now() - started) / 1000
  const rounds: Round[] = []
  for (;;) {
    const timeoutSeconds = Math.max(1, Math.min(requestSeconds, timeout - elapsed()))
    const answers = await Promise.all(
      probes.map(({ request }) =>
        http.request({ ...request, timeoutSeconds, signal: cancelled }).catch(asError),
      ),
    )
    cancelled.throwIfAborted()
    const round = probes.flatMap((probe, index) => judge(probe, answers[index] ?? new Error('no answer')))
    tell(round, rounds, log)
    rounds.push(round)
    if (isGood(round)) up()
    const decision = verdict(rounds, { elapsed: elapsed() + interval, timeout, consecutive })
    if (decision !== 'again')
      return { passed: decision === 'passed', rounds, seconds: elapsed(), ...saidOf(answers) }
    await clock.sleep(interval, cancelled)
  }
}

/** One line for each change, not for each round: minutes of the same refusal are one line. */
function tell(round: Round, before: readonly Round[], log: Runner['log']): void {
  const line = lineOf(round)
  const previous = before.at(-1)
  if (previous === undefined || lineOf(previous) !== line || streak([...before, round]) > 0)
    log.info(`Round ${before.length + 1}: ${line}`)
}

function lineOf(round: Round): string {
  const bad = isGood(round) ? [] : round.filter(({ passed }) => !passed)
  if (bad.length === 0) return `all ${round.length} checks passed`
  return bad
    .map(({ name, expected, got }: CheckResult) => `${name}: expected ${expected}, got ${got}`)
    .join('; ')
}

function saidOf(answers: readonly (HttpResponse | Error)[]): Pick<Steadiness, 'release' | 'schemaVersion'> {
  const came = answers.filter((answer): answer is HttpResponse => !(answer instanceof Error))
  return {
    release: came.map(({ headers }) => headers[releaseHeader]).find((value) => value !== undefined),
    schemaVersion: came.map(({ body }) => readShop(body).schemaVersion).find((value) => value !== undefined),
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

import type { HttpResponse } from '../runner/http/http.ts'
import type { Runner } from '../runner/runner.ts'
import { type CheckResult, evaluate, type Probe } from './check.ts'
import { isBehind, type MetObstacle, obstaclesOf } from './outside/obstacles.ts'
import { releaseHeader } from './outside/probes.ts'
import { readShop } from './outside/shop.ts'
import { isGood, type Round, streak, verdict } from './verdict.ts'

/** The repetition of the checks. */
export interface Repetition {
  timeout: number
  interval: number
  consecutive: number
}

/** The result of all rounds. */
export interface Steadiness {
  passed: boolean
  rounds: Round[]
  seconds: number
  /** The release in the last answers; undefined if none named it. */
  release: string | undefined
  schemaVersion: string | undefined
  /** The URL of each check, in the order of a round. */
  urls: readonly string[]
  /** The obstacles of the last round, also those of warnings; empty without any. */
  obstacles: readonly MetObstacle[]
}

/** The timeout of a request in seconds; a failed check is repeated in the next round. */
const requestSeconds = 10

/**
 * Repeats all checks until they hold or the time is over.
 * @param up called after the first good round, with its obstacles: the shop is up, even if it does not stay up
 */
export async function untilSteady(
  probes: readonly Probe[],
  { timeout, interval, consecutive }: Repetition,
  { http, clock, log, cancelled }: Pick<Runner, 'http' | 'clock' | 'log' | 'cancelled'>,
  up: (obstacles: readonly MetObstacle[]) => void = () => {},
): Promise<Steadiness> {
  const started = clock.now()
  const elapsed = (): number => (clock.now() - started) / 1000
  const rounds: Round[] = []
  const urls = probes.flatMap(({ request, checks }) => checks.map(() => request.url))
  let before = ''
  for (;;) {
    const timeoutSeconds = Math.max(1, Math.min(requestSeconds, timeout - elapsed()))
    const answers = await Promise.all(
      probes.map(({ request }) =>
        http.request({ ...request, timeoutSeconds, signal: cancelled }).catch(asError),
      ),
    )
    cancelled.throwIfAborted()
    const asked = probes.map(({ request: { url } }, index) => ({
      url,
      answer: answers[index] ?? new Error('no answer'),
    }))
    const round = probes.flatMap((probe, index) =>
      evaluate(probe, asked[index]?.answer ?? new Error('no answer')),
    )
    const obstacles = round.every(({ passed }) => passed) ? [] : obstaclesOf(asked)
    const line = lineOf(round, urls, obstacles)
    // Logs a line for each change, not for each round: minutes of the same failure are one line.
    if (line !== before || streak([...rounds, round]) > 0) log.info(`Round ${rounds.length + 1}: ${line}`)
    before = line
    rounds.push(round)
    if (isGood(round)) up(obstacles)
    const decision = verdict(rounds, { elapsed: elapsed() + interval, timeout, consecutive })
    if (decision !== 'again')
      return {
        ...{ passed: decision === 'passed', rounds, seconds: elapsed(), ...saidOf(answers) },
        ...{ urls, obstacles },
      }
    await clock.sleep(interval, cancelled)
  }
}

function lineOf(round: Round, urls: readonly string[], obstacles: readonly MetObstacle[]): string {
  const everywhere = obstacles.filter((one) => one.everywhere)
  if (everywhere.length === 0 && isGood(round)) return `all ${round.length} checks passed`
  const bad = round.filter(
    ({ passed }, index) => !passed && !everywhere.some((one) => isBehind(one, urls[index] ?? '')),
  )
  return [
    ...everywhere.map(({ what }) => what),
    ...bad.map(({ name, expected, got }: CheckResult) => `${name}: expected ${expected}, got ${got}`),
  ].join('; ')
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

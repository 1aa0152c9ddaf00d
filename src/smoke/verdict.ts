import type { CheckResult } from './check.ts'

/** One run of all checks. */
export type Round = readonly CheckResult[]

/** The limits of the repetition, in seconds since the first round. */
export interface RoundPolicy {
  elapsed: number
  timeout: number
  /** The required good rounds in a row: with several replicas a single one may be luck. */
  consecutive: number
}

/** The verdict on the rounds so far: green, red, or one more round. */
export function verdict(rounds: readonly Round[], policy: RoundPolicy): 'passed' | 'failed' | 'again' {
  if (streak(rounds) >= policy.consecutive) return 'passed'
  return policy.elapsed < policy.timeout ? 'again' : 'failed'
}

/** Whether all errors passed; warnings do not count. */
export function isGood(round: Round): boolean {
  return round.every(({ passed, severity }) => passed || severity === 'warning')
}

/** The number of good rounds in a row at the end. */
export function streak(rounds: readonly Round[]): number {
  const lastBad = rounds.findLastIndex((round) => !isGood(round))
  return rounds.length - 1 - lastBad
}

/** The result of a check over all rounds. */
export interface CheckSummary extends CheckResult {
  roundsPassed: number
  rounds: number
}

/**
 * One line for each check. It passed if it passed in the last `consecutive` rounds; otherwise its latest failure is
 * shown, which may not be its last answer.
 */
export function summarize(rounds: readonly Round[], consecutive: number): CheckSummary[] {
  const last = rounds.at(-1) ?? []
  return last.map((latest, index) => {
    const all = rounds.flatMap((round) => round[index] ?? [])
    const shown = all.slice(-consecutive).findLast(({ passed }) => !passed) ?? latest
    return { ...shown, rounds: all.length, roundsPassed: all.filter(({ passed }) => passed).length }
  })
}

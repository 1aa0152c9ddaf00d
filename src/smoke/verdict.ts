import type { CheckResult } from './check.ts'

/** All checks, made once at the same time. */
export type Round = readonly CheckResult[]

/** How long to go on, in seconds since the first round began. */
export interface Patience {
  elapsed: number
  timeout: number
  /** Good rounds in a row that are needed: with several replicas one may be lucky. */
  consecutive: number
}

/** What the rounds so far mean: green, red, or one more round. */
export function verdict(rounds: readonly Round[], patience: Patience): 'passed' | 'failed' | 'again' {
  if (streak(rounds) >= patience.consecutive) return 'passed'
  return patience.elapsed < patience.timeout ? 'again' : 'failed'
}

/** Whether all that must hold does; warnings needn't. */
export function isGood(round: Round): boolean {
  return round.every(({ passed, severity }) => passed || severity === 'warning')
}

/** How many of the last rounds were good without a break. */
export function streak(rounds: readonly Round[]): number {
  const lastBad = rounds.findLastIndex((round) => !isGood(round))
  return rounds.length - 1 - lastBad
}

/** What a check came to over all rounds. */
export interface CheckSummary extends CheckResult {
  roundsPassed: number
  rounds: number
}

/**
 * One line for each check. It passed when it did so in the last `consecutive` rounds; if not, its latest failure is
 * shown, which in a shop that answers now so, now so needn't be the last answer.
 */
export function summarize(rounds: readonly Round[], consecutive: number): CheckSummary[] {
  const last = rounds.at(-1) ?? []
  return last.map((latest, index) => {
    const all = rounds.flatMap((round) => round[index] ?? [])
    const shown = all.slice(-consecutive).findLast(({ passed }) => !passed) ?? latest
    return { ...shown, rounds: all.length, roundsPassed: all.filter(({ passed }) => passed).length }
  })
}

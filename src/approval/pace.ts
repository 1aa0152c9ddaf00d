/** From when on (seconds since the beginning) how long a pause is: lively while people look, then ever calmer. */
const pauses = [
  { from: 0, pause: 5 },
  { from: 60, pause: 15 },
  { from: 300, pause: 30 },
  { from: 3600, pause: 75 },
] as const

/** Requests that GitHub still allows this hour. */
export interface Allowance {
  remaining: number | undefined
  limit: number | undefined
}

/**
 * Seconds until the next look: at most 138 looks in the first hour and 48 in each that follows. Shifted by a fifth at most
 * either way, so that jobs that began together don't ask together; slow when the repository's hour is nearly used up. Pure.
 * @param elapsed seconds since the request was made
 * @param chance from 0 to 1
 */
export function pauseAfter(elapsed: number, chance: number, { remaining, limit }: Allowance): number {
  const usual = pauses.findLast(({ from }) => elapsed >= from)?.pause ?? 5
  const nearlyUsedUp = remaining !== undefined && limit !== undefined && remaining < limit / 10
  return (nearlyUsedUp ? 120 : usual) * (0.8 + 0.4 * chance)
}

/** The polling intervals in seconds, by the seconds since the start: short at first, then longer. */
const pauses = [
  { from: 0, pause: 5 },
  { from: 60, pause: 15 },
  { from: 300, pause: 30 },
  { from: 3600, pause: 75 },
] as const

/** The remaining API requests of this hour. */
export interface Allowance {
  remaining: number | undefined
  limit: number | undefined
}

/**
 * Seconds until the next poll: at most 138 polls in the first hour and 48 in each later one. Varied by up to a fifth
 * in both directions, so that jobs that started together do not poll together; slow if the hourly limit is nearly used up. Pure.
 * @param elapsed seconds since the request was made
 * @param chance from 0 to 1
 */
export function pauseAfter(elapsed: number, chance: number, { remaining, limit }: Allowance): number {
  const usual = pauses.findLast(({ from }) => elapsed >= from)?.pause ?? 5
  const nearlyUsedUp = remaining !== undefined && limit !== undefined && remaining < limit / 10
  return (nearlyUsedUp ? 120 : usual) * (0.8 + 0.4 * chance)
}

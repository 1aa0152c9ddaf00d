import { inflateSync } from 'node:zlib'
import { type HistoryLine, standing } from './history.ts'
import { reverseMark } from './reverse-script.ts'

/** What the newer code says about going back to an older schema. */
export interface ReversePlan {
  /** The migrations that are taken back, in this order. */
  plan: { name: string; operations: string[]; oneWay: string[] }[]
  /** Newest migrations of the target that the newer code does not have. */
  unknown: string[]
  /** What the target needs and the database does not have. */
  missing: string[]
  /** What is applied and the newer code does not have: left by an older version, or by a deploy that failed later. */
  strange: string[]
  /** PostgreSQL's version number and the bytes that the database takes; not told for another database. */
  serverVersion?: number
  bytes?: number
}

/** Finds the script's line; undefined when it isn't there. */
export function readReversePlan(output: string): ReversePlan | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith(reverseMark))
  if (line === undefined) return undefined
  try {
    return JSON.parse(
      String(inflateSync(Buffer.from(line.slice(reverseMark.length), 'base64'))),
    ) as ReversePlan
  } catch {
    // Cut off on the way.
    return undefined
  }
}

/**
 * What stands in the way of reversing, app by app, each as a line; none when it can be done.
 * @param target the id of the release that is gone back to
 */
export function reverseObstacles(
  { plan, unknown, missing, strange }: ReversePlan,
  target: string,
  history: readonly HistoryLine[],
): string[] {
  const there = standing(history)
  const foreign = strange.flatMap((name) => {
    const from = there.get(name)
    return from !== undefined && from.release > target
      ? [`${name}: ${from.release} applied it, and the code of the live release does not know it`]
      : []
  })
  return [
    ...plan.flatMap(({ name, oneWay }) => oneWay.map((one) => `${name}: "${one}" can not be reversed`)),
    ...unknown.map((name) => `${name}: the newer code does not have it any more (squashed or removed)`),
    ...missing.map((name) => `${name}: the target needs it, and the database does not have it`),
    ...foreign,
  ].sort()
}

/** Which of the migrations were taken back, from the lines of a reversal that failed. */
export function reversedSoFar(output: string): string[] {
  return [...output.matchAll(/Unapplying (\S+?)\.\.\. OK/g)].map(([, name = '']) => name)
}

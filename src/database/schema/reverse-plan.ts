import { inflateSync } from 'node:zlib'
import { type HistoryLine, standing } from './history.ts'
import { reverseMark } from './reverse-script.ts'

/** The answer of the newer code on a reversal to an older schema. */
export interface ReversePlan {
  /** The migrations to reverse, in this order. */
  plan: { name: string; operations: string[]; oneWay: string[] }[]
  /** The newest migrations of the target that the newer code lacks. */
  unknown: string[]
  /** Migrations that the target needs and the database lacks. */
  missing: string[]
  /** Applied migrations that the newer code lacks: left by an older version, or by a deploy that failed later. */
  strange: string[]
  /** PostgreSQL's version number and the size of the database in bytes; absent for another database. */
  serverVersion?: number
  bytes?: number
}

/** Finds the script's line; undefined if there is none. */
export function readReversePlan(output: string): ReversePlan | undefined {
  const line = output.split('\n').findLast((one) => one.startsWith(reverseMark))
  if (line === undefined) return undefined
  try {
    return JSON.parse(
      String(inflateSync(Buffer.from(line.slice(reverseMark.length), 'base64'))),
    ) as ReversePlan
  } catch {
    // The output was truncated.
    return undefined
  }
}

/**
 * The reasons against a reversal, app by app, one per line; empty if it is possible.
 * @param target the id of the release to go back to
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

/** The reversed migrations, from the output of a failed reversal. */
export function reversedSoFar(output: string): string[] {
  return [...output.matchAll(/Unapplying (\S+?)\.\.\. OK/g)].map(([, name = '']) => name)
}

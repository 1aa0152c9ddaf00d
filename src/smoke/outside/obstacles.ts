import type { HttpResponse } from '../../runner/http/http.ts'
import { type Obstacle, obstacleOf } from '../../runner/http/obstacle.ts'
import { type CheckResult, outside, type Severity } from '../check.ts'

/** An obstacle, and the affected requests. */
export interface MetObstacle extends Obstacle {
  urls: readonly string[]
  /** Whether it affected all requests of the round to that place, and so a whole site. */
  everywhere: boolean
}

/** A request of a round and its answer. */
export interface Asked {
  url: string
  answer: HttpResponse | Error
}

/** The obstacles of a round's requests, each cause once. Pure. */
export function obstaclesOf(asked: readonly Asked[]): MetObstacle[] {
  const found = new Map<string, MetObstacle>()
  for (const { url, answer } of asked) {
    const obstacle = obstacleOf(url, answer)
    if (obstacle === undefined) continue
    const urls = [...(found.get(obstacle.what)?.urls ?? []), url]
    const there = asked.filter((one) => isSamePlace(obstacle.kind, url, one.url))
    found.set(obstacle.what, { ...obstacle, urls, everywhere: urls.length >= there.length })
  }
  return [...found.values()]
}

/** Whether the obstacle affects a request. Pure. */
export function isBehind({ kind, urls, everywhere }: MetObstacle, url: string): boolean {
  return everywhere ? urls.some((one) => isSamePlace(kind, one, url)) : urls.includes(url)
}

function isSamePlace(kind: Obstacle['kind'], one: string, other: string): boolean {
  const [met, asked] = [new URL(one), new URL(other)]
  return kind === 'host' ? met.hostname === asked.hostname : met.origin === asked.origin
}

/** A check before it is made. */
export interface PlannedCheck {
  name: string
  severity: Severity
  expected: string
}

/** Skips a check that would only repeat another failure; a skipped check never counts as passed. */
export function notRun(check: PlannedCheck, because: string): CheckResult {
  const { name, severity, expected } = check
  return {
    ...{ name, severity, expected, where: outside, passed: false, skipped: true, seconds: 0 },
    got: `not run: ${because}`,
  }
}

import type { Shot } from '../runner/load.ts'
import { type CheckResult, outside } from './check.ts'

/** How fast the shop answered under a small steady load; milliseconds. */
export interface Speed {
  sent: number
  failed: number
  /** The first few ways in which requests failed, each once. */
  failures: string[]
  p50: number
  p95: number
  p99: number
  longest: number
  /** How many answers came within each span of time. */
  spans: { upTo: number; count: number }[]
  rate: number
}

/** What is too slow, in milliseconds; undefined is never. */
export interface SpeedLimits {
  'max-p50': number | undefined
  'max-p95': number | undefined
  'max-p99': number | undefined
}

/** The spans of the plot: half as wide again as fine where shops usually are. */
const edges = [10, 25, 50, 100, 200, 350, 500, 1000, 2000, 5000]

/** Counts what came of a load. Answers other than 2xx are failures, and so is none; times are those of the answers. */
export function speedOf(shots: readonly Shot[], rate: number): Speed {
  const answered = shots.filter(({ status }) => status !== undefined && status >= 200 && status <= 299)
  const failed = shots.filter((shot) => !answered.includes(shot))
  const times = answered.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)
  const longest = times.at(-1) ?? 0
  const shown = [...edges.filter((edge) => edge < longest), edges.find((edge) => edge >= longest) ?? Infinity]
  return {
    sent: shots.length,
    failed: failed.length,
    failures: [...new Set(failed.map(({ status, error }) => error ?? String(status)))].slice(0, 3),
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    p99: percentile(times, 99),
    longest: Math.round(longest),
    spans: shown.map((upTo, index) => ({
      upTo,
      count: times.filter((time) => time <= upTo && time > (shown[index - 1] ?? -1)).length,
    })),
    rate,
  }
}

/** The time within which so many percent were answered (nearest rank), in whole milliseconds; 0 when nothing was. */
export function percentile(sorted: readonly number[], percent: number): number {
  return Math.round(sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0)
}

/** Whether it was fast enough, and whether everything was answered. */
export function speedResults(speed: Speed, limits: SpeedLimits, seconds: number): CheckResult[] {
  const { sent, failed, failures, p50, p95, p99, rate } = speed
  const measured = { p50, p95, p99 }
  const asked = (['p50', 'p95', 'p99'] as const).flatMap((name) => {
    const limit = limits[`max-${name}`]
    return limit === undefined ? [] : [{ name, limit }]
  })
  const slow = asked.filter(({ name, limit }) => measured[name] > limit)
  const answered = sent - failed
  // A limit in front that takes the runner for too eager says nothing of the shop.
  const onlyLimited = failures.length > 0 && failures.every((failure) => failure === '429')
  return [
    {
      ...{ name: 'load', where: outside, severity: onlyLimited ? 'warning' : 'error', seconds },
      expected: `all of ${sent} requests answered with 2xx, ${rate} a second`,
      passed: failed === 0,
      got: failed === 0 ? `all ${sent}` : `${failed} of ${sent} were not: ${failures.join(', ')}`,
    },
    {
      ...{ name: 'response time', where: outside, severity: 'warning', seconds },
      expected: asked.map(({ name, limit }) => `${name} ≤ ${limit} ms`).join(', ') || 'anything',
      passed: slow.length === 0 && answered > 0,
      got: answered === 0 ? 'no answer' : `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
    },
  ]
}

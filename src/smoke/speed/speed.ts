import type { Shot } from '../../runner/http/load.ts'
import { type CheckResult, outside } from '../check.ts'
import { notRun, type PlannedCheck } from '../outside/obstacles.ts'

/** The response times under a small steady load, in milliseconds. */
export interface Speed {
  sent: number
  failed: number
  /** The first few distinct failures. */
  failures: string[]
  p50: number
  p95: number
  p99: number
  longest: number
  /** The histogram of response times. */
  spans: { upTo: number; count: number }[]
  rate: number
}

/** The limits in milliseconds; undefined for none. */
export interface SpeedLimits {
  'max-p50': number | undefined
  'max-p95': number | undefined
  'max-p99': number | undefined
}

/** The edges of the histogram, finer at usual response times. */
const edges = [10, 25, 50, 100, 200, 350, 500, 1000, 2000, 5000]

/** Counts the results of a load. Anything but a 2xx answer is a failure; times are those of the answers. */
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

/** The percentile (nearest rank) in whole milliseconds; 0 without answers. */
export function percentile(sorted: readonly number[], percent: number): number {
  return Math.round(sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0)
}

/** The checks of a load, before any request. */
export function plannedLoad({ rate, seconds, limits }: Planned): [PlannedCheck, PlannedCheck] {
  const sent = Math.max(1, Math.round(rate * seconds))
  const times = limitsOf(limits).map(({ name, limit }) => `${name} ≤ ${limit} ms`)
  return [
    {
      ...{ name: 'load', severity: 'error' },
      expected: `all of ${sent} requests answered with 2xx, ${rate} a second`,
    },
    { name: 'response time', severity: 'warning', expected: times.join(', ') || 'anything' },
  ]
}

interface Planned {
  rate: number
  seconds: number
  limits: SpeedLimits
}

function limitsOf(limits: SpeedLimits) {
  return (['p50', 'p95', 'p99'] as const).flatMap((name) => {
    const limit = limits[`max-${name}`]
    return limit === undefined ? [] : [{ name, limit }]
  })
}

/** Checks the response times against their limits, and that every request was answered. */
export function speedResults(speed: Speed, limits: SpeedLimits, seconds: number): CheckResult[] {
  const { sent, failed, failures, p50, p95, p99, rate } = speed
  const measured = { p50, p95, p99 }
  const [answers, times] = plannedLoad({ rate, seconds: sent / rate, limits })
  const slow = limitsOf(limits).filter(({ name, limit }) => measured[name] > limit)
  const answered = sent - failed
  // A rate limit in front says nothing about the shop.
  const onlyLimited = failures.length > 0 && failures.every((failure) => failure === '429')
  return [
    {
      ...{ ...answers, where: outside, severity: onlyLimited ? 'warning' : 'error', seconds },
      passed: failed === 0,
      got:
        failed === 0 ? `all ${sent} were answered` : `${failed} of ${sent} were not: ${failures.join(', ')}`,
    },
    answered === 0
      ? notRun(times, 'no answer could be measured')
      : {
          ...{ ...times, where: outside, seconds, passed: slow.length === 0 },
          got: `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`,
        },
  ]
}

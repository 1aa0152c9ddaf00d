/** HAProxy's counters for one slot since the edge started, from `show stat`. */
export interface SlotStatistics {
  /** Prefixed with its backend (`web-storefront/s1`), except for web. */
  slot: string
  /** UP, DOWN, DRAIN, MAINT, sometimes with a suffix: `UP 1/3`, `MAINT (resolution)`. */
  status: string
  /** The last health check's result: `L7OK 200`, `L4CON`. */
  check: string
  /** Requests in flight. */
  sessions: number
  /** Responses of any class, and requests without a response. A response that was cut off counts as both. */
  requests: number
  /** Responses 5xx, failed connections, and responses that were missing or cut off. */
  failed: number
}

/** Requests and failures of one release's slots over some time. */
export interface Counted {
  requests: number
  failed: number
}

/** Below this number one failure would already exceed the limit, so nothing is decided. */
const enoughRequests = 20

const classes = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'] as const

/**
 * Parses the servers in `show stat`. Columns are found by name, as each version of HAProxy adds some.
 * https://docs.haproxy.org/2.6/management.html#9.1
 */
export function parseStatistics(csv: string): SlotStatistics[] {
  const [header = '', ...rows] = csv.trim().split('\n')
  const names = header.replace(/^# /, '').split(',')
  return rows
    .filter((row) => row.includes(','))
    .map((row) => {
      const cells = row.split(',')
      const cell = (name: string): string => cells[names.indexOf(name)] ?? ''
      const number = (name: string): number => Number(cell(name))
      const unanswered = number('econ') + number('eresp')
      return {
        slot: cell('pxname') === 'web' ? cell('svname') : `${cell('pxname')}/${cell('svname')}`,
        status: cell('status'),
        check: `${cell('check_status')} ${cell('check_code')}`.trim(),
        sessions: number('scur'),
        requests: classes.reduce((sum, name) => sum + number(name), unanswered),
        failed: number('hrsp_5xx') + unanswered,
      }
    })
}

/** Counts these slots' requests between two readings; after a restart of the edge, only those since then. */
export function countedSince(
  before: readonly SlotStatistics[],
  now: readonly SlotStatistics[],
  slots: readonly string[],
): Counted {
  const counted = { requests: 0, failed: 0 }
  for (const { slot, requests, failed } of now.filter((one) => slots.includes(one.slot))) {
    const base = before.find((one) => one.slot === slot)
    const isNew = base === undefined || requests < base.requests || failed < base.failed
    counted.requests += isNew ? requests : requests - base.requests
    counted.failed += isNew ? failed : failed - base.failed
  }
  return counted
}

/** The first of these slots that gets no requests, because its health check failed or its name does not resolve. */
export function downOf(now: readonly SlotStatistics[], slots: readonly string[]): SlotStatistics | undefined {
  return now.find(({ slot, status }) => slots.includes(slot) && /^(DOWN|MAINT)/.test(status))
}

/** Says why the failures exceed the limit; undefined while they don't, or while there are too few requests to decide. */
export function tooManyFailed(counted: Counted, maxPercent: number): string | undefined {
  const { requests, failed } = counted
  if (requests < enoughRequests || failed * 100 <= maxPercent * requests) return undefined
  return `${shareFailed(counted)} of ${requests} requests failed (5xx), more than ${maxPercent} %`
}

/** Formats the failed share for people, `0.0 %` without requests. */
export function shareFailed({ requests, failed }: Counted): string {
  return `${((failed * 100) / Math.max(requests, 1)).toFixed(1)} %`
}

/** What the edge counted for one slot since it was started, from HAProxy's `show stat`. */
export interface SlotStatistics {
  slot: string
  /** UP, DOWN, DRAIN, MAINT, also with words behind it: `UP 1/3`, `MAINT (resolution)`. */
  status: string
  /** What the last health check said: `L7OK 200`, `L4CON`. */
  check: string
  /** Requests that are there now. */
  sessions: number
  /** Answers of any class, and requests that got none. One that was cut off in the middle counts as both. */
  requests: number
  /** Answers 5xx, connections that could not be made, and answers that did not come or were cut off. */
  failed: number
}

/** What the slots of one release answered within some time. */
export interface Counted {
  requests: number
  failed: number
}

/** So few requests tell nothing: one that failed would be too much. */
const enoughRequests = 20

const classes = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'] as const

/**
 * Reads `show stat` for servers. Columns go by their names, as each version of HAProxy adds some.
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
        slot: cell('svname'),
        status: cell('status'),
        check: `${cell('check_status')} ${cell('check_code')}`.trim(),
        sessions: number('scur'),
        requests: classes.reduce((sum, name) => sum + number(name), unanswered),
        failed: number('hrsp_5xx') + unanswered,
      }
    })
}

/** What these slots answered between two looks; where the edge was restarted in between, since then. */
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

/** The first of these slots that the edge sends nothing to, because its health check failed or its name is gone. */
export function downOf(now: readonly SlotStatistics[], slots: readonly string[]): SlotStatistics | undefined {
  return now.find(({ slot, status }) => slots.includes(slot) && /^(DOWN|MAINT)/.test(status))
}

/** Why these are too many failures, or undefined while they are not, or while there are too few requests to tell. */
export function tooManyFailed(counted: Counted, maxPercent: number): string | undefined {
  const { requests, failed } = counted
  if (requests < enoughRequests || failed * 100 <= maxPercent * requests) return undefined
  return `${shareFailed(counted)} of ${requests} requests failed (5xx), more than ${maxPercent} %`
}

/** The share that failed as people read it, `0.0 %` when there were none. */
export function shareFailed({ requests, failed }: Counted): string {
  return `${((failed * 100) / Math.max(requests, 1)).toFixed(1)} %`
}

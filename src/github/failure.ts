/** The kinds of a failed API call. */
export type FailureKind = 'limited' | 'unavailable' | 'refused' | 'missing' | 'conflict' | 'invalid'

/** GitHub gave no usable answer. An API error is never a decision. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError'
  readonly kind: FailureKind
  /** 0 when there was no answer at all. */
  readonly status: number
  /** Seconds until a retry makes sense; undefined if no retry helps. */
  readonly wait: number | undefined

  constructor(kind: FailureKind, status: number, what: string, wait?: number) {
    super(what)
    this.kind = kind
    this.status = status
    this.wait = wait
  }
}

/** The raw answer of a failed call. */
export interface Failed {
  /** 0 for no answer. */
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | number | undefined>>
  message: string
}

/** The meaning of a failed call. */
export interface Failure {
  kind: FailureKind
  /** Seconds until a retry makes sense; undefined if no retry helps. */
  wait: number | undefined
  /** Whether GitHub may have carried out the call nevertheless. */
  uncertain: boolean
}

const longestBackOff = 60

/**
 * Classifies a failed call. Pure.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately
 * @param count the number of failures in a row, from 1
 * @param now milliseconds since 1970
 */
export function classify(failed: Failed, count: number, now: number): Failure {
  const { status, headers } = failed
  const asked = seconds(headers['retry-after'])
  if (isLimit(failed)) {
    const reset = seconds(headers['x-ratelimit-reset'])
    const untilReset =
      headers['x-ratelimit-remaining']?.toString() === '0' && reset !== undefined
        ? Math.max(1, Math.ceil(reset - now / 1000) + 1)
        : undefined
    // Secondary limits: at least a minute, then exponentially longer.
    const wait = asked ?? untilReset ?? longestBackOff * 2 ** (count - 1)
    return { kind: 'limited', wait, uncertain: false }
  }
  if (status === 0 || status === 408 || status >= 500) {
    const wait = asked ?? Math.min(longestBackOff, 2 ** (count - 1))
    return { kind: 'unavailable', wait, uncertain: true }
  }
  return { kind: kindOf(status), wait: undefined, uncertain: false }
}

/** 403 means three things: no permission, the hourly limit is used up, or too many requests at once. */
function isLimit({ status, headers, message }: Failed): boolean {
  if (status === 429) return true
  if (status !== 403) return false
  return (
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining']?.toString() === '0' ||
    /secondary rate limit|rate limit exceeded|abuse detection/i.test(message)
  )
}

function kindOf(status: number): FailureKind {
  if (status === 401 || status === 403) return 'refused'
  // 301: the repository was renamed or moved; 410: issues are switched off.
  if (status === 404 || status === 410 || status === 301) return 'missing'
  return status === 409 ? 'conflict' : 'invalid'
}

function seconds(header: string | number | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(String(header)) ? Number(header) : undefined
}

const verbs: Record<FailureKind, string> = {
  limited: 'has no more requests for us for',
  unavailable: 'did not answer',
  refused: 'refused',
  missing: 'has nothing at',
  conflict: 'is in conflict over',
  invalid: 'did not understand',
}

/**
 * The message of a failure, with the missing permission if GitHub names it. Pure.
 * @param call `POST /repos/org/shop/deployments`
 */
export function explain(call: string, kind: FailureKind, { status, headers, message }: Failed): string {
  const reason = message.replace(/ - https:\/\/docs\.github\S*$/, '').trim()
  const answer = `GitHub ${verbs[kind]} ${call}${status === 0 ? '' : ` (${status})`}: ${reason}`
  const needed = headers['x-accepted-github-permissions']
  if (status !== 403 || kind !== 'refused' || needed === undefined) return answer
  return `${answer}. The token needs ${String(needed).replaceAll('=', ': ')}`
}

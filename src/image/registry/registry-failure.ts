/** The kinds of a registry's failure. */
export type FailureKind = 'rate-limited' | 'refused' | 'missing' | 'transient' | 'unknown'

/** A failure, and the requested waiting time, if the registry named one. */
export interface Failure {
  kind: FailureKind
  waitSeconds?: number
}

/** The rules for messages of docker, buildx, skopeo and our own HTTP; the first match wins. */
const rules: readonly [FailureKind, RegExp][] = [
  ['rate-limited', /\b429\b|too ?many ?requests|rate limit/i],
  [
    'refused',
    /\b40[13] [A-Z]|status(?: code)?:? 40[13]\b|unauthorized|denied|forbidden|authentication required|no basic auth|insufficient_scope|incorrect username/i,
  ],
  [
    'missing',
    /\b404 [A-Z]|status(?: code)?:? 404\b|name unknown|NAME_UNKNOWN|repository name not known|not found/i,
  ],
  [
    'transient',
    /\b(?:408|5\d\d) [A-Z]|status(?: code)?:? (?:408|5\d\d)\b|connection (?:reset|refused|timed out)|ECONN(?:RESET|REFUSED|ABORTED)|ETIMEDOUT|EPIPE|EAI_AGAIN|broken pipe|\bEOF\b|i\/o timeout|handshake timeout|Client\.Timeout|deadline exceeded|timed? ?out|no answer within|no route to host|network is unreachable|temporary failure|server misbehaving|closed network connection|connection lost|GOAWAY|stream error|request canceled|socket hang up|other side closed|terminated|blob upload (?:unknown|invalid)/i,
  ],
]

/** Classifies the failure in a program's output. */
export function classifyFailure(text: string): Failure {
  const kind = rules.find(([, pattern]) => pattern.test(text))?.[0] ?? 'unknown'
  const wait = kind === 'rate-limited' ? waitingTime(text) : undefined
  return wait === undefined ? { kind } : { kind, waitSeconds: wait }
}

/** A `Retry-After` header: seconds, or a date. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined || header === '') return undefined
  if (/^\d+$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000))
}

/** GitHub's registry says "retry-after: 1.016517ms, allowed: 44000/minute" in its message. */
function waitingTime(text: string): number | undefined {
  const [, number, unit] = /retry-?\s?after:?\s*([\d.]+)\s*(µs|us|ms|s|m|h)?/i.exec(text) ?? []
  if (number === undefined) return undefined
  const seconds = { µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 }[unit?.toLowerCase() ?? 's'] ?? 1
  return Math.max(1, Math.ceil(Number(number) * seconds))
}

/** Seconds before the next attempt (the first failed one is 1): the registry's time, else 2, 4, 8 … up to a minute. */
export function backOff(failed: number, { kind, waitSeconds }: Failure): number {
  if (waitSeconds !== undefined) return waitSeconds
  return Math.min(60, 2 ** failed * (kind === 'rate-limited' ? 5 : 1))
}

/** Only transient failures are retried; an unknown failure is shown at once. */
export function isTransient({ kind }: Failure): boolean {
  return kind === 'transient' || kind === 'rate-limited'
}

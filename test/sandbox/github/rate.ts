import type { Token } from './access.ts'

/** What a token may still ask within the hour, as `/rate_limit` and every answer's headers tell it. */
export function rateOf(token: Token): { limit: number; used: number; remaining: number; reset: number } {
  const used = Math.min(token.used, token.limit)
  // The window ends with the clock's hour, which is near enough to GitHub's sliding one.
  const reset = Math.ceil((Date.now() + 1000) / 3_600_000) * 3600
  return { limit: token.limit, used, remaining: token.limit - used, reset }
}

/** The headers that go with it. */
export function rateHeaders(token: Token): Record<string, string> {
  const { limit, used, remaining, reset } = rateOf(token)
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-used': String(used),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
  }
}

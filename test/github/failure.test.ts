import { expect, it } from 'vitest'
import { classify, explain, type Failed } from '../../src/github/failure.ts'

const now = Date.UTC(2026, 0, 1)
const failed = (status: number, headers: Failed['headers'] = {}, message = ''): Failed => ({
  status,
  headers,
  message,
})
const inTenSeconds = String(now / 1000 + 10)

it.each<[string, Failed, number, object]>([
  ['429', failed(429), 1, { kind: 'limited', wait: 60 }],
  ['429, again', failed(429), 3, { kind: 'limited', wait: 240 }],
  ['429 with a time', failed(429, { 'retry-after': '7' }), 2, { kind: 'limited', wait: 7 }],
  [
    'the hour is used up',
    failed(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenSeconds }),
    1,
    { kind: 'limited', wait: 11 },
  ],
  [
    'the reset is past, by a clock that goes fast',
    failed(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' }),
    1,
    { kind: 'limited', wait: 1 },
  ],
  [
    'too much at once',
    failed(
      403,
      { 'x-ratelimit-remaining': '900', 'x-ratelimit-reset': inTenSeconds },
      'You have exceeded a secondary rate limit.',
    ),
    1,
    { kind: 'limited', wait: 60 },
  ],
  ['no permission', failed(403, { 'x-ratelimit-remaining': '900' }), 1, { kind: 'refused', wait: undefined }],
  ['no answer', failed(0), 4, { kind: 'unavailable', wait: 8, uncertain: true }],
  ['503 for long', failed(503), 20, { kind: 'unavailable', wait: 60, uncertain: true }],
  ['408', failed(408), 1, { kind: 'unavailable', wait: 1, uncertain: true }],
  ['401', failed(401), 1, { kind: 'refused', wait: undefined }],
  ['404', failed(404), 1, { kind: 'missing', wait: undefined }],
  ['409', failed(409), 1, { kind: 'conflict', wait: undefined }],
  ['422', failed(422), 1, { kind: 'invalid', wait: undefined, uncertain: false }],
])('An API failure is classified: %s', (_, failure, count, judgement) => {
  expect(classify(failure, count, now)).toMatchObject(judgement)
})

it('The message leaves out the address of the documentation', () => {
  const said = failed(
    404,
    {},
    'Not Found - https://docs.github.com/rest/deployments/deployments#get-a-deployment',
  )
  expect(explain('GET /repos/org/shop/deployments/1', 'missing', said)).toBe(
    'GitHub has nothing at GET /repos/org/shop/deployments/1 (404): Not Found',
  )
})

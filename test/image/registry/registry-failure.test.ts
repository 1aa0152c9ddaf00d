import { describe, expect, test } from 'vitest'
import {
  backOff,
  classifyFailure,
  isTransient,
  retryAfter,
} from '../../../src/image/registry/registry-failure.ts'

/** What docker, buildx, skopeo and Node really say. */
describe('the kind of a failure', () => {
  test.each([
    [
      'refused',
      'Error response from daemon: login attempt to http://localhost:5000/v2/ failed with status: 401 Unauthorized',
    ],
    [
      'refused',
      'push access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
    ],
    ['refused', 'denied: requested access to the resource is denied'],
    ['refused', 'denied: permission_denied: write_package'],
    [
      'refused',
      'unexpected status from HEAD request to https://ghcr.io/v2/b/blobs/sha256:13fa: 403 Forbidden',
    ],
    [
      'refused',
      'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    ],
    ['refused', 'status 401: {"errors":[]}'],
    ['refused', 'insufficient_scope: authorization failed'],
    [
      'missing',
      "name unknown: The repository with name 'shop' does not exist in the registry with id '1234'",
    ],
    ['missing', 'ERROR: localhost:5055/a/nix:1: not found'],
    ['missing', 'status 404: {"errors":[{"code":"NAME_UNKNOWN"}]}'],
    [
      'rate-limited',
      'unexpected status from PUT request to https://r/v2/a/manifests/1: 429 Too Many Requests',
    ],
    ['rate-limited', 'toomanyrequests: You have reached your pull rate limit.'],
    ['rate-limited', 'status 429: denied for now'],
    [
      'transient',
      'failed to do request: Head "https://localhost:5056/v2/a": dial tcp 127.0.0.1:5056: connect: connection refused',
    ],
    ['transient', 'received unexpected HTTP status: 503 Service Unavailable'],
    ['transient', 'unexpected status from HEAD request to http://r/v2/b/blobs/sha256:13fa: 502 Bad Gateway'],
    ['transient', 'status 500: oops'],
    ['transient', 'write tcp 10.0.0.1:1->10.0.0.2:443: write: connection reset by peer'],
    ['transient', 'write: broken pipe'],
    ['transient', 'Head "https://registry-1.docker.io/v2/x/manifests/latest": EOF'],
    ['transient', 'net/http: TLS handshake timeout'],
    ['transient', 'dial tcp: lookup r on 127.0.0.53:53: read udp 127.0.0.1:1->127.0.0.53:53: i/o timeout'],
    ['transient', 'net/http: request canceled (Client.Timeout exceeded while awaiting headers)'],
    ['transient', 'GET https://r/v2/: no answer within 30 s'],
    ['transient', 'GET https://r/v2/: connect ECONNREFUSED 127.0.0.1:5000'],
    ['transient', 'GET https://r/v2/: getaddrinfo EAI_AGAIN r'],
    ['unknown', 'dial tcp: lookup registry.nowhere.example on 10.0.0.1:53: no such host'],
    ['unknown', 'tag does not exist: localhost:5055/a/shop:nope'],
    ['unknown', 'http: server gave HTTP response to HTTPS client'],
    ['unknown', 'x509: certificate signed by unknown authority'],
    ['unknown', 'pushed sha256:503a429b404c to localhost:5030'],
  ])('The failure of a registry is classified: %s: %s', (kind, text) => {
    expect(classifyFailure(text).kind).toBe(kind)
  })

  test.each([
    ['toomanyrequests: retry-after: 1.016517ms, allowed: 44000/minute', 1],
    ['429 Too Many Requests, Retry-After: 12', 12],
    ['toomanyrequests: retry-after: 2m', 120],
    ['429 Too Many Requests', undefined],
    ['503 Service Unavailable retry-after: 9', undefined],
  ])('The waiting time is read from %s', (text, seconds) => {
    expect(classifyFailure(text).waitSeconds).toBe(seconds)
  })
})

describe('the waiting time', () => {
  test('The waiting time doubles, and is longer for a rate limit without a time', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((n) => backOff(n, { kind: 'transient' }))).toEqual([
      2, 4, 8, 16, 32, 60, 60,
    ])
    expect([1, 2, 3].map((n) => backOff(n, { kind: 'rate-limited' }))).toEqual([10, 20, 40])
    expect(backOff(1, { kind: 'rate-limited', waitSeconds: 17 })).toBe(17)
  })

  test('Only transient failures are retried', () => {
    expect(
      (['transient', 'rate-limited', 'refused', 'missing', 'unknown'] as const).map((kind) =>
        isTransient({ kind }),
      ),
    ).toEqual([true, true, false, false, false])
  })

  test('The Retry-After header is read in both its forms', () => {
    const now = Date.UTC(2026, 0, 1)
    expect(retryAfter('7', now)).toBe(7)
    expect(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30)
    expect(retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
    expect([retryAfter(undefined, now), retryAfter('soon', now)]).toEqual([undefined, undefined])
  })
})

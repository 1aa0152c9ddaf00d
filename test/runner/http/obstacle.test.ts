import { describe, expect, it } from 'vitest'
import { NoAnswer } from '../../../src/runner/http/no-answer.ts'
import { obstacleOf } from '../../../src/runner/http/obstacle.ts'

const url = 'https://shop.example.com/graphql/'
const unanswered = (code: string) => obstacleOf(url, new NoAnswer(`POST ${url}: it failed`, code))
const answered = (status: number, headers: Record<string, string> = {}, body = '', asked = url) =>
  obstacleOf(asked, { status, headers, body, seconds: 0.01 })

describe('an obstacle before the site', () => {
  it.each([
    ['ECONNREFUSED', 'port', 'Nothing listens on port 443 of shop.example.com (ECONNREFUSED).'],
    ['ENOTFOUND', 'host', 'The name shop.example.com does not resolve (ENOTFOUND).'],
    ['EAI_AGAIN', 'host', 'The name server of the runner gives no answer for shop.example.com (EAI_AGAIN).'],
    ['EHOSTUNREACH', 'host', 'There is no route from the runner to shop.example.com (EHOSTUNREACH).'],
    ['ENETUNREACH', 'host', 'There is no route from the runner to shop.example.com (ENETUNREACH).'],
    ['TIMEOUT', 'port', 'Port 443 of shop.example.com gives no answer in time (TIMEOUT).'],
    ['UND_ERR_CONNECT_TIMEOUT', 'port', 'Port 443 of shop.example.com gives no answer in time'],
    [
      'ECONNRESET',
      'port',
      'Port 443 of shop.example.com closes the connection without an answer (ECONNRESET).',
    ],
    ['UND_ERR_SOCKET', 'port', 'closes the connection without an answer'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'port', 'Port 443 of shop.example.com answers, but not with TLS'],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'port', 'ends the TLS handshake'],
    ['HTTPParserError', 'port', 'What answers on port 443 of shop.example.com is no HTTP.'],
    ['CERT_HAS_EXPIRED', 'certificate', 'is not trusted: it has expired (CERT_HAS_EXPIRED).'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', 'is not trusted: it is signed by itself'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', 'is not trusted: it is for another name'],
    ['', 'port', 'Port 443 of shop.example.com gives no answer: it failed.'],
  ])('The obstacle behind the error “%s” is of the kind %s', (code, kind, what) => {
    expect(unanswered(code)).toMatchObject({ kind, what: expect.stringContaining(what) as string })
  })

  it.each([
    ['a proxy without the shop', answered(502), 'answers 502: it gets no answer from the shop'],
    ['a proxy that waited in vain', answered(504), 'answers 504: it gets no answer from the shop'],
    [
      'an edge without web',
      answered(503, {}, '<h1>503</h1>\nNo server is available to handle this request.\n'),
      'answers 503: it gets no answer from the shop',
    ],
    [
      'a redirect loop',
      answered(301, { location: url }),
      'redirects to the same address again (301), for ever',
    ],
    [
      'a redirect loop with a relative address',
      answered(302, { location: '/graphql/' }),
      'redirects to the same address again (302), for ever',
    ],
    [
      'a redirect to plain HTTP',
      answered(301, { location: url.replace('https', 'http') }),
      'https://shop.example.com redirects to http://shop.example.com (301).',
    ],
    [
      'a redirect to TLS, where the URL is plain',
      answered(301, { location: url }, '', url.replace('https', 'http')),
      'http://shop.example.com redirects to https://shop.example.com (301).',
    ],
    [
      "CloudFlare's challenge",
      answered(403, { server: 'cloudflare', 'cf-mitigated': 'challenge' }, 'Just a moment...'),
      'CloudFlare asks the runner for proof that it is a person (403)',
    ],
    [
      'an origin that refuses CloudFlare',
      answered(521, { server: 'cloudflare' }),
      'CloudFlare answers 521 for shop.example.com: the origin refuses the connection.',
    ],
    [
      'an origin with an old certificate',
      answered(526, { server: 'cloudflare' }),
      'the certificate of the origin is not valid',
    ],
  ])('The error is explained: %s', (_, obstacle, what) => {
    expect(obstacle?.what).toContain(what)
    expect(obstacle?.fix).not.toBe('')
  })

  it.each([
    ['an answer of the shop', answered(200)],
    ['an error of the shop', answered(500)],
    ['an error of the shop behind CloudFlare', answered(500, { server: 'cloudflare' })],
    ['an unusual status of another server', answered(521)],
    ['a shop that is closed', answered(503, { 'retry-after': '300' }, '{"errors":[]}')],
    ['a redirect to another path', answered(302, { location: '/login/' })],
  ])('No obstacle is found in %s', (_, obstacle) => {
    expect(obstacle).toBeUndefined()
  })
})

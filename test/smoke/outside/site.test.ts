import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../../src/runner/http/http.ts'
import { evaluate, type Probe } from '../../../src/smoke/check.ts'
import { filesOf } from '../../../src/smoke/outside/dashboard.ts'
import { fileProbe, productionProbe, redirectProbe } from '../../../src/smoke/outside/site.ts'
import { readSeverities, weighed, weighedProbes } from '../../../src/smoke/severity.ts'

/** What a probe's checks say to an answer: `name: got`, with `!` before a failure. */
function verdicts(probe: Probe | undefined, answer: Partial<HttpResponse> | Error): string[] {
  if (probe === undefined) return []
  const full =
    answer instanceof Error ? answer : { status: 200, headers: {}, body: '', seconds: 0, ...answer }
  return evaluate(probe, full).map(({ name, got, passed }) => `${passed ? '' : '!'}${name}: ${got}`)
}

describe('the redirect to HTTPS', () => {
  const [probe] = redirectProbe({ url: 'https://shop.example.com/', 'health-path': '/health/' })
  const to = (location: string, status = 301): string[] => verdicts(probe, { status, headers: { location } })

  it('The redirect to HTTPS is requested at the plain address that people type', () => {
    expect(probe?.request).toEqual({ url: 'http://shop.example.com/health/' })
    expect(redirectProbe({ url: 'http://shop.example.com', 'health-path': '/' })).toEqual([])
    expect(redirectProbe({ url: 'https://10.0.0.1:8443', 'health-path': '/' })).toEqual([])
  })

  it.each([
    ['https://shop.example.com/health/', 301, 'https redirect: 301 → https://shop.example.com/health/'],
    ['https://shop.example.com/health/', 308, 'https redirect: 308 → https://shop.example.com/health/'],
    ['https://www.example.com/health/', 301, '!https redirect: 301 → https://www.example.com/health/'],
    ['https://shop.example.com/', 301, '!https redirect: 301 → https://shop.example.com/'],
    ['/health/', 301, '!https redirect: 301 → /health/'],
    ['https://shop.example.com/health/', 200, '!https redirect: 200 → https://shop.example.com/health/'],
  ])('The redirect to HTTPS is judged: to %s with %i', (location, status, expected) => {
    expect(to(location, status)).toEqual([expected])
  })

  it('The redirect to HTTPS is not needed if the port is closed, but a silent port is red', () => {
    expect(verdicts(probe, new Error('GET http://…: connect ECONNREFUSED 1.2.3.4:80'))).toEqual([
      'https redirect: nothing listens on port 80',
    ])
    expect(verdicts(probe, new Error('no answer within 10 s'))).toEqual([
      '!https redirect: no answer within 10 s',
    ])
  })
})

describe('production', () => {
  const probe = productionProbe({ url: 'https://shop', 'graphql-path': '/graphql/' })
  const hsts = 'strict-transport-security'

  it.each([
    [{}, ['!hsts: no such header', 'cookie flags: no cookies']],
    [{ [hsts]: 'max-age=300' }, ['!hsts: max-age=300', 'cookie flags: no cookies']],
    [
      { [hsts]: 'max-age="31536000"; includeSubDomains' },
      ['hsts: max-age="31536000"; includeSubDomains', 'cookie flags: no cookies'],
    ],
    [
      {
        [hsts]: 'max-age=15768000',
        'set-cookie': 'a=1; secure; HTTPONLY; samesite=Lax\nb=secret; Path=/; Secure',
      },
      ['hsts: max-age=15768000', '!cookie flags: b lacks HttpOnly, SameSite'],
    ],
    [
      { [hsts]: 'max-age=15768000', 'set-cookie': 'a=1; Secure; HttpOnly; SameSite=Strict' },
      ['hsts: max-age=15768000', 'cookie flags: 1 cookie with all flags'],
    ],
  ])('The headers of a production shop are judged: %j', (headers, expected) => {
    expect(verdicts(probe, { headers })).toEqual(expected)
  })

  it('A production shop without HTTPS needs no HSTS', () => {
    const plain = productionProbe({ url: 'http://shop', 'graphql-path': '/graphql/' })
    expect(plain.checks.map(({ name }) => name)).toEqual(['cookie flags'])
  })
})

describe('files', () => {
  it.each([
    ['/static/a.css', 'https://shop/static/a.css'],
    ['https://cdn.example.com/a.png', 'https://cdn.example.com/a.png'],
  ])('The file %s is requested at %s', (file, url) => {
    expect(fileProbe('https://shop', file).request.url).toBe(url)
  })

  const html = { 'content-type': 'text/html; charset=utf-8' }
  it.each([
    ['/a.css', { body: 'x' }, 'file /a.css: 200'],
    ['/a.css', { status: 404, body: 'x' }, '!file /a.css: 404'],
    ['/a.css', { status: 302, headers: { location: '/login' } }, '!file /a.css: 302 → /login'],
    ['/a.css', {}, '!file /a.css: 200, empty'],
    ['/a.js?v=1', { body: '<html>', headers: html }, '!file /a.js?v=1: 200, a page in its place'],
    ['/a.html', { body: '<html>', headers: html }, 'file /a.html: 200'],
    ['/about', { body: '<html>', headers: html }, 'file /about: 200'],
  ])('The answer for %s is judged: %j', (file, answer, expected) => {
    expect(verdicts(fileProbe('https://shop', file), answer)).toEqual([expected])
  })

  it('Each script and style of a dashboard is requested once', () => {
    const page = `<html><link rel="icon" href="/icon.png"><link rel="stylesheet" href="/a.css">
      <script type="module" crossorigin src="./assets/index-1.js"></script><script>inline()</script>
      <script src='/b.js?v=2'></script><link rel="modulepreload" href="/b.js?v=2">`
    expect(filesOf(page)).toEqual(['/a.css', './assets/index-1.js', '/b.js?v=2'])
  })
})

describe('severities', () => {
  const severities = readSeverities(['a=warning', 'b = off', 'file /x?y=z=error'])

  it('A severity is read up to the last equals sign', () => {
    expect([...severities]).toEqual([
      ['a', 'warning'],
      ['b', 'off'],
      ['file /x?y=z', 'error'],
    ])
  })

  it('Severities replace the defaults, and checks that are off are left out', () => {
    const all = ['a', 'b', 'c'].map((name) => ({ name, severity: 'error' as const }))
    expect(weighed(all, severities)).toEqual([
      { name: 'a', severity: 'warning' },
      { name: 'c', severity: 'error' },
    ])
  })

  it('A request without remaining checks is not sent', () => {
    const check = { expected: '', evaluate: () => ({ passed: true, got: '' }) }
    const probes = [['b'], ['b', 'c']].map((names) => ({
      request: { url: 'https://shop' },
      checks: names.map((name) => ({ ...check, name })),
    }))
    expect(weighedProbes(probes, severities).map(({ checks }) => checks.map(({ name }) => name))).toEqual([
      ['c'],
    ])
  })
})

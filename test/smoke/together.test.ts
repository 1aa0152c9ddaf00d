import { describe, expect, it } from 'vitest'
import { composeInspection } from '../../src/engine/compose/inspection.ts'
import { failureSummary } from '../../src/report/failure.ts'
import type { HttpRequest } from '../../src/runner/http/http.ts'
import type { Load } from '../../src/runner/http/load.ts'
import { NoAnswer } from '../../src/runner/http/no-answer.ts'
import type { Tls } from '../../src/runner/http/tls.ts'
import type { Check, Probe } from '../../src/smoke/check.ts'
import { junit } from '../../src/smoke/outside/files.ts'
import { redirectProbe } from '../../src/smoke/outside/site.ts'
import { smokeFailed } from '../../src/smoke/report.ts'
import { readSeverities } from '../../src/smoke/severity.ts'
import { type Smoke, type SmokePlan, smokeTest } from '../../src/smoke/together.ts'
import type { CheckSummary } from '../../src/smoke/verdict.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'

const check = (name: string): Check => ({
  ...{ name, expected: '200' },
  evaluate: ({ status }) => ({ passed: status === 200, got: String(status) }),
})
const probe = (name: string): Probe => ({ request: { url: `http://shop/${name}` }, checks: [check(name)] })

const wanted: SmokePlan = {
  ...{ steady: [probe('health')], once: [probe('file')], severities: new Map() },
  repetition: { timeout: 10, interval: 1, consecutive: 2 },
}

/** A shop that answers as the function says; TLS and load are always well. */
function shop(answer: (path: string, times: number) => number | Error = () => 200) {
  const times = new Map<string, number>()
  const http = new FakeHttp(({ url }: HttpRequest) => {
    const path = new URL(url).pathname.slice(1)
    times.set(path, (times.get(path) ?? 0) + 1)
    const status = answer(path, times.get(path) ?? 0)
    return status instanceof Error ? status : { status, body: '<html>' }
  })
  const looked: string[] = []
  const tls: Tls = {
    async read(host, port) {
      looked.push(`${host}:${port}`)
      return {
        ...{ distrust: undefined, mismatch: undefined, validTo: Date.UTC(2026, 5, 1) },
        ...{ issuer: 'CA', length: 2, protocol: 'TLSv1.3' },
      }
    },
  }
  const inspection = composeInspection
  const load: Load = { steady: async () => [{ milliseconds: 700, status: 200 }] }
  return { ...fakeRunner({ http }), http, tls, load, inspection, looked }
}

const names = (checks: readonly { name: string; passed: boolean }[]): string[] =>
  checks.map(({ name, passed }) => `${passed ? '' : '!'}${name}`)

describe('a smoke test', () => {
  it('A smoke test does only what was requested', async () => {
    const smoke = await smokeTest(wanted, shop())
    expect(names(smoke.checks)).toEqual(['health', 'file'])
    expect(smoke).toMatchObject({ passed: true, speed: undefined })
    expect(smoke.timeline.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'ask until steady done',
      'file done',
    ])
  })

  it('A smoke test with all checks is green with warnings', async () => {
    const ports = shop()
    const smoke = await smokeTest(
      {
        ...wanted,
        certificate: { host: 'shop', port: 443, days: 14 },
        dashboard: 'http://shop/dashboard/',
        load: {
          ...{ request: { url: 'http://shop/graphql/' }, rate: 10, seconds: 1 },
          limits: { 'max-p50': undefined, 'max-p95': 500, 'max-p99': undefined },
        },
      },
      ports,
    )
    expect(names(smoke.checks)).toEqual([
      ...['health', 'file', 'certificate', 'certificate days', 'dashboard', 'dashboard files'],
      ...['load', '!response time'],
    ])
    expect(smoke).toMatchObject({ passed: true, speed: { p95: 700 } })
    expect(ports.looked).toEqual(['shop:443'])
  })

  it('A single red check makes the smoke test red, with its part of the timeline', async () => {
    const smoke = await smokeTest(
      wanted,
      shop((path) => (path === 'file' ? 404 : 200)),
    )
    expect([smoke.passed, names(smoke.checks)]).toEqual([false, ['health', '!file']])
    expect(smoke.timeline.find(({ name }) => name === 'file')?.result).toBe('failed')
  })

  it('A smoke test weighs checks by the given severities', async () => {
    const bad = (path: string): number => (path === 'file' ? 404 : 200)
    const warned = await smokeTest({ ...wanted, severities: readSeverities(['file=warning']) }, shop(bad))
    expect([warned.passed, names(warned.checks)]).toEqual([true, ['health', '!file']])
    const off = shop(bad)
    const left = await smokeTest({ ...wanted, severities: readSeverities(['file=off']) }, off)
    expect([left.passed, names(left.checks)]).toEqual([true, ['health']])
    expect(off.http.requests.map(({ url }) => url)).not.toContain('http://shop/file')
  })

  it('A smoke test starts the other checks as soon as the shop is up, not before', async () => {
    const ports = shop((path, times) => (path === 'health' && times < 4 ? 503 : 200))
    const smoke = await smokeTest(wanted, ports)
    expect(smoke.passed).toBe(true)
    const order = ports.http.requests.map(({ url }) => url.replace('http://shop/', ''))
    expect(order.slice(0, 5)).toEqual(['health', 'health', 'health', 'health', 'file'])
  })

  it('A smoke test runs the other checks at the end if the shop never comes up, because they may explain it', async () => {
    const ports = shop((path) => (path === 'health' ? 503 : 200))
    const smoke = await smokeTest(wanted, ports)
    expect([smoke.passed, names(smoke.checks)]).toEqual([false, ['!health', 'file']])
    expect(ports.http.requests.at(-1)?.url).toBe('http://shop/file')
  })

  describe('behind an obstacle', () => {
    const base = 'https://shop/'
    const load = {
      ...{ request: { url: `${base}graphql/` }, rate: 10, seconds: 1 },
      limits: { 'max-p50': undefined, 'max-p95': 500, 'max-p99': undefined },
    }
    const site: SmokePlan = {
      ...{
        ...wanted,
        certificate: { host: 'shop', port: 443, days: 14 },
        load,
        dashboard: `${base}dashboard/`,
      },
      steady: ['health/', 'graphql/'].map((path) => ({
        request: { url: base + path },
        checks: [check(path.slice(0, -1))],
      })),
      once: [
        ...redirectProbe({ url: base, 'health-path': '/health/' }),
        { request: { url: `${base}logo.svg` }, checks: [check('file')] },
        { request: { url: 'https://bucket/x.png' }, checks: [check('bucket')] },
      ],
    }
    const told = ({ checks }: Smoke): string[] =>
      checks.map(({ name, passed, skipped }) => `${passed ? '✅' : skipped ? '⏭️' : '❌'} ${name}`)
    const refused = new NoAnswer('GET x: connect ECONNREFUSED', 'ECONNREFUSED')

    it('An obstacle is reported once, and the checks behind it neither run nor pass', async () => {
      const smoke = await smokeTest(
        site,
        shop((path) => (path === 'x.png' ? 200 : refused)),
      )
      expect(told(smoke)).toEqual([
        ...['❌ health', '⏭️ graphql', '⏭️ https redirect', '⏭️ file', '✅ bucket', '⏭️ certificate'],
        ...['⏭️ certificate days', '⏭️ dashboard', '⏭️ load', '⏭️ response time'],
      ])
      expect(smoke).toMatchObject({ passed: false, speed: undefined })
      expect(smoke.checks[0]?.got).toBe('Nothing listens on port 443 of shop (ECONNREFUSED).')
      const error = smokeFailed('https://shop', smoke, 2)
      expect(error.message.match(/Nothing listens/g)).toHaveLength(1)
      expect(error.message).toContain('Is the proxy with TLS set up, and does it run?')
      expect(error.message).toContain('Customers are affected: as seen from this runner, the shop does not')
      expect(error.outputs).toMatchObject({
        failed: 'health',
        warnings: '',
        p50: '',
        'customers-affected': 'true',
      })
      const summary = failureSummary(error)
      expect(summary).toContain('| ⏭️ | https redirect |')
      expect(summary).not.toMatch(/p50 0 ms|response time<\/summary>|not answered/)
      expect(junit('https://shop', smoke)).toContain('tests="10" failures="1" errors="0" skipped="8"')
    })

    it('An obstacle before one further web service is no obstacle before the shop', async () => {
      const steady = [
        ...site.steady,
        { request: { url: 'https://front/' }, checks: [check('service front')] },
      ]
      const smoke = await smokeTest(
        { ...site, steady },
        shop((path) => (path === '' ? refused : 200)),
      )
      expect(told(smoke).filter((one) => !one.startsWith('✅'))).toEqual([
        '❌ service front',
        ...['❌ https redirect', '❌ dashboard files', '❌ response time'].filter((one) =>
          told(smoke).includes(one),
        ),
      ])
      const { message, outputs } = smokeFailed('https://shop', smoke, 2)
      expect(message).toContain('Nothing listens on port 443 of front (ECONNREFUSED).')
      expect(message).toMatch(/Customers are affected by what failed outside: service front/)
      expect(outputs).toMatchObject({ 'customers-affected': 'true' })
    })

    it('An obstacle before the shop does not hide a further web service that answers', async () => {
      const steady = [
        ...site.steady,
        { request: { url: 'https://front/' }, checks: [check('service front')] },
      ]
      const ports = shop((path) => (['', 'x.png'].includes(path) ? 200 : refused))
      const smoke = await smokeTest({ ...site, steady }, ports)
      expect(told(smoke).filter((one) => !one.startsWith('⏭️'))).toEqual([
        ...['❌ health', '✅ service front', '✅ bucket'],
      ])
      expect(ports.log.lines).toContain('Round 1: Nothing listens on port 443 of shop (ECONNREFUSED).')
      expect(smokeFailed('https://shop', smoke, 2).message).toContain('the shop does not answer there')
    })

    it('An obstacle is reported once, also if the repeated checks are warnings', async () => {
      const severities = readSeverities(['health=warning', 'graphql=warning'])
      const smoke = await smokeTest(
        { ...site, severities },
        shop((path) => (path === 'x.png' ? 200 : refused)),
      )
      const { message } = smokeFailed('https://shop', smoke, 2)
      expect(message.match(/Nothing listens/g), message).toHaveLength(1)
      expect(told(smoke)).toEqual(expect.arrayContaining(['✅ bucket', '⏭️ load', '⏭️ response time']))
    })

    it('An obstacle is located outside or inside if the servers were inspected', async () => {
      const smoke = await smokeTest(
        site,
        shop(() => refused),
      )
      const well = { ...(smoke.checks[0] as CheckSummary), name: 'containers', where: 'web-1', passed: true }
      const withInside = { ...smoke, checks: [...smoke.checks, well] }
      expect(smokeFailed('https://shop', withInside, 2).message).toContain(
        'Inside, the shop is healthy. Is the',
      )
      const ill = { ...smoke, checks: [...smoke.checks, { ...well, passed: false }] }
      expect(smokeFailed('https://shop', ill, 2).message).not.toContain('healthy')
    })

    it('A bad certificate is reported once, by its own check', async () => {
      const expired = new NoAnswer('GET x: certificate has expired', 'CERT_HAS_EXPIRED')
      const ports = shop((path) => (path === 'x.png' ? 200 : expired))
      const distrusted = {
        ...ports.tls,
        read: async () => ({ ...(await ports.tls.read('shop', 443)), distrust: 'CERT_HAS_EXPIRED' }),
      }
      const smoke = await smokeTest(site, { ...ports, tls: distrusted })
      expect(told(smoke)).toEqual(
        expect.arrayContaining(['⏭️ health', '⏭️ graphql', '❌ certificate', '⏭️ https redirect', '⏭️ load']),
      )
      const { message } = smokeFailed('https://shop', smoke, 2)
      expect(message.match(/it has expired/g)).toHaveLength(1)
    })

    it('A check elsewhere than the one obstructed path still runs', async () => {
      const smoke = await smokeTest(
        site,
        shop((path) => (path === 'graphql/' ? 502 : 200)),
      )
      expect(told(smoke)).toEqual(
        expect.arrayContaining(['✅ health', '❌ graphql', '✅ file', '✅ certificate', '⏭️ load']),
      )
      expect(smokeFailed('https://shop', smoke, 2).message).toContain('answers 502: it gets no answer')
    })

    it('A load without any answer has neither numbers nor a chart', async () => {
      const ports = shop()
      const down = { steady: async () => [{ milliseconds: 1, status: undefined, error: 'ECONNREFUSED' }] }
      const smoke = await smokeTest({ ...wanted, load }, { ...ports, load: down })
      expect(told(smoke)).toEqual(['✅ health', '✅ file', '❌ load', '⏭️ response time'])
      const error = smokeFailed('https://shop', smoke, 2)
      expect(error.outputs.p50).toBe('')
      expect(error.report).toContain('none was answered with 2xx (`ECONNREFUSED`)')
      expect(error.report).not.toMatch(/p50|response time<\/summary>/)
    })
  })

  it('A smoke test repeats failed checks, because a cache may fill', async () => {
    const smoke = await smokeTest(
      wanted,
      shop((path, times) => (path === 'file' && times < 3 ? 404 : 200)),
    )
    expect(smoke.passed).toBe(true)
  })

  it('A smoke test ends at once when it is cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    const run = smokeTest(wanted, { ...shop(), cancelled: controller.signal })
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  })
})

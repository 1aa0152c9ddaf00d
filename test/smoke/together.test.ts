import { describe, expect, it } from 'vitest'
import type { HttpRequest } from '../../src/runner/http.ts'
import type { Load } from '../../src/runner/load.ts'
import type { Tls } from '../../src/runner/tls.ts'
import type { Check, Probe } from '../../src/smoke/check.ts'
import { readSeverities } from '../../src/smoke/severity.ts'
import { smokeTest, type Wanted } from '../../src/smoke/together.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'

const check = (name: string): Check => ({
  ...{ name, expected: '200' },
  judge: ({ status }) => ({ passed: status === 200, got: String(status) }),
})
const probe = (name: string): Probe => ({ request: { url: `http://shop/${name}` }, checks: [check(name)] })

const wanted: Wanted = {
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
    async look(host, port) {
      looked.push(`${host}:${port}`)
      return {
        ...{ distrust: undefined, mismatch: undefined, validTo: Date.UTC(2026, 5, 1) },
        ...{ issuer: 'CA', length: 2, protocol: 'TLSv1.3' },
      }
    },
  }
  const load: Load = { steady: async () => [{ milliseconds: 700, status: 200 }] }
  return { ...fakeRunner({ http }), http, tls, load, looked }
}

const names = (checks: readonly { name: string; passed: boolean }[]): string[] =>
  checks.map(({ name, passed }) => `${passed ? '' : '!'}${name}`)

describe('a smoke test', () => {
  it('does only what was asked for', async () => {
    const smoke = await smokeTest(wanted, shop())
    expect(names(smoke.checks)).toEqual(['health', 'file'])
    expect(smoke).toMatchObject({ passed: true, speed: undefined })
    expect(smoke.timeline.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'ask until steady done',
      'file done',
    ])
  })

  it('does everything, and is green with warnings', async () => {
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

  it('is red when one check of all is, and then says which part of the timeline it was', async () => {
    const smoke = await smokeTest(
      wanted,
      shop((path) => (path === 'file' ? 404 : 200)),
    )
    expect([smoke.passed, names(smoke.checks)]).toEqual([false, ['health', '!file']])
    expect(smoke.timeline.find(({ name }) => name === 'file')?.result).toBe('failed')
  })

  it('weighs checks as somebody wants', async () => {
    const bad = (path: string): number => (path === 'file' ? 404 : 200)
    const warned = await smokeTest({ ...wanted, severities: readSeverities(['file=warning']) }, shop(bad))
    expect([warned.passed, names(warned.checks)]).toEqual([true, ['health', '!file']])
    const off = shop(bad)
    const left = await smokeTest({ ...wanted, severities: readSeverities(['file=off']) }, off)
    expect([left.passed, names(left.checks)]).toEqual([true, ['health']])
    expect(off.http.requests.map(({ url }) => url)).not.toContain('http://shop/file')
  })

  it('asks for the rest as soon as the shop is up, not before', async () => {
    const ports = shop((path, times) => (path === 'health' && times < 4 ? 503 : 200))
    const smoke = await smokeTest(wanted, ports)
    expect(smoke.passed).toBe(true)
    const order = ports.http.requests.map(({ url }) => url.replace('http://shop/', ''))
    expect(order.slice(0, 5)).toEqual(['health', 'health', 'health', 'health', 'file'])
  })

  it('asks for the rest at the end when the shop never gets up: it may tell why', async () => {
    const ports = shop((path) => (path === 'health' ? 503 : 200))
    const smoke = await smokeTest(wanted, ports)
    expect([smoke.passed, names(smoke.checks)]).toEqual([false, ['!health', 'file']])
    expect(ports.http.requests.at(-1)?.url).toBe('http://shop/file')
  })

  it('asks again for what failed, as a cache fills', async () => {
    const smoke = await smokeTest(
      wanted,
      shop((path, times) => (path === 'file' && times < 3 ? 404 : 200)),
    )
    expect(smoke.passed).toBe(true)
  })

  it('ends at once when the job is cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    const run = smokeTest(wanted, { ...shop(), cancelled: controller.signal })
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { undiciLoad } from '../../src/runner/load.ts'
import { percentile, speedOf, speedResults } from '../../src/smoke/speed.ts'

const close: (() => void)[] = []
afterEach(() => close.splice(0).forEach((one) => one()))

describe('percentiles', () => {
  it.each([
    [[], 50, 0],
    [[7], 99, 7],
    [[1, 2, 3, 4], 50, 2],
    [Array.from({ length: 100 }, (_, index) => index + 1), 95, 95],
    [Array.from({ length: 60 }, (_, index) => index + 1), 99, 60],
  ])('of %j at %i', (sorted, percent, expected) => {
    expect(percentile(sorted, percent)).toBe(expected)
  })
})

describe('speed', () => {
  const shots = [5, 30, 120, 700].map((milliseconds) => ({ milliseconds, status: 200 }))
  const limits = { 'max-p50': undefined, 'max-p95': 500, 'max-p99': undefined }
  const said = (some: Parameters<typeof speedOf>[0], wanted = limits): string[] =>
    speedResults(speedOf(some, 10), wanted, 1).map(
      ({ name, passed, expected, got }) => `${passed ? '' : '!'}${name}: ${expected}: ${got}`,
    )

  it('counts answers into spans up to the longest, and loses none', () => {
    const { spans } = speedOf(shots, 10)
    expect(spans.at(-1)?.upTo).toBe(1000)
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(speedOf([{ milliseconds: 7000, status: 200 }], 10).spans.at(-1)).toEqual({
      upTo: Infinity,
      count: 1,
    })
  })

  it('is compared with the limits that there are', () => {
    expect(said(shots)).toEqual([
      'load: all of 4 requests answered with 2xx, 10 a second: all 4',
      '!response time: p95 ≤ 500 ms: p50 30 ms, p95 700 ms, p99 700 ms',
    ])
    expect(said(shots, { 'max-p50': 30, 'max-p95': 700, 'max-p99': 700 } as never)[1]).toBe(
      'response time: p50 ≤ 30 ms, p95 ≤ 700 ms, p99 ≤ 700 ms: p50 30 ms, p95 700 ms, p99 700 ms',
    )
  })

  it('fails for what was not answered, or badly, whose times count for nothing', () => {
    const bad = [
      { milliseconds: 1, status: 503 },
      { milliseconds: 2, status: undefined, error: 'ECONNRESET' },
    ]
    expect(said([...shots.slice(0, 1), ...bad])).toEqual([
      '!load: all of 3 requests answered with 2xx, 10 a second: 2 of 3 were not: 503, ECONNRESET',
      'response time: p95 ≤ 500 ms: p50 5 ms, p95 5 ms, p99 5 ms',
    ])
    expect(said(bad)[1]).toBe('!response time: p95 ≤ 500 ms: no answer')
  })

  it('is no error where a rate limit refused some', () => {
    const severity = (...statuses: number[]): string | undefined =>
      speedResults(
        speedOf(
          statuses.map((status) => ({ milliseconds: 1, status })),
          10,
        ),
        limits,
        1,
      )[0]?.severity
    expect([severity(200, 429), severity(200, 429, 503), severity(200)]).toEqual([
      'warning',
      'error',
      'error',
    ])
  })
})

describe('the load', () => {
  /** A server that does with each request, by its number, what the function says. */
  async function serve(
    answer: (number: number) => number | 'hang up',
  ): Promise<{ url: string; seen: string[] }> {
    const seen: string[] = []
    const server = createServer((request, response) => {
      const done = answer(seen.push(`${request.method} ${request.url} ${String(request.headers['x-a'])}`))
      if (done === 'hang up') request.socket.destroy()
      else setTimeout(() => response.end('x'.repeat(100_000)), done)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    close.push(() => server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`, seen }
  }
  const { signal } = new AbortController()

  it('sends every request once, at its time, and counts each that is cut off without an answer', async () => {
    const { url, seen } = await serve((number) => (number % 5 === 0 ? 'hang up' : 0))
    const started = performance.now()
    const shots = await undiciLoad.steady({
      ...{ url, method: 'POST', headers: { 'x-a': '1' }, body: 'hello', rate: 100, seconds: 0.5, signal },
    })
    expect(performance.now() - started).toBeGreaterThan(480)
    expect(seen).toHaveLength(50)
    expect(new Set(seen)).toEqual(new Set(['POST /a?b=c 1']))
    expect(shots.filter(({ status }) => status === 200)).toHaveLength(40)
    expect(shots.filter(({ status, error }) => status === undefined && error !== undefined)).toHaveLength(10)
  })

  it('waits for no answer before it sends the next: one slow server does not hide', async () => {
    const { url } = await serve(() => 300)
    const shots = await undiciLoad.steady({ url, rate: 50, seconds: 0.2, signal })
    expect(shots).toHaveLength(10)
    for (const { milliseconds } of shots) expect(milliseconds).toBeGreaterThan(290)
  })

  it('ends at once when the job is cancelled', async () => {
    const { url } = await serve(() => 5000)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 100)
    const load = undiciLoad.steady({ url, rate: 50, seconds: 5, signal: controller.signal })
    await expect(load).rejects.toMatchObject({ name: 'AbortError' })
  })
})

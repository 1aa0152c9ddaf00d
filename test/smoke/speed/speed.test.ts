import { describe, expect, it } from 'vitest'
import { percentile, speedOf, speedResults } from '../../../src/smoke/speed/speed.ts'

describe('percentiles', () => {
  it.each([
    [[], 50, 0],
    [[7], 99, 7],
    [[1, 2, 3, 4], 50, 2],
    [Array.from({ length: 100 }, (_, index) => index + 1), 95, 95],
    [Array.from({ length: 60 }, (_, index) => index + 1), 99, 60],
  ])('The percentiles of %j at %i are right', (sorted, percent, expected) => {
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

  it('The histogram counts every answer, up to the longest', () => {
    const { spans } = speedOf(shots, 10)
    expect(spans.at(-1)?.upTo).toBe(1000)
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(4)
    expect(speedOf([{ milliseconds: 7000, status: 200 }], 10).spans.at(-1)).toEqual({
      upTo: Infinity,
      count: 1,
    })
  })

  it('The speed is compared with the limits that are set', () => {
    expect(said(shots)).toEqual([
      'load: all of 4 requests answered with 2xx, 10 a second: all 4 were answered',
      '!response time: p95 ≤ 500 ms: p50 30 ms, p95 700 ms, p99 700 ms',
    ])
    expect(said(shots, { 'max-p50': 30, 'max-p95': 700, 'max-p99': 700 } as never)[1]).toBe(
      'response time: p50 ≤ 30 ms, p95 ≤ 700 ms, p99 ≤ 700 ms: p50 30 ms, p95 700 ms, p99 700 ms',
    )
  })

  it('Failed answers make the speed check red, and their times are left out', () => {
    const bad = [
      { milliseconds: 1, status: 503 },
      { milliseconds: 2, status: undefined, error: 'ECONNRESET' },
    ]
    expect(said([...shots.slice(0, 1), ...bad])).toEqual([
      '!load: all of 3 requests answered with 2xx, 10 a second: 2 of 3 were not: 503, ECONNRESET',
      'response time: p95 ≤ 500 ms: p50 5 ms, p95 5 ms, p99 5 ms',
    ])
    expect(said(bad)[1]).toBe('!response time: p95 ≤ 500 ms: not run: no answer could be measured')
  })

  it('Answers of a rate limit are no error', () => {
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

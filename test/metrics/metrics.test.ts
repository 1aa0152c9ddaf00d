import { describe, expect, it } from 'vitest'
import { judgeMetric } from '../../src/metrics/ask.ts'
import { readMetricChecks } from '../../src/metrics/read.ts'
import type { MetricCheck } from '../../src/model/metric-checks.ts'

describe('lines of metric-checks', () => {
  it.each<[string, MetricCheck]>([
    ['queue: max(celery_queue_length) < 1000', check('queue', 'max(celery_queue_length)', '<', 1000)],
    ['a b: up == 1', check('a b', 'up', '==', 1)],
    ['x: count(a > 3) or vector(0) <= 0.5', check('x', 'count(a > 3) or vector(0)', '<=', 0.5)],
    ['x: job:errors:rate5m{a="b: c"}>=-1e3', check('x', 'job:errors:rate5m{a="b: c"}', '>=', -1000)],
    ['x: a > bool 3 > .5', check('x', 'a > bool 3', '>', 0.5)],
  ])('The line %s is a name, a query and a limit', (line, expected) => {
    expect(readMetricChecks([line])).toEqual([expected])
  })

  it.each(['up == 1', 'x: up', 'x: up < many', 'x: < 3', ': up < 3', 'x:up < 3', 'x: up != 3'])(
    'The line %s is refused with the right form',
    (line) => {
      expect(() => readMetricChecks([line])).toThrow(line)
    },
  )
})

describe('the answers of Prometheus', () => {
  const vector = (...values: [labels: Record<string, string>, value: string][]) =>
    ok({ resultType: 'vector', result: values.map(([metric, value]) => ({ metric, value: [1, value] })) })
  const judged = (stdout: string, code = 0): string => {
    const { passed, got } = judgeMetric(check('queue', 'q', '<', 10), { code, stdout })
    return `${passed ? '' : '!'}${got}`
  }

  it.each([
    [vector([{}, '3']), '3'],
    [vector([{}, '10']), '!10'],
    [
      vector([{ __name__: 'q', job: 'a' }, '3.14159265'], [{ job: 'b' }, '4']),
      '{job="a"} 3.14159; {job="b"} 4',
    ],
    [vector([{ job: 'a' }, '3'], [{ job: 'b' }, '40']), '!{job="b"} 40'],
    [vector([{}, '+Inf']), '!Infinity'],
    [ok({ resultType: 'scalar', result: [1, '2'] }), '2'],
  ])('Every value is compared with the limit (%#)', (answer, expected) => {
    expect(judged(answer)).toBe(expected)
  })

  it.each([
    [vector(), '!no data: the query gives nothing to compare'],
    [vector([{}, 'NaN']), '!no data: the query gives nothing to compare'],
    [ok({ resultType: 'matrix', result: [] }), '!the query gives a matrix, not a number'],
    [
      'HTTP/1.0 400 Bad Request\r\n\r\n{"status":"error","error":"parse error"}',
      '!Prometheus refuses the query: parse error',
    ],
    ['HTTP/1.0 200 OK\r\n\r\n<html>', "!the answer is not Prometheus': HTTP/1.0 200 OK"],
  ])('An answer without a value proves nothing (%#)', (answer, expected) => {
    expect(judged(answer)).toBe(expected)
  })

  it('A Prometheus that does not answer is said to, with the reason', () => {
    expect(judged('bash: connect: Connection refused\n', 1)).toBe(
      '!Prometheus does not answer the host: bash: connect: Connection refused',
    )
    expect(judged('', 124)).toBe('!Prometheus does not answer the host (exit code 124)')
  })

  function ok(data: object): string {
    return `HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n${JSON.stringify({ status: 'success', data })}`
  }
})

function check(name: string, query: string, operator: MetricCheck['operator'], limit: number): MetricCheck {
  return { name, query, operator, limit }
}

import { judgeMetric } from '../../metrics/ask.ts'
import type { MetricCheck } from '../../model/metric-checks.ts'
import type { Ran } from '../../runner/ran.ts'
import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'

/** A query's answer as a check of the smoke test. */
export function metricResult(
  place: Place,
  check: MetricCheck,
  ran: Pick<Ran, 'code' | 'stdout'>,
): CheckResult {
  const { passed, got } = judgeMetric(check, ran)
  const expected = `${check.operator} ${check.limit}`
  return result(place, check.name, expected, passed ? [[], got] : [[got], ''])
}

import { UserError } from '../errors.ts'
import type { MetricCheck } from '../model/metric-checks.ts'

/** `name: query < number`; a query may have comparisons itself, so the last one counts. */
const form = /^([^:{("]+):\s+(.*\S)\s*(<=|>=|==|<|>)\s*(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)$/i

/** Reads lines such as `errors: sum(rate(errors_total[5m])) < 1`. @throws UserError `bad-input` with the first wrong line */
export function readMetricChecks(lines: readonly string[]): MetricCheck[] {
  return lines.map((line) => {
    const [, name, query, operator, limit] = form.exec(line) ?? []
    if (name === undefined || query === undefined)
      throw new UserError(
        'bad-input',
        `Input 'metric-checks': "${line}" is not a name, a query and a limit.`,
        'Write each line as name: query < number, such as queue: max(celery_queue_length) < 1000. The signs are <, <=, >, >= and ==.',
      )
    return { name: name.trim(), query, operator: operator as MetricCheck['operator'], limit: Number(limit) }
  })
}

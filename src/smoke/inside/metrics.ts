import { UserError } from '../../errors.ts'
import type { Command } from '../../host/quote.ts'
import type { Ran } from '../../runner/ran.ts'
import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'

/** A query of Prometheus, and what each of its values must be. */
export interface MetricCheck {
  name: string
  query: string
  operator: keyof typeof holds
  limit: number
}

const holds = {
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '==': (value: number, limit: number) => value === limit,
} as const

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

/** Hosts need not have curl; bash speaks to a port by itself. */
const ask = `exec 2>&1; exec 3<>"/dev/tcp/$1/$2" || exit
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nAccept: application/json\\r\\n\\r\\n' "$3" "$1" >&3; cat <&3`

/** Asks Prometheus as the host reaches it. `address` is `host:port`. */
export function metricCommand(address: string, { query }: MetricCheck): Command {
  const { hostname, port } = new URL(`http://${address}`)
  const path = `/api/v1/query?query=${encodeURIComponent(query)}`
  // A URL object leaves the default port out.
  return ['timeout', '15', 'bash', '-c', ask, 'ask', hostname, port || '80', path]
}

/** Judges an answer. A query without data fails: nothing is proved. */
export function metricResult(
  place: Place,
  { name, operator, limit }: MetricCheck,
  { code, stdout }: Pick<Ran, 'code' | 'stdout'>,
): CheckResult {
  const expected = `${operator} ${limit}`
  const answer = valuesOf(code, stdout)
  if (typeof answer === 'string') return result(place, name, expected, [[answer], ''])
  const wrong = answer.filter(({ value }) => !holds[operator](value, limit))
  const told = answer.map(describe).join('; ')
  return result(place, name, expected, [wrong.map(describe), told])
}

interface Sample {
  labels: string
  value: number
}

function describe({ labels, value }: Sample): string {
  return `${labels}${labels === '' ? '' : ' '}${Number(value.toPrecision(6))}`
}

interface PrometheusAnswer {
  error?: string
  data?: { resultType: string; result: unknown }
}

/** The samples, or why there are none. */
function valuesOf(code: number | undefined, text: string): Sample[] | string {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  if (!head.startsWith('HTTP/')) {
    const said = text.trim().split('\n').at(-1) ?? ''
    return `Prometheus does not answer the host${said === '' ? ` (exit code ${code})` : `: ${said.slice(0, 200)}`}`
  }
  let answer: PrometheusAnswer
  try {
    answer = JSON.parse(rest.join('\r\n\r\n')) as PrometheusAnswer
  } catch {
    return `the answer is not Prometheus': ${head.split('\r\n')[0]}`
  }
  if (answer.error !== undefined) return `Prometheus refuses the query: ${answer.error.slice(0, 300)}`
  const { resultType, result: found } = answer.data ?? {}
  const samples =
    resultType === 'scalar'
      ? [sampleOf({}, found as [number, string])]
      : resultType === 'vector'
        ? (found as { metric: Record<string, string>; value: [number, string] }[]).map(({ metric, value }) =>
            sampleOf(metric, value),
          )
        : undefined
  if (samples === undefined) return `the query gives a ${resultType}, not a number`
  // Also of no samples at all.
  return samples.every(({ value }) => Number.isNaN(value))
    ? 'no data: the query gives nothing to compare'
    : samples
}

function sampleOf(metric: Record<string, string>, [, value]: [number, string]): Sample {
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__')
  const numbers: Record<string, number> = { '+Inf': Infinity, '-Inf': -Infinity }
  return {
    labels: labels.length === 0 ? '' : `{${labels.map(([name, one]) => `${name}="${one}"`).join(',')}}`,
    value: numbers[value] ?? Number(value),
  }
}

import type { Command } from '../host/quote.ts'
import type { MetricCheck } from '../model/metric-checks.ts'
import type { Ran } from '../runner/ran.ts'

const holds: Record<MetricCheck['operator'], (value: number, limit: number) => boolean> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
}

/** Hosts need not have curl; bash speaks to a port by itself. */
const ask = `exec 2>&1; exec 3<>"/dev/tcp/$1/$2" || exit
printf 'GET %s HTTP/1.0\\r\\nHost: %s\\r\\nAccept: application/json\\r\\n\\r\\n' "$3" "$1" >&3; cat <&3`

/** Asks Prometheus as the host reaches it. `address` is `host:port`. */
export function metricCommand(address: string, { query }: Pick<MetricCheck, 'query'>): Command {
  const { hostname, port } = new URL(`http://${address}`)
  const path = `/api/v1/query?query=${encodeURIComponent(query)}`
  // A URL object leaves the default port out.
  return ['timeout', '15', 'bash', '-c', ask, 'ask', hostname, port || '80', path]
}

/** What Prometheus said of a check. */
export interface MetricVerdict {
  passed: boolean
  /** The values that are beyond the limit, else all values, else why there are none. */
  got: string
  /** Why nothing could be asked, whatever the shop does: no Prometheus, or a query that it refuses. */
  problem?: 'silent' | 'refused'
}

/** Judges an answer to {@link metricCommand}. A query without data fails: nothing is proved. Pure. */
export function judgeMetric(
  { operator, limit }: MetricCheck,
  { code, stdout }: Pick<Ran, 'code' | 'stdout'>,
): MetricVerdict {
  const answer = valuesOf(code, stdout)
  if (!Array.isArray(answer)) return { passed: false, ...answer }
  const wrong = answer.filter(({ value }) => !holds[operator](value, limit))
  return { passed: wrong.length === 0, got: (wrong.length === 0 ? answer : wrong).map(describe).join('; ') }
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
function valuesOf(code: number, text: string): Sample[] | Omit<MetricVerdict, 'passed'> {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  if (!head.startsWith('HTTP/')) {
    const said = text.trim().split('\n').at(-1) ?? ''
    const why = said === '' ? ` (exit code ${code})` : `: ${said.slice(0, 200)}`
    return { problem: 'silent', got: `Prometheus does not answer the host${why}` }
  }
  let answer: PrometheusAnswer
  try {
    answer = JSON.parse(rest.join('\r\n\r\n')) as PrometheusAnswer
  } catch {
    return { problem: 'silent', got: `the answer is not Prometheus': ${head.split('\r\n')[0]}` }
  }
  if (answer.error !== undefined)
    return { problem: 'refused', got: `Prometheus refuses the query: ${answer.error.slice(0, 300)}` }
  const { resultType, result: found } = answer.data ?? {}
  const samples =
    resultType === 'scalar'
      ? [sampleOf({}, found as [number, string])]
      : resultType === 'vector'
        ? (found as { metric: Record<string, string>; value: [number, string] }[]).map(({ metric, value }) =>
            sampleOf(metric, value),
          )
        : undefined
  if (samples === undefined)
    return { problem: 'refused', got: `the query gives a ${resultType}, not a number` }
  // Also of no samples at all.
  return samples.every(({ value }) => Number.isNaN(value))
    ? { got: 'no data: the query gives nothing to compare' }
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

import { code, inlineCode } from '../../report/markdown.ts'
import type { Speed } from './speed.ts'

/** The distribution of response times as a chart that GitHub draws, with percentiles. */
export function speedReport(speed: Speed): string {
  const { sent, failed, failures, p50, p95, p99, longest, spans, rate } = speed
  const numbers = `${sent} requests, ${rate} a second: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, the longest ${longest} ms`
  // Without answers there are no times: neither numbers nor a chart.
  if (failed === sent)
    return `${sent} requests, ${rate} a second: none was answered with 2xx (${failures.map(inlineCode).join(', ')}).`
  const most = Math.max(1, ...spans.map(({ count }) => count))
  const chart = [
    'xychart-beta',
    '  title "Answers by response time"',
    `  x-axis "milliseconds" [${spans.map(({ upTo }) => (Number.isFinite(upTo) ? `"≤ ${upTo}"` : '"more"')).join(', ')}]`,
    `  y-axis "answers" 0 --> ${most}`,
    `  bar [${spans.map(({ count }) => count).join(', ')}]`,
  ].join('\n')
  return `${numbers}${failed === 0 ? '' : `, ${failed} not answered`}.\n\n${code(chart, 'mermaid')}`
}

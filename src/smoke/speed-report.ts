import { code } from '../report/markdown.ts'
import type { Speed } from './speed.ts'

/** How the times of the answers are spread, as a chart that GitHub draws, and the numbers that people compare. */
export function speedReport(speed: Speed): string {
  const { sent, failed, p50, p95, p99, longest, spans, rate } = speed
  const numbers = `${sent} requests, ${rate} a second: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, the longest ${longest} ms`
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

import { counted, details, inlineCode, table } from '../../report/markdown.ts'
import type { Speed } from './speed.ts'

/** How long answers took: in one line, with the distribution in a fold. */
export function speedReport(speed: Speed): string {
  const { sent, failed, failures, p50, p95, p99, longest, spans, rate } = speed
  const asked = `${counted(sent, 'request')}, ${rate} a second`
  // Without answers there are no times: neither numbers nor a distribution.
  if (failed === sent) return `${asked}: none was answered with 2xx (${failures.map(inlineCode).join(', ')}).`
  const numbers = `${asked}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, the longest ${longest} ms`
  const most = Math.max(1, ...spans.map(({ count }) => count))
  const rows = spans.map(({ upTo, count }) => [
    Number.isFinite(upTo) ? `≤ ${upTo} ms` : 'more',
    String(count),
    count === 0 ? '' : inlineCode('█'.repeat(Math.max(1, Math.round((barWidth * count) / most)))),
  ])
  return `${numbers}${failed === 0 ? '' : `, ${failed} not answered`}.\n\n${details('Answers by response time', table(['Within', 'Answers', ''], rows))}`
}

/** The width of the longest bar in characters. */
const barWidth = 30

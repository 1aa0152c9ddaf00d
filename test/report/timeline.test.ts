import { expect, it } from 'vitest'
import { type TimelineEntry, timeline, timelineChart } from '../../src/report/timeline.ts'

const start = Date.UTC(2026, 10, 23)
const entries: TimelineEntry[] = [
  { name: 'Pull the image', where: 'web-1', started: start, seconds: 4.2, result: 'done' },
  { name: 'Pull the image', where: 'web-2', started: start + 100, seconds: 5, result: 'done' },
  { name: 'Migrate', where: 'web-1', started: start + 5100, seconds: 0, result: 'skipped' },
  {
    name: 'Switch: edge, #2; 100%',
    where: 'web-1',
    started: start + 5100,
    seconds: 0.0001,
    result: 'failed',
  },
  { name: 'Start beside', where: 'web-2', started: start + 5100, seconds: 61, result: 'undone' },
]

it('The timeline shows where, when, how long and how each step ended', () => {
  expect(timeline(entries)).toBe(`|  | Step | Where | After | Took |
| --- | --- | --- | --- | --- |
| ✅ | Pull the image (web-2 took longest) | \`2 hosts\` | 0.00 s | 5.10 s |
| ⏭️ skipped | Migrate | \`web-1\` | 5.10 s |  |
| ❌ failed | Switch: edge, #2; 100% | \`web-1\` | 5.10 s | 0.00 s |
| ↩️ undone | Start beside | \`web-2\` | 5.10 s | 1 min 1 s |

\`\`\`mermaid
gantt
  dateFormat x
  axisFormat %s s
  section 2 hosts
    Pull the image (web-2 took longest) :done, 0, 5100ms
  section web-1
    Switch edge 2 100 :crit, 5100, 1ms
  section web-2
    Start beside :active, 5100, 61000ms
\`\`\``)
})

it('The timeline is empty without steps', () => {
  expect(timeline([])).toBe('')
})

it('A name of special characters does not break the chart', () => {
  expect(timelineChart([{ name: '::', where: ' ', started: 0, seconds: 1, result: 'done' }])).toContain(
    '  section -\n    - :done, 0, 1000ms',
  )
})

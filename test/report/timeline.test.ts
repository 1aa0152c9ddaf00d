import { expect, it } from 'vitest'
import { type TimelineEntry, timeline } from '../../src/report/timeline.ts'

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

it('The timeline shows each step once: how it ended, where, when and how long', () => {
  expect(timeline(entries)).toBe(
    `<details><summary>4 steps in 1 min 6 s</summary>

|  | Step | Where | After | Took | When |
| --- | --- | --- | --- | --- | --- |
| ✅ | Pull the image | 2 hosts | 0.00 s | 5.10 s | \`█░░░░░░░░░░░░░░░\` |
| ⏭️ skipped | Migrate | web-1 | 5.10 s |  |  |
| ❌ failed | Switch: edge, #2; 100% | web-1 | 5.10 s | 0.00 s | \`░█░░░░░░░░░░░░░░\` |
| ↩️ undone | Start beside | web-2 | 5.10 s | 1 min 1 s | \`░███████████████\` |

</details>`.replace(/(?<=\d) (?=s|min)|(?<=min) (?=\d)/g, (space, at: number) =>
      at < 45 ? space : '\u00a0',
    ),
  )
})

it('The timeline of a single host does not name it in every line', () => {
  const [first] = entries
  expect(timeline(first === undefined ? [] : [first])).not.toMatch(/Where|web-1/)
})

it('The timeline names the host that was much slower than others', () => {
  const both = entries.slice(0, 2).map((entry, index) => ({ ...entry, seconds: 4 + index * 9 }))
  expect(timeline(both)).toContain('| Pull the image | 0')
  expect(timeline([...both, ...entries.slice(4)])).toContain('| 2 hosts, web-2 took longest |')
})

it('An image in the timeline is short, and still tells one from another', () => {
  const name = `Pull localhost:5000/shop/backend@sha256:${'a1'.repeat(32)}, redis:7`
  const [first] = entries
  expect(timeline(first === undefined ? [] : [{ ...first, name }])).toContain(
    '| Pull backend@a1a1a1a1a1a1, redis:7 |',
  )
})

it('The timeline is empty without steps', () => {
  expect(timeline([])).toBe('')
})

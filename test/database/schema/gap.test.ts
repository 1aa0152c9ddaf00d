import { describe, expect, test } from 'vitest'
import { schemaGap } from '../../../src/database/schema/gap.ts'
import { type HistoryLine, parseHistory, standing } from '../../../src/database/schema/history.ts'
import type { Release } from '../../../src/model/release/release.ts'
import { exampleRelease } from '../../model/example.ts'

const release = (id: string, version: string, schema?: Record<string, string>): Release => ({
  ...exampleRelease(id),
  version,
  ...(schema === undefined ? {} : { schema }),
})

const v1 = release('20260101', '3.20.4', { order: '0001_initial' })
const v2 = release('20260102', '3.21.0', { order: '0002_total' })
const v3 = release('20260103', '3.22.0-a.1', { order: '0003_tax' })

function line(
  of: Release,
  did: HistoryLine['did'],
  names: string[],
  more: Partial<HistoryLine> = {},
): HistoryLine {
  const at = `2026-01-${of.id.slice(-2)}T12:00:00.000Z`
  return { at, did, release: of.id, version: of.version, names, dangers: [], ...more }
}

const first = line(v1, 'applied', ['order.0001_initial'])
const second = line(v2, 'applied', ['order.0002_total'])
const third = line(v3, 'applied', ['order.0003_tax'])
const danger = 'order.0002_total: Remove field note from order: the release that still serves may use it'

describe('old code on the schema as it is', () => {
  test.for<[title: string, from: Release, to: Release, history: HistoryLine[], reasons: string[]]>([
    ['the same schema', { ...v2, schema: v1.schema ?? {} }, v1, [first], []],
    ['the next minor version, and nothing that it takes away', v2, v1, [first, second], []],
    [
      'the next minor version takes away what old code uses',
      v2,
      v1,
      [first, { ...second, dangers: [danger] }],
      [danger],
    ],
    [
      'two minor versions',
      v3,
      v1,
      [first, second, third],
      ['the schema is that of 3.22.0-a.1, more than one minor version away from 3.20.4'],
    ],
    ['one of two minor versions', v3, v2, [first, { ...second, dangers: [danger] }, third], []],
    [
      'another major version',
      { ...v2, version: '4.0.0' },
      v1,
      [first],
      ['the schema is that of 4.0.0, more than one minor version away from 3.20.4'],
    ],
    [
      'a version that is a commit',
      { ...v2, version: '1a2b3c4' },
      v1,
      [first],
      ['nobody can tell whether 1a2b3c4 and 3.20.4 are adjacent versions'],
    ],
    [
      'a target from before this was recorded',
      v2,
      release(v1.id, '3.20.4'),
      [],
      ['which migrations 20260101 knows was not recorded when it was deployed'],
    ],
    [
      'a newer release that had nobody asked',
      release(v2.id, '3.21.0'),
      v1,
      [first],
      ['which migrations 20260102 has brought was not recorded when it was deployed'],
    ],
    [
      'a failed deploy has left its migration',
      { ...v2, schema: v1.schema ?? {} },
      v1,
      [first, { ...line(release('20260105', '3.23.0'), 'applied', ['a.1']), dangers: ['a.1: gone'] }],
      ['the schema is that of 3.23.0, more than one minor version away from 3.20.4', 'a.1: gone'],
    ],
    ['forward again, the schema was kept', v1, v2, [first, second], []],
    [
      'forward again, the schema was reversed',
      v1,
      v2,
      [
        first,
        second,
        line(v2, 'reversing', ['order.0002_total']),
        line(v2, 'reversed', ['order.0002_total']),
      ],
      ['20260102 needs order.0002_total, which the database no longer has: deploy it anew instead'],
    ],
    [
      'forward again, nobody knows how far the reversal came',
      v1,
      v2,
      [first, second, line(v2, 'reversing', ['order.0002_total'])],
      ['20260102 needs order.0002_total, which the database no longer has: deploy it anew instead'],
    ],
    [
      'forward again, an older backup was restored',
      v1,
      v2,
      [first, second, line(v1, 'restored', [], { of: '2026-01-02T11:00:00.000Z' })],
      ['20260102 needs order.0002_total, which the database no longer has: deploy it anew instead'],
    ],
  ])('The schema gap is judged: %s', ([, from, to, history, reasons]) => {
    expect(schemaGap(from, to, history)).toEqual(reasons)
  })
})

describe('the history', () => {
  test('The migration history is read except for a truncated line', () => {
    expect(parseHistory(`${JSON.stringify(first)}\n${JSON.stringify(second).slice(0, 40)}`)).toEqual([first])
  })

  test('A restored backup brings back migrations that were reversed after it', () => {
    const lines = [
      first,
      second,
      line(v2, 'reversed', ['order.0002_total'], { at: '2026-01-04' }),
      line(v2, 'restored', [], { at: '2026-01-05', of: '2026-01-03' }),
    ]
    expect([...standing(lines).keys()]).toEqual(['order.0001_initial', 'order.0002_total'])
  })
})

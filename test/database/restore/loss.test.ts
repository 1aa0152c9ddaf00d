import { expect, test } from 'vitest'
import { losses, lossText } from '../../../src/database/restore/loss.ts'

const now = new Map([
  ['public.same', 5],
  ['public.note', 1570],
  ['public.new', 3],
  ['public.shrunk', 1],
])
const inBackup = new Map<string, number | undefined>([
  ['public.same', 5],
  ['public.note', 500],
  ['public.shrunk', 4],
  ['public.gone', 2],
])

test('The largest losses come first, and restored rows last', () => {
  expect(losses(now, inBackup)).toEqual([
    { table: 'public.note', now: 1570, inBackup: 500 },
    { table: 'public.new', now: 3, inBackup: 0 },
    { table: 'public.gone', now: 0, inBackup: 2 },
    { table: 'public.shrunk', now: 1, inBackup: 4 },
  ])
})

test('The losses are reported as a sentence', () => {
  expect(lossText(losses(now, inBackup))).toBe(
    'public.note loses 1,070 of 1,570 rows, public.new loses 3 of 3 rows, public.gone gets 2 rows back, public.shrunk gets 3 rows back; what was changed since goes back too',
  )
  expect(lossText([])).toMatch(/^every table has as many rows as now/)
  expect(lossText([{ table: 'a.b', now: 7, inBackup: undefined }])).toContain('a.b 7 rows now, not counted')
})

test('A report of many tables names only the first ones', () => {
  const many = Array.from({ length: 14 }, (_, index) => ({ table: `a.t${index}`, now: 1, inBackup: 0 }))
  expect(lossText(many)).toContain('a.t9 loses 1 of 1 rows, and 4 more tables;')
})

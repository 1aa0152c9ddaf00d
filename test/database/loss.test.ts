import { expect, test } from 'vitest'
import { losses, lossText } from '../../src/database/loss.ts'

const now = new Map([
  ['public.same', 5],
  ['public.note', 1570],
  ['public.new', 3],
  ['public.shrunk', 1],
])
const back = new Map<string, number | undefined>([
  ['public.same', 5],
  ['public.note', 500],
  ['public.shrunk', 4],
  ['public.gone', 2],
])

test('the largest losses come first, and what comes back last', () => {
  expect(losses(now, back)).toEqual([
    { table: 'public.note', now: 1570, back: 500 },
    { table: 'public.new', now: 3, back: 0 },
    { table: 'public.gone', now: 0, back: 2 },
    { table: 'public.shrunk', now: 1, back: 4 },
  ])
})

test('they are told as a sentence', () => {
  expect(lossText(losses(now, back))).toBe(
    'public.note loses 1,070 of 1,570 rows, public.new loses 3 of 3 rows, public.gone gets 2 rows back, public.shrunk gets 3 rows back; what was changed since goes back too',
  )
  expect(lossText([])).toMatch(/^every table has as many rows as now/)
  expect(lossText([{ table: 'a.b', now: 7, back: undefined }])).toContain('a.b 7 rows now, not counted')
})

test('of many tables only the first are named', () => {
  const many = Array.from({ length: 14 }, (_, index) => ({ table: `a.t${index}`, now: 1, back: 0 }))
  expect(lossText(many)).toContain('a.t9 loses 1 of 1 rows, and 4 more tables;')
})

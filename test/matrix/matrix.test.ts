import { expect, test } from 'vitest'
import { casesOf, diagonal, mayServe, nameOf, stepsIn } from './matrix.ts'

const begun = (...titles: string[]): string =>
  titles
    .map((title) => `::debug::▶ ${title}\n::group::${title}\nsaid\n::endgroup::\n✔ ${title} (1 s)\n`)
    .join('')

const whole = begun(
  'Take the lock',
  'Write release 20261123-064512-1a2b3c4d5e6f',
  'Start 1 web',
  'Switch port 8000 to 1 web',
  'Start 1 web',
  'Commit: the point of no return',
  'Let requests in flight finish',
)

test('Steps are read from a log, without what differs from run to run, each with its turn', () => {
  expect(stepsIn(whole).map(nameOf)).toEqual([
    'Take the lock',
    'Write release #',
    'Start # web',
    'Switch port # to # web',
    'Start # web (2)',
    'Commit: the point of no return',
    'Let requests in flight finish',
  ])
})

test('Every fault strikes at every step, and on each host in turn', () => {
  const all = casesOf('deploy', 3, stepsIn(whole), ['kill', 'cut'], 1)
  expect(all).toHaveLength(14)
  expect(new Set(all.map(({ id }) => id)).size).toBe(14)
  expect(new Set(all.filter(({ fault }) => fault === 'cut').map(({ host }) => host)).size).toBe(3)
  for (const { delay } of all) expect(delay).toBeLessThan(300)
  expect(casesOf('deploy', 3, stepsIn(whole), ['kill', 'cut'], 1)).toEqual(all)
  expect(casesOf('deploy', 3, stepsIn(whole), ['kill', 'cut'], 2)).not.toEqual(all)
})

test('The diagonals together are the whole matrix, and each has every step once', () => {
  const faults = ['kill', 'cut', 'disk'] as const
  const all = casesOf('scale', 1, stepsIn(whole), faults, 1)
  const parts = faults.map((_, which) => diagonal(all, faults, which))
  for (const part of parts) expect(new Set(part.map(({ step }) => nameOf(step))).size).toBe(7)
  expect(new Set(parts.flat()).size).toBe(all.length)
})

test.for([
  ['green', 0, whole, 'new'],
  ['red before the commit', 1, begun('Take the lock', 'Undo everything'), 'old'],
  ['red in the commit', 1, begun('Commit: the point of no return', 'Undo everything'), 'old new'],
  ['killed after the commit', -1, whole, 'new'],
] as const)('The log of a run that is %s tells what may serve', ([, code, log, serves]) => {
  const may = mayServe(log, code)
  expect(
    Object.entries(may)
      .flatMap(([name, is]) => (is ? [name] : []))
      .join(' '),
  ).toBe(serves)
})

import { expect, it } from 'vitest'
import { type Round, streak, summarize, verdict } from '../../src/smoke/verdict.ts'

/** Rounds of one check, `+` good and `-` bad. */
const rounds = (signs: string): Round[] =>
  signs.split('').map((sign, index) => [
    {
      name: 'health',
      where: 'outside',
      severity: 'error' as const,
      expected: '200',
      got: sign === '+' ? '200' : `refused ${index}`,
      passed: sign === '+',
      seconds: 0,
    },
  ])

it.each([
  ['', 0],
  ['-', 0],
  ['+', 1],
  ['-++', 2],
  ['++-', 0],
])('The streak of %j is %i', (signs, expected) => {
  expect(streak(rounds(signs))).toBe(expected)
})

it.each([
  ['+++', 0, 'passed'],
  ['++', 10, 'again'],
  ['-+++', 59, 'passed'],
  ['-+++', 61, 'passed'],
  ['++-++', 59, 'again'],
  ['++-++', 60, 'failed'],
  ['-', 60, 'failed'],
] as const)('The verdict is %s after %i of 60 s: %s', (signs, elapsed, expected) => {
  expect(verdict(rounds(signs), { elapsed, timeout: 60, consecutive: 3 })).toBe(expected)
})

it('The verdict shows the latest failure of a check that passes now and then', () => {
  expect(summarize(rounds('-+-+'), 3)).toMatchObject([
    { passed: false, got: 'refused 2', roundsPassed: 2, rounds: 4 },
  ])
})

it('The verdict ignores failures before the last rounds', () => {
  expect(summarize(rounds('--+++'), 3)).toMatchObject([
    { passed: true, got: '200', roundsPassed: 3, rounds: 5 },
  ])
})

it('A round with failed warnings only is a good round', () => {
  const [round = []] = rounds('-')
  expect(streak([round.map((one) => ({ ...one, severity: 'warning' as const }))])).toBe(1)
  expect(streak([round])).toBe(0)
})

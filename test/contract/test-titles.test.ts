import { expect, test } from 'vitest'
import { files } from './project.ts'
import { titleProblems } from './test-titles.ts'

/** All but this one, whose examples are wrong on purpose. */
const tests = (await files('test/**/*.test.ts')).filter(({ path }) => !path.endsWith('test-titles.test.ts'))

test('Each title of a test is a whole sentence', () => {
  expect(titleProblems(tests)).toEqual([])
})

test('The rule finds titles that only continue their describe, and those of tables', () => {
  const text = `
  it('comes back as it was', () => {})
  it('The record is read back unchanged', async () => {})
  test.for(rows)('of %s', ([name]) => {})
  test.for(rows)('%s', ([name]) => {})
  describe.each(rows)('of %s', ([name]) => {})
  it.each([1, 2])('is refused: %s', (one) => {})
  it.each([['a', 1]])(
    'The value %s becomes %i',
    (name, one) => {},
  )
`
  expect(titleProblems([{ path: 'a.test.ts', text }])).toEqual([
    'a.test.ts: comes back as it was',
    'a.test.ts: of %s',
    'a.test.ts: is refused: %s',
  ])
})

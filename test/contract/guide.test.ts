import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const [rows = [], commands = []] = read('docs/guide.md')
  .split('\n## Commands')
  .map((part) => [...part.matchAll(/^\| ([2-9AB1].*) \|$/gm)].map(([, row = '']) => row.split(/(?<!\\)\| ?/)))

/** The sections of the guide in its order, with the number of rows that each has; 55 in all. */
const sections: [section: string, count: number][] = [
  ...(
    ['2.1.1', '2.1.2', '2.2, 2.3', '3.1', '3.2.1', '3.2.2', '4.1', '4.2', '5.1', '5.2.1', '5.2.3'] as const
  ).map((one): [string, number] => [one, 1]),
  ...(['6.1.1', '6.1.2', '6.2.1, 6.2.2', '6.2.3', '6.2.4'] as const).map((one): [string, number] => [one, 1]),
  ...([
    ['6.2.5', 3],
    ['6.3', 1],
    ['7.1.1', 1],
    ['7.1.2', 2],
    ['7.2.1, 7.2.2', 1],
    ['7.2.3', 1],
    ['7.2.4', 1],
    ['7.3', 1],
    ['8.1', 1],
    ['8.1.2', 1],
    ['8.2', 1],
    ['8.3', 1],
    ['9.1', 1],
    ['9.2', 1],
    ['9.3', 1],
    ['10.1', 1],
    ['10.2', 4],
    ['10.3', 1],
    ['11.1', 1],
    ['11.2', 1],
    ['11.3', 1],
    ['12.1', 1],
    ['12.2', 1],
    ['A before', 1],
    ['A after', 1],
    ['B development', 1],
    ['B staging', 1],
    ['B production', 2],
    ['B maintenance', 4],
  ] as [string, number][]),
]

it('All 55 rows of the guide are there, in its order', () => {
  const expected = sections.flatMap(([section, count]) => Array.from({ length: count }, () => section))
  expect(expected).toHaveLength(55)
  expect(rows.map(([section = '']) => section.trim())).toEqual(expected)
})

it('Each row says whether it is done, what does it, and what is missing if not', () => {
  for (const [section, name, state = '', now = ''] of rows) {
    const row = `${section}${name}`
    expect(state.trim(), row).toMatch(/^(Done|Partly|Not yet)$/)
    expect(now.length, row).toBeGreaterThan(5)
  }
  const done = rows.filter(([, , state]) => state?.trim() === 'Done')
  for (const [section, , , now] of done) {
    expect(now, section).toMatch(/\[.+\]\(.+\)/)
    expect(now, section).not.toMatch(/not yet/i)
  }
})

it('Each command of the table has something that does it now, and a test that tried it', () => {
  expect(commands.length).toBeGreaterThan(25)
  for (const columns of commands)
    expect(columns.map((one) => one.trim()).every((one) => one !== '')).toBe(true)
  const untried = commands.filter(([, , , tried = '']) => !tried.includes('](../test/'))
  expect(untried.map(([, , , tried]) => tried?.trim())).toEqual(['not tried: nothing of this project'])
})

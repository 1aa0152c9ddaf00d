import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const folder = join(import.meta.dirname, '../../workflows-examples')
const texts = globSync('*.yml', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'))

/** The schedules that a workflow asks for in its expressions. */
const askedFor = (text: string): string[] =>
  [...text.matchAll(/github\.event\.schedule == '([^']+)'/g)].map(([, cron = '']) => cron)

it('An example asks only for schedules that it has: else the weekly test of a backup would never come', () => {
  const asking = texts.filter((text) => askedFor(text).length > 0)
  expect(asking.length).toBeGreaterThan(0)
  for (const text of asking) {
    const { on } = parse(text) as { on: { schedule: { cron: string }[] } }
    expect(on.schedule.map(({ cron }) => cron)).toEqual(expect.arrayContaining(askedFor(text)))
  }
})

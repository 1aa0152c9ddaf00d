import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { guardScript, inspectScript, pullScript } from '../../src/host/guard.ts'

const folder = join(import.meta.dirname, '../../src/host/guard')
const parts = globSync('*.sh', { cwd: folder })

it.each(parts)('The guard includes its part %s', (part) => {
  expect(guardScript()).toContain(readFileSync(join(folder, part), 'utf8'))
})

it('The guard needs no file that the host would have to have', () => {
  expect(guardScript().match(/^\s*(\.|source) .*$/gm)).toBeNull()
})

it.each([
  ['that asks questions', inspectScript()],
  ['that pulls images', pullScript()],
])('The program %s is sent without the guard', (_, text) => {
  expect(text).not.toContain('undo')
  expect(text.length).toBeLessThan(guardScript().length / 10)
})

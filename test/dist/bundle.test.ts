import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actionNames } from '../../scripts/build.ts'

const dist = join(import.meta.dirname, '../../dist')
const read = (name: string): string => readFileSync(join(dist, name), 'utf8')
const built = globSync('**', { cwd: dist })

it.each(await actionNames())('The file that starts %s has two lines', (name) => {
  expect(read(`${name}.js`)).toBe(`import { run } from './index.js'\nawait run('${name}')\n`)
})

it('No package is loaded before an action needs it', () => {
  const packages = [...read('index.js').matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)/g)].map(
    ([, name]) => name,
  )
  expect([...new Set(packages)]).toEqual([])
  expect(read('index.js').length).toBeLessThan(80_000)
})

it('Each chunk has a name, and every imported chunk exists', () => {
  const chunks = built.filter((name) => name.endsWith('.index.js'))
  expect(chunks.filter((name) => /^\d/.test(name))).toEqual([])
  const loads = ['index.js', ...chunks].flatMap((name) =>
    [...read(name).matchAll(/_require__\.e\((?:\/\* import\(\) \*\/ )?([^)]*)\)/g)].map(([, id]) => id),
  )
  expect([...new Set(loads)].sort()).toEqual(
    chunks.map((name) => `"${name.replace('.index.js', '')}"`).sort(),
  )
})

it('The bundle contains nothing for a single kind of machine', () => {
  expect(built.filter((name) => /\.(node|exe|dll|wasm)$/.test(name))).toEqual([])
})

it('The bundle is not minified, so that people can read what runs', () => {
  expect(read('index.js')).toContain('async function runAction(contract, body)')
})

it('The bundle names the licence of every package in it', () => {
  const shipped = new Set<string>()
  for (const name of built.filter((file) => file.endsWith('index.js')))
    for (const [, found] of read(name).matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g))
      shipped.add(found ?? '')
  const named = new Set(read('licenses.txt').split('\n'))
  expect([...shipped].filter((name) => !named.has(name))).toEqual([])
})

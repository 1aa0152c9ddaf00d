import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actionNames } from '../../scripts/build.ts'

const dist = join(import.meta.dirname, '../../dist')
const read = (name: string): string => readFileSync(join(dist, name), 'utf8')
const built = globSync('**', { cwd: dist })

it.each(await actionNames())('starts %s in two lines', (name) => {
  expect(read(`${name}.js`)).toBe(`import { run } from './index.js'\nawait run('${name}')\n`)
})

it('loads no package before an action asks for it', () => {
  const packages = [...read('index.js').matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)/g)].map(
    ([, name]) => name,
  )
  expect([...new Set(packages)]).toEqual([])
  expect(read('index.js').length).toBeLessThan(80_000)
})

it('holds nothing that runs on one kind of machine only', () => {
  expect(built.filter((name) => /\.(node|exe|dll|wasm)$/.test(name))).toEqual([])
})

it('is not minified: what runs can be read', () => {
  expect(read('index.js')).toContain('async function runAction(contract, body)')
})

it('names the licence of every package in it', () => {
  const shipped = new Set<string>()
  for (const name of built.filter((file) => file.endsWith('index.js')))
    for (const [, found] of read(name).matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g))
      shipped.add(found ?? '')
  const named = new Set(read('licenses.txt').split('\n'))
  expect([...shipped].filter((name) => !named.has(name))).toEqual([])
})

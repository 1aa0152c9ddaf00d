import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { commandsOf } from '../../scripts/quickstart/page.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/quickstart.md'), 'utf8')
const values = { shop: 'shop.test', admin: 'root', email: 'a@shop.test', suite: 'org/saleor-deploy' }

it.each(Object.keys(values))('The quickstart stops before it writes a file when %s is left empty', (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'untouched-'))
  const given = Object.fromEntries(Object.entries(values).filter(([key]) => key !== name))
  const blocks = commandsOf(page, given, 'name').slice(0, 3).join('\n')
  const { status, stderr } = spawnSync('bash', ['-c', blocks], { cwd: folder, encoding: 'utf8' })
  expect(status).not.toBe(0)
  expect(stderr).toContain(`${name}: is empty. Fill it in above.`)
  expect(readdirSync(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runDist } from '../e2e/run-dist.ts'

/** Throws where nothing of the action waits for it, and prints past the log, as a package could. */
const stray = `setTimeout(() => {
  process.stderr.write('a package: ##[')
  process.stderr.write('set-output name=release]evil\\n')
  throw new Error('boot ##[set-output name=release]evil\\n::stop-commands::x')
}, 700)`

it('An uncaught error makes the job red, with no command to the runner in its text', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'stray-')), 'stray.mjs')
  await writeFile(file, stray)
  const ran = await runDist('smoke-test', {
    inputs: { url: 'http://127.0.0.1:12', interval: '5s', timeout: '5m', 'load-duration': '0' },
    env: { NODE_OPTIONS: `--import ${file}` },
  })
  expect(ran.code).toBe(1)
  expect(ran.seconds).toBeLessThan(60)
  expect(ran.log).toContain('a package: ## [set-output name=release]evil')
  expect(ran.commands.map(({ name }) => name)).toEqual(['error'])
  expect(ran.commands[0]?.data).toContain('boot ## [set-output name=release]evil\n: :stop-commands::x')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startGitHub } from './server.ts'
import { tallyLine, tallyVariable } from './tally.ts'

const before = process.env[tallyVariable]
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tally-'))
  process.env[tallyVariable] = join(folder, 'calls')
})
afterEach(() => {
  if (before === undefined) delete process.env[tallyVariable]
  else process.env[tallyVariable] = before
  rmSync(folder, { recursive: true })
})

it('The tally adds up what several stand-ins have checked, and no more', async () => {
  for (const paths of [['', '/deployments'], ['', '/no-such-thing'], []]) {
    const github = await startGitHub()
    const headers = { authorization: `Bearer ${github.token}` }
    for (const path of paths) await fetch(`${github.url}/repos/org/shop${path}`, { headers })
    await github.close()
  }
  expect(tallyLine(join(folder, 'calls'))).toBe(
    "GitHub's API: 2 endpoints, 3 calls held against GitHub's own description",
  )
})

it('The tally says nothing where nothing was checked', () => {
  expect(tallyLine(join(folder, 'calls'))).toBe('')
})

import * as processes from 'node:child_process'
import { globSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { takeRefusals } from '../nothing-outside.ts'
import { root } from './project.ts'

/** What the setup file of the unit tests said to something that was tried, and kept for the end of the test. */
function refusalOf(trial: () => unknown): string {
  expect(trial).toThrow('A unit test')
  const [said = '', ...more] = takeRefusals()
  expect(more).toEqual([])
  return said
}

describe('a unit test', () => {
  it.each<[string, () => unknown]>([
    ['spawn', () => processes.spawn('true')],
    ['spawnSync', () => processes.spawnSync('true')],
    ['exec', () => processes.exec('true')],
    ['execSync', () => processes.execSync('true')],
    ['execFile', () => processes.execFile('true')],
    ['execFileSync', () => processes.execFileSync('true')],
    ['fork', () => processes.fork('true')],
  ])('A unit test starts no process with %s, and the error says where such a test belongs', (name, trial) => {
    expect(refusalOf(trial)).toBe(
      `A unit test starts a process (${name}("true")): pass a fake from test/fakes, or name its file *.integration.test.ts`,
    )
  })

  it('A unit test opens no socket, neither to listen nor to connect', () => {
    expect(refusalOf(() => createServer().listen(0))).toContain('A unit test opens a socket (listen)')
    expect(refusalOf(() => connect(9))).toContain('A unit test opens a socket (connect)')
  })

  it('A unit test sends no request', async () => {
    await expect(fetch('http://127.0.0.1:40404')).rejects.toThrow('fetch failed')
    expect(takeRefusals()).toEqual([expect.stringContaining('A unit test opens a socket')])
  })
})

describe('the size of a test file', () => {
  it('A test file outside of test/e2e ends with .test.ts, .integration.test.ts or .saleor.test.ts, which tells its size', () => {
    const others = globSync('test/**/*.*.ts', { cwd: root }).filter(
      (path) => !/^test\/[^.]+(\.integration|\.saleor)?\.test\.ts$/.test(path),
    )
    expect(others).toEqual([])
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { alone } from './lock.ts'

test('Two pieces of work on one subject never overlap; on two subjects they may', async () => {
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    await sleep(30)
    order.push(`${name} ends`)
  }
  await Promise.all([alone('lock-test', work('a')), alone('lock-test', work('b'))])
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('Work that fails lets go of its lock', async () => {
  const failing = alone('lock-test-failing', () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect(await alone('lock-test-failing', async () => 'mine')).toBe('mine')
})

test('A process that is killed lets go of its lock', async () => {
  const lock = JSON.stringify(new URL('./lock.ts', import.meta.url).href)
  const program = `import { alone } from ${lock}
    await alone('lock-test-killed', async () => { console.log('holding'); await new Promise((r) => setTimeout(r, 60000)) })`
  const lockOwner = spawn(process.execPath, ['--input-type=module', '--eval', program])
  await once(lockOwner.stdout, 'data')
  lockOwner.kill('SIGKILL')
  expect(await alone('lock-test-killed', async () => 'mine')).toBe('mine')
})

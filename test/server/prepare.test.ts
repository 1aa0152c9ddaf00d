import { expect, test } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import type { Ran } from '../../src/runner/ran.ts'
import { planServer } from '../../src/server/plan.ts'
import { applyPlan } from '../../src/server/prepare.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { answers, bareAnswers, desired, ready } from './servers.ts'

const access = { command: ['sudo', '-S', '-p', ''], password: 'pass word', sshPort: 22 }

/** A server on which scripts answer by the first word that occurs in them. */
function server(
  rules: readonly (readonly [word: string, answer: Partial<Ran>])[],
  again: () => Promise<void> = async () => {},
): { host: Host; scripts: string[]; commands: string[] } {
  const [scripts, commands]: [string[], string[]] = [[], []]
  const host: Host = {
    name: 'shop',
    commandCount: 0,
    run: async (command, input = '') => {
      scripts.push(input)
      commands.push(command.join(' '))
      const [, answer] = rules.find(([word]) => input.includes(word)) ?? []
      return { code: 0, stdout: '', stderr: '', ...answer }
    },
    converse: () => Promise.reject(new Error('nothing to talk about')),
    again,
    close: () => {},
  }
  return { host, scripts, commands }
}

const inactive = { ...ready, firewall: { isActive: false, rules: [], other: '' } }
const firewall = planServer(inactive, desired)

test('A firewall that keeps out the next login makes the job red, and the server is left to turn it off.', async () => {
  const { host, scripts } = server([], () => Promise.reject(new Error('timed out')))
  await expect(applyPlan(host, access, firewall, desired, fakeRunner())).rejects.toMatchObject({
    reason: 'prepare-failed',
    evidence: 'timed out',
    message: expect.stringContaining('turns it off again'),
  })
  expect(scripts).toHaveLength(1)
  expect(scripts[0]).toContain('|| ufw --force disable')
})

test('After a login that succeeds the firewall stays on.', async () => {
  const { host, scripts } = server([['file os-release', { stdout: answers(bareAnswers) }]])
  await expect(applyPlan(host, access, firewall, desired, fakeRunner())).rejects.toMatchObject({
    message: expect.stringContaining('would have to be made again'),
  })
  expect(scripts[1]).toContain('touch /run/saleor-deploy-still-reachable')
})

test('A change that fails shows its last lines, and nothing comes after it.', async () => {
  const { host, scripts, commands } = server([['ufw', { code: 100, stdout: 'E: no such package\n' }]])
  await expect(applyPlan(host, access, firewall, desired, fakeRunner())).rejects.toMatchObject({
    reason: 'prepare-failed',
    evidence: 'E: no such package',
  })
  expect(scripts).toHaveLength(1)
  expect(commands.join(' ')).not.toMatch(/ufw|pass word/)
})

test('What is noted on the server holds no quote that would end its line of JSON.', async () => {
  const { host, scripts } = server([['change()', { code: 1 }]])
  const runner = fakeRunner({ context: { actor: 'a"b\\' } })
  await expect(applyPlan(host, access, firewall, desired, runner)).rejects.toThrow('exit code 1')
  expect(scripts[0]).toContain('\nby=ab\n')
})

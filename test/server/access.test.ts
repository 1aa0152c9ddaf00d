import { expect, test } from 'vitest'
import type { Host } from '../../src/host/host.ts'
import type { Ran } from '../../src/runner/ran.ts'
import { openAccess, runAsRoot } from '../../src/server/access.ts'

/** A server that answers the first question with these lines, and each script with an exit code. */
function server(
  lines: readonly string[],
  code = 0,
): { host: Host; ran: { command: readonly string[]; input: string }[] } {
  const ran: { command: readonly string[]; input: string }[] = []
  const host: Host = {
    name: 'shop',
    commandCount: 0,
    run: async (command, input = ''): Promise<Ran> => {
      ran.push({ command, input })
      return ran.length === 1
        ? { code: 0, stdout: lines.join('\n'), stderr: '' }
        : { code, stdout: '', stderr: code === 0 ? '' : 'sudo: 3 incorrect password attempts\n' }
    },
    converse: () => Promise.reject(new Error('nothing to talk about')),
    again: async () => {},
    close: () => {},
  }
  return { host, ran }
}

const connection = '198.51.100.7 50000 203.0.113.9 2222'

test('Root needs no sudo, and the port of sshd is the one of the connection.', async () => {
  const { host } = server(['0', '', '', connection])
  expect(await openAccess(host, 'root', undefined)).toEqual({
    command: [],
    password: undefined,
    sshPort: 2222,
  })
})

test('Without a password, sudo gets none.', async () => {
  const { host, ran } = server(['1000', '/usr/bin/sudo', 'free', connection])
  const access = await openAccess(host, 'ann', 'unused')
  await runAsRoot(host, access, 'whoami')
  expect(ran.at(-1)?.command.slice(0, 3)).toEqual(['sudo', '-n', 'bash'])
  expect(ran.at(-1)?.input).not.toContain('unused')
})

test('A password and a script go by standard input, and are in no argument.', async () => {
  const { host, ran } = server(['1000', '/usr/bin/sudo', '', connection])
  const access = await openAccess(host, 'ann', 'pass word')
  await runAsRoot(host, access, 'secret=1')
  expect(ran.flatMap(({ command }) => command).join(' ')).not.toMatch(/pass word|secret=1/)
  expect(ran.at(-1)?.input).toBe('pass word\n:script-follows:\nsecret=1\n')
})

test.each([
  ['there is no sudo', ['1000', '', '', ''], undefined, /there is no sudo/],
  [
    'sudo asks for a password that is not given',
    ['1000', '/usr/bin/sudo', '', ''],
    undefined,
    /asks 'ann' for a password/,
  ],
  ['the password is wrong', ['1000', '/usr/bin/sudo', '', ''], 'wrong', /3 incorrect password attempts/],
])('Nothing is done where %s.', async (_, lines, password, message) => {
  const { host } = server(lines, 1)
  await expect(openAccess(host, 'ann', password)).rejects.toMatchObject({
    reason: 'not-ready',
    message: expect.stringMatching(message),
  })
})

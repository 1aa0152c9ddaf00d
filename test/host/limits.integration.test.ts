import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inspect } from '../../src/host/inspect.ts'
import { LineConversation } from '../../src/host/ssh/line-conversation.ts'
import { runToEnd } from '../../src/host/ssh/run-to-end.ts'
import { namesOf } from '../../src/host/unresponsive.ts'
import { FakeChannel } from './channel.ts'
import { LocalHost } from './local-host.ts'

describe('a command on a host', () => {
  const limits = { seconds: 60, bytes: 1000 }

  it('A command returns its output and its exit code, also a letter that arrived in two parts', async () => {
    const channel = new FakeChannel()
    const running = runToEnd(channel.asChannel, 'input', limits)
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)]
    channel.push(first)
    channel.push(second)
    channel.stderr.push('why')
    await new Promise((resolve) => setImmediate(resolve))
    channel.emit('close', 3)
    expect(await running).toEqual({ end: 'closed', code: 3, signal: null, stdout: 'é', stderr: 'why' })
    expect(channel.did).toEqual([])
  })

  it('A command past its deadline is ended, without waiting for a server that does not confirm it', async () => {
    const channel = new FakeChannel()
    channel.says('so far')
    const ended = await runToEnd(channel.asChannel, '', { ...limits, seconds: 0.2 })
    expect(ended).toMatchObject({ end: 'late', code: null, stdout: 'so far' })
    expect(channel.did).toEqual(['signal KILL', 'close'])
  })

  it('A command with endless output is ended, and no more than the limit is kept', async () => {
    const channel = new FakeChannel()
    const running = runToEnd(channel.asChannel, '', limits)
    for (let count = 0; count < 30; count++) channel.says('x'.repeat(100))
    const { end, stdout } = await running
    expect([end, stdout.length <= 1000]).toEqual(['much', true])
    expect(channel.did).toEqual(['signal KILL', 'close'])
  })
})

describe('a conversation', () => {
  it('A conversation splits lines however they arrive, and many lines are not one endless line', async () => {
    const channel = new FakeChannel()
    const conversation = new LineConversation(channel.asChannel, 20)
    for (let count = 0; count < 10; count++) {
      channel.says('a long ')
      channel.says('line\nand\n')
      expect([await conversation.next(), await conversation.next()]).toEqual(['a long line', 'and'])
    }
    expect(channel.did).toEqual([])
  })

  it('A conversation ends at an endless line, and says so', async () => {
    const channel = new FakeChannel()
    const conversation = new LineConversation(channel.asChannel, 1000)
    const next = conversation.next()
    for (let count = 0; count < 30; count++) channel.says('x'.repeat(100))
    expect(await next).toBeUndefined()
    expect(conversation.problems()).toContain('more than 1000 characters')
    expect(channel.did).toEqual(['close'])
  })

  it('A conversation that does not begin is ended at its deadline', async () => {
    const channel = new FakeChannel()
    const conversation = new LineConversation(channel.asChannel)
    channel.says('Welcome!\n')
    expect(await conversation.startsAt('started-1', 0.2)).toBe('Welcome!\n')
    expect([conversation.isLate, channel.did]).toEqual([true, ['close']])
  })
})

describe('an inspection', () => {
  /** An engine that hangs for all questions but one. */
  function host(): LocalHost {
    const there = new LocalHost()
    there.docker('[ "$1" = version ] || sleep 60')
    return there
  }

  it('An inspection never takes a missing answer for an empty one: it names the question', async () => {
    const asking = inspect(host(), [['docker', 'version'], ['docker', 'ps', '--all'], ['true']], {
      seconds: 5,
    })
    await expect(asking).rejects.toMatchObject({
      reason: 'host-unresponsive',
      message: expect.stringMatching(
        /the Docker Engine does not answer, it hangs.* 5 s to docker ps --all\.$/,
      ),
      fix: expect.stringContaining('systemctl status docker'),
    })
  })

  it('An inspection returns the other answers where a missing one is allowed, and repeats the silent question only once', async () => {
    const there = host()
    const questions = [
      ['docker', 'ps'],
      ['echo', 'well'],
    ] as const
    const [silent, well] = await inspect(there, questions, { seconds: 5, allowSilence: true })
    expect([silent.code, well.stdout]).toEqual([124, 'well\n'])
    expect(there.dockerCalls).toEqual(['ps'])
  })

  it('An inspection reports the error of a question that fails', async () => {
    const [failed] = await inspect(host(), [['bash', '-c', 'echo out; echo why >&2; exit 3']])
    expect(failed).toEqual({ code: 3, stdout: 'out\nwhy\n', stderr: '' })
  })

  it('An inspection returns its answers on an account whose start-up file prints half a line', async () => {
    const startUp = join(mkdtempSync(join(tmpdir(), 'noisy-')), 'bashrc')
    writeFileSync(startUp, 'printf noise; echo complaint >&2')
    const noisy = new LocalHost({ BASH_ENV: startUp })
    expect(await inspect(noisy, [['echo', 'well']])).toEqual([{ code: 0, stdout: 'well\n', stderr: '' }])
  })
})

describe('the name of a command in a message', () => {
  it.each([
    [
      [['docker', 'compose', '--progress', 'quiet', '-f', '/x/compose.json', 'up', '--no-start']],
      'docker compose up --no-start',
    ],
    [[['put', '/opt/saleor/env', '600', 'QUJD']], 'put /opt/saleor/env'],
    [[['docker', 'ps', '--format', '{{.ID}}'], ['docker', 'ps'], ['df']], 'docker ps; df'],
    [['a', 'b', 'c', 'd', 'e', 'f'].map((word) => [word]), 'a; b; c; d, and 2 more'],
    [[['echo', 'x'.repeat(500)]], `echo ${'x'.repeat(112)}…`],
  ])('The command %j is called %s in a message', (commands, name) => {
    expect(namesOf(commands)).toBe(name)
  })
})

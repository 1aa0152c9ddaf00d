import { spawn } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { StepFailed, UserError } from '../../src/errors.ts'
import { guardScript } from '../../src/host/guard.ts'
import { shellLine } from '../../src/host/quote.ts'
import { Transaction } from '../../src/host/transaction.ts'
import { RecordingLog } from '../fakes/fakes.ts'
import { type LocalConversation, LocalHost } from './local-host.ts'

const hosts: LocalHost[] = []
afterEach(() => {
  for (const host of hosts.splice(0)) host.close()
})

function newHost(): LocalHost {
  const host = new LocalHost()
  hosts.push(host)
  return host
}

function begin(
  host: LocalHost,
  { wait = 0, actor = 'ada', log = new RecordingLog(), takeOver = false } = {},
): Promise<Transaction> {
  const cancelled = new AbortController().signal
  const lockOwner = {
    action: 'deploy' as const,
    run: 'https://github.com/run/1',
    actor,
    release: 'r1',
    since: '2026-01-01T10:00:00Z',
  }
  return Transaction.begin(host, host.root, lockOwner, { waitSeconds: wait, takeOver }, { log, cancelled })
}

/** The guard alone, spoken to by hand, to be as rude to it as the world is. */
async function guard(host: LocalHost, silence = 15, wait = 0): Promise<LocalConversation> {
  const words = ['transaction', host.root, String(silence), String(wait), '{"actor":"ada"}']
  return await host.converse(['bash', '-c', guardScript(), 'guard', ...words])
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 2400; tries++) {
    if (condition()) return
    await sleep(25)
  }
  throw new Error(`${what} did not come about within a minute`)
}

const failure = (ran: { stdout: string }): Error => new Error(ran.stdout)

/** Notes its number when it is played; each one may be played twice. */
const note = (number: number): string[] => ['record', 'notes', String(number)]
const notes = (host: LocalHost): string => host.read('notes').split('\n').join('')

it.each(['abort', 'commit'] as const)(
  'A half-written file of a killed writer is gone after the %s',
  async (end) => {
    const host = newHost()
    const transaction = await begin(host)
    const begun = [
      'edge/haproxy.cfg.tmp71',
      'releases/r1/restore.json.tmp71',
      'backups/b1.json.tmp71',
      'live.tmp71',
    ]
    const written = begun.map((name) => host.path(name))
    await transaction.change(
      {
        undo: [note(1)],
        run: [
          ['mkdir', '-p', 'edge', 'releases/r1', 'backups'],
          ['touch', ...written, 'mine.tmp71'],
        ],
      },
      failure,
    )
    if (end === 'commit') await transaction.commit()
    expect(await (end === 'commit' ? transaction.finish() : transaction.abort())).toBe(true)
    expect(begun.filter((name) => host.has(name))).toEqual([])
    expect(host.has('mine.tmp71')).toBe(true)
  },
)

it('A link points to the old or the new release at each moment, and to nothing else', async () => {
  const host = newHost()
  const transaction = await begin(host)
  const at = host.path('live')
  const where = async (): Promise<string> => (await host.run(['readlink', at])).stdout.trim()
  await transaction.change({ run: [['point', at, 'releases/one']] }, failure)
  expect(await where()).toBe('releases/one')
  const undo = [['point', at, 'releases/one']]
  await transaction.change(
    {
      undo,
      run: [
        ['ln', '-s', 'x', host.path('live.tmp71')],
        ['point', at, 'releases/two'],
      ],
    },
    failure,
  )
  expect(await where()).toBe('releases/two')
  expect(await transaction.abort()).toBe(true)
  expect(await where()).toBe('releases/one')
  expect((await host.run(['find', host.path(''), '-name', 'live.*'])).stdout).toBe('')
})

describe('the lock', () => {
  it('The lock is free on a new host, and free again after the end', async () => {
    const host = newHost()
    for (let round = 0; round < 2; round++) {
      const transaction = await begin(host)
      expect(transaction.recovered).toBe(false)
      expect(await transaction.abort()).toBe(true)
    }
    expect([host.has('undo.log'), host.has('holder')]).toEqual([false, false])
  })

  it('The lock names its owner, and since when', async () => {
    const host = newHost()
    const first = await begin(host, { actor: 'grace' })
    const second = await begin(host).catch((error: unknown) => error)
    expect(second).toBeInstanceOf(UserError)
    expect(second).toMatchObject({ reason: 'locked' })
    expect(String(second)).toMatch(
      /local is being changed by https:\S+ \(grace\), since 2026-01-01T10:00:00Z/,
    )
    expect(await first.abort()).toBe(true)
  })

  it('The lock names its owner also in the moment in which it is taken', async () => {
    const host = newHost()
    const taken = spawn('bash', ['-c', `flock ${host.path('lock')} bash -c 'echo taken; sleep 5'`])
    await new Promise((resolve) => taken.stdout.once('data', resolve))
    setTimeout(() => writeFileSync(host.path('holder'), '{"actor":"grace"}\n'), 300)
    const second = await begin(host).catch((error: unknown) => error)
    taken.kill()
    expect(second).toMatchObject({ reason: 'locked' })
    expect(String(second)).toContain('(grace)')
  })

  it('A run waits for the lock if told, and as long as told', async () => {
    const host = newHost()
    const log = new RecordingLog()
    const first = await begin(host, { actor: 'grace' })
    const second = begin(host, { wait: 10, log })
    await until(() => log.lines.some((line) => line.includes('grace')), 'the note of who has it')
    await first.abort()
    await (await second).abort()
    const third = await begin(host)
    const started = performance.now()
    await expect(begin(host, { wait: 1 })).rejects.toMatchObject({ reason: 'locked' })
    expect(performance.now() - started).toBeGreaterThan(900)
    await third.abort()
  })

  it('The lock cannot be stale: it ends with its process, even a killed one', async () => {
    const host = newHost()
    await begin(host)
    host.conversations[0]?.child.kill('SIGKILL')
    await host.conversations[0]?.ended
    expect(await (await begin(host)).abort()).toBe(true)
  })

  it('The lock is not kept by processes that the transaction has started', async () => {
    const host = newHost()
    const transaction = await begin(host)
    // It says itself that it has left the group, which ends with the transaction.
    const stray = `setsid bash -c 'echo $$ >stray; exec sleep 30' >/dev/null 2>&1 & until [ -s stray ]; do sleep 0.05; done`
    await transaction.attempt({ run: [['bash', '-c', stray]] })
    await transaction.abort()
    expect(await (await begin(host)).abort()).toBe(true)
    process.kill(Number(host.read('stray')))
  })
})

describe('the undo log', () => {
  /** Three changes, and one command that never ends. */
  async function changed(host: LocalHost): Promise<Transaction> {
    const transaction = await begin(host)
    await transaction.change({ undo: [note(1)], run: [['touch', 'one']] }, failure)
    await transaction.change({ undo: [note(2), note(3)], run: [['touch', 'two']] }, failure)
    expect([host.has('one'), host.has('two'), notes(host)]).toEqual([true, true, ''])
    return transaction
  }

  it('An abort plays the undo log backwards', async () => {
    const host = newHost()
    const transaction = await changed(host)
    expect(await transaction.abort()).toBe(true)
    expect(notes(host)).toBe('321')
    expect(host.has('undo.log')).toBe(false)
  })

  it('A broken connection plays the undo log', async () => {
    const host = newHost()
    await changed(host)
    host.conversations[0]?.hangUp()
    await host.conversations[0]?.ended
    expect(notes(host)).toBe('321')
  })

  it('A missing heartbeat plays the undo log', async () => {
    const host = newHost()
    const silent = await guard(host, 1)
    expect(await silent.next()).toMatch(/^ready \d+ $/)
    silent.say(`undo ${shellLine(note(1))}`)
    expect(await silent.next()).toBe('undone')
    expect(notes(host)).toBe('1')
  })

  it('A heartbeat keeps the undo log from being played', async () => {
    const host = newHost()
    const alive = await guard(host, 1)
    await alive.next()
    alive.say(`undo ${shellLine(note(1))}`)
    for (let beats = 0; beats < 4; beats++) {
      await sleep(500)
      alive.say('beat')
    }
    expect(notes(host)).toBe('')
    alive.say('abort')
    expect(await alive.next()).toBe('undone')
  })

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('The undo survives %s to the guard', async (signal) => {
    const host = newHost()
    const transaction = await changed(host)
    host.conversations[0]?.child.kill(signal)
    const ran = await transaction.attempt({ run: [['echo', 'still here']] })
    expect(ran.stdout).toBe('still here\n')
    expect(await transaction.abort()).toBe(true)
  })

  it('The next run plays the undo log of a killed guard', async () => {
    const host = newHost()
    const transaction = await changed(host)
    host.conversations[0]?.child.kill('SIGKILL')
    await expect(transaction.change({ run: [['true']] }, failure)).rejects.toMatchObject({
      reason: 'guard-lost',
    })
    expect(await transaction.abort()).toBe(false)
    expect(notes(host)).toBe('')
    const log = new RecordingLog()
    const next = await begin(host, { log })
    expect(next.recovered).toBe(true)
    expect(notes(host)).toBe('321')
    expect(log.lines.join()).toContain('undoing what an earlier run left half-done')
    await next.abort()
    expect(notes(host)).toBe('321')
  })

  it('The undo skips a last line that a crash cut off', async () => {
    const host = newHost()
    await changed(host)
    host.conversations[0]?.child.kill('SIGKILL')
    await host.conversations[0]?.ended
    appendFileSync(host.path('undo.log'), `undo ${shellLine(note(9)).slice(0, -4)}`)
    const next = await guard(host)
    expect(await next.next()).toBe('undoing')
    expect(await Promise.race([next.next(), sleep(3000)])).toMatch(/^ready \d+ $/)
    expect(notes(host)).toBe('321')
  })

  it('The undo is retried until it works', async () => {
    const host = newHost()
    const transaction = await begin(host)
    host.docker('if [ -e tried ]; then echo 1 >>notes; else touch tried; false; fi')
    await transaction.change({ undo: [['docker', 'stop', 'web-2']], run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(true)
    expect(notes(host)).toBe('1')
  })

  it('The undo stops what is running at this moment, with all its processes', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const endless = ['bash', '-c', 'sleep 60 & echo $! >child; wait']
    const running = transaction.attempt({ undo: [note(1)], run: [endless] }).catch((error: unknown) => error)
    await until(() => host.read('child') !== '', 'the command')
    expect(await transaction.abort()).toBe(true)
    expect(notes(host)).toBe('1')
    expect(() => process.kill(Number(host.read('child')), 0)).toThrow('ESRCH')
    await running
  })
})

describe('a run that takes over', () => {
  it('A run that takes over makes the other one undo everything, in the middle of a command, and tell who took over', async () => {
    const host = newHost()
    const first = await begin(host)
    await first.change({ undo: [note(2), note(1)], run: [['true']] }, failure)
    const running = first
      .attempt({ undo: [note(3)], run: [['sleep', '60']] })
      .catch((error: unknown) => error)
    const second = await begin(host, { actor: 'grace', takeOver: true })
    expect(notes(host)).toBe('312')
    expect(await running).toMatchObject({ reason: 'taken-over' })
    expect(String(await running)).toContain('(grace) took over')
    expect(second.recovered).toBe(false)
    expect(await second.abort()).toBe(true)
    expect(host.has('taker')).toBe(false)
  })

  it('A run that takes over splits the words of the undo log as before, and finds the containers of a release', async () => {
    const host = newHost()
    const first = await begin(host)
    host.docker(
      `case $1 in ps) [ -e gone ] || printf '%s\n' web-1 web-2 ;; rm) touch gone; printf '%s\n' "\${@:3}" >removed ;; esac`,
    )
    await first.change({ undo: [['sweep', 'a=b']] }, failure)
    await (await begin(host, { actor: 'grace', takeOver: true })).abort()
    expect(host.dockerCalls).toContain('rm -f web-1 web-2')
    expect(host.read('removed')).toBe('web-1\nweb-2\n')
  })

  it('A run that takes over waits for one that is past its commit', async () => {
    const host = newHost()
    const first = await begin(host)
    const later = [['sleep', '1'], note(1)]
    await first.change({ undo: [note(9)], afterCommit: later, run: [['true']] }, failure)
    await first.commit()
    const second = await begin(host, { actor: 'grace', takeOver: true })
    expect(notes(host)).toBe('1')
    expect(await first.finish()).toBe(true)
    await second.abort()
  })
})

describe('the clean-up after the commit', () => {
  it('The clean-up is done after the commit, and nothing is undone', async () => {
    const host = newHost()
    const transaction = await begin(host)
    await transaction.change({ undo: [note(9)], afterCommit: [note(1), note(2)], run: [['true']] }, failure)
    await transaction.change({ undo: [note(8)], afterCommit: [note(3)], run: [['true']] }, failure)
    await transaction.commit()
    expect(await transaction.finish()).toBe(true)
    expect(notes(host)).toBe('123')
    expect([host.has('undo.log'), host.has('holder')]).toEqual([false, false])
  })

  it('The clean-up is done also when the run is gone at once', async () => {
    const host = newHost()
    const alone = await guard(host)
    await alone.next()
    alone.say(`undo ${shellLine(note(9))}`)
    alone.say(`then ${shellLine(['sleep', '0.3'])}`)
    alone.say(`then ${shellLine(note(1))}`)
    alone.say('commit')
    alone.child.stdout.destroy()
    alone.hangUp()
    await alone.ended
    expect(notes(host)).toBe('1')
  })

  it('The commit has reserved disk space, so that a full disk does not keep one host of a fleet from it', async () => {
    const host = newHost()
    const transaction = await begin(host)
    expect(host.has('reserve')).toBe(true)
    host.docker('ls >>seen')
    await transaction.attempt({ afterCommit: [['docker', 'stop', 'web-1']] })
    await transaction.commit()
    expect(await transaction.finish()).toBe(true)
    expect(host.read('seen')).toContain('undo.log')
    expect(host.read('seen')).not.toContain('reserve')
  })

  it.each([
    ['after it wrote', false],
    ['before it could write', true],
  ])(
    'The clean-up is done by the next run when the guard was killed %s the line of history',
    async (_, isLost) => {
      const host = newHost()
      host.docker('touch began; sleep 0.5')
      const killed = await guard(host)
      await killed.next()
      killed.say(`undo ${shellLine(note(9))}`)
      killed.say(`then ${shellLine(['docker', 'stop', 'web-1'])}`)
      killed.say(`then ${shellLine(note(1))}`)
      killed.say('commit')
      await until(() => host.has('began'), 'the clean-up')
      killed.child.kill('SIGKILL')
      await sleep(600)
      if (isLost) rmSync(host.path('events.log'))
      const next = await begin(host)
      expect(next.recovered).toBe(true)
      expect(notes(host)).toBe('1')
      const events = host.read('events.log').trim().split('\n')
      expect(events.map((line) => JSON.parse(line))).toMatchObject([{ result: 'live', actor: 'ada' }])
      await next.abort()
    },
  )
})

describe('commands and files', () => {
  it('A command returns every byte of its output, and its exit code', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const odd = 'a\tb\u001b[31m é日本😀 %s \\n "quoted" \'single\' $HOME `id`\nsecond line\r\n\n  indented'
    const ran = await transaction.attempt({ run: [['bash', '-c', 'cat; exit 7'], ['never']] })
    expect(ran).toEqual({ code: 7, stdout: '', stderr: '' })
    expect((await transaction.attempt({ run: [['printf', '%s', odd]] })).stdout).toBe(odd)
    const both = await transaction.attempt({ run: [['bash', '-c', 'echo out; echo error >&2; exit 3']] })
    expect(both).toEqual({ code: 3, stdout: 'out\nerror\n', stderr: '' })
    await transaction.abort()
  })

  it('A command with much output returns the end of it', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const { stdout } = await transaction.attempt({ run: [['bash', '-c', 'seq 1 100000']] })
    expect(stdout.length).toBeGreaterThan(50_000)
    expect(stdout.endsWith('99999\n100000\n')).toBe(true)
    await transaction.abort()
  })

  it('A run stops at the first command that fails', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const run = [['touch', 'one'], ['false'], ['touch', 'two']]
    await expect(transaction.change({ run }, () => new StepFailed('start-failed', 'no'))).rejects.toThrow(
      'no',
    )
    expect([host.has('one'), host.has('two')]).toEqual([true, false])
    await transaction.abort()
  })

  it('A command is refused when its undo could not be recorded', async () => {
    const host = newHost()
    const transaction = await begin(host)
    // A full disk can't be had here; a log that is no file can't be written either.
    rmSync(host.path('undo.log'))
    mkdirSync(host.path('undo.log'))
    const ran = await transaction.attempt({ undo: [note(1)], run: [['touch', 'one']] })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('undo log could not be written')
    expect(host.has('one')).toBe(false)
    rmSync(host.path('undo.log'), { recursive: true })
    writeFileSync(host.path('undo.log'), '')
    const later = await transaction.attempt({ run: [['touch', 'two']] })
    expect([later.code, host.has('two')]).toEqual([1, false])
    await expect(transaction.commit()).rejects.toMatchObject({ reason: 'guard-lost' })
  })

  it('A file is written as a whole or not at all, with the requested permissions', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const content = Buffer.from('A=1\n').toString('base64')
    const run = [
      ['put', host.path('releases/r1/env'), '600', content],
      ['stat', '-c', '%a', host.path('releases/r1'), host.path('releases/r1/env')],
    ]
    expect((await transaction.attempt({ run })).stdout).toBe('700\n600\n')
    expect(host.read('releases/r1/env')).toBe('A=1\n')
    const torn = await transaction.attempt({ run: [['put', host.path('releases/r1/env'), '600', '!!!']] })
    expect(torn.code).not.toBe(0)
    expect(host.read('releases/r1/env')).toBe('A=1\n')
    expect((await transaction.attempt({ run: [['ls', host.path('releases/r1')]] })).stdout).toBe('env\n')
    await transaction.abort()
  })

  it('A line is added to the history, and nothing is done after a line that could not be added', async () => {
    const host = newHost()
    const transaction = await begin(host)
    const line = `{"it's":"\\n $x"}`
    const run = [
      ['record', host.path('history'), line],
      ['record', host.path('history'), 'two'],
      ['record', host.path('nowhere/history'), 'three'],
      ['touch', host.path('done')],
    ]
    expect((await transaction.attempt({ run })).code).not.toBe(0)
    await transaction.abort()
    expect(host.read('history')).toBe(`${line}\ntwo\n`)
    expect(host.has('done')).toBe(false)
  })
})

describe('a folder without write permission', () => {
  it('A folder without write permission is reported, with the fix', async () => {
    const host = newHost()
    rmSync(host.root, { recursive: true })
    writeFileSync(host.root, 'a file')
    const broken = new LocalHost()
    hosts.push(broken)
    const lockOwner = { action: 'deploy' as const, run: '', actor: '', release: '', since: '' }
    const runner = { log: new RecordingLog(), cancelled: new AbortController().signal }
    const refused = await Transaction.begin(broken, host.root, lockOwner, { waitSeconds: 0 }, runner).catch(
      (error: unknown) => error,
    )
    expect(refused).toMatchObject({ reason: 'not-ready' })
    expect(String(refused)).toContain(`cannot write to ${host.root}`)
    expect((refused as UserError).fix).toContain('sudo install -d')
  })
})

describe('the undo of containers', () => {
  it('The undo removes containers until the engine lists none', async () => {
    const host = newHost()
    host.docker(`case $1 in ps) [ -e gone ] || echo abc ;; rm) touch gone ;; esac`)
    const transaction = await begin(host)
    await transaction.change({ undo: [['sweep', 'a=b', 'c=d']], run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(true)
    expect(host.dockerCalls[0]).toBe('ps -aq --filter label=a=b --filter label=c=d')
    expect(host.dockerCalls[1]).toBe('rm -f abc')
    expect(host.dockerCalls.slice(2)).toHaveLength(2)
  })

  it('A container that restarts once more during the undo is stopped as soon as it handles signals', async () => {
    const host = newHost()
    // It begins to listen only after it was told to stop, however slow the machine is.
    const told = host.path('told')
    const life = `until [ -e ${told} ]; do sleep 0.1; done; trap exit TERM; while :; do sleep 0.1; done`
    const starting = spawn('bash', ['-c', life])
    const { pid } = starting
    host.docker(`case $1 in
      inspect) echo ${pid} ;;
      stop) touch ${told}; for _ in {1..600}; do kill -0 ${pid} || exit 0; sleep 0.1; done; touch ${host.path('in-vain')} ;;
      kill) kill -TERM ${pid} ;;
    esac`)
    const transaction = await begin(host)
    await transaction.change({ undo: [['retire', 'celery-2']], run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(true)
    expect(host.has('in-vain')).toBe(false)
    const calls = host.dockerCalls.filter((call) => /^(stop|kill|rm)/.test(call))
    expect([...new Set(calls)]).toEqual(['stop celery-2', 'kill --signal TERM celery-2', 'rm -f celery-2'])
  })

  it('An engine that does not answer is not taken for one without containers', async () => {
    const host = newHost()
    host.docker(`[ -e up ] || { touch up; echo 'Cannot connect' >&2; exit 1; }`)
    const transaction = await begin(host)
    await transaction.change({ undo: [['retire', 'web-2']], run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(true)
    expect(host.dockerCalls.filter((call) => call.startsWith('ps'))).not.toEqual([])
  })
})

describe('a condition in the undo log', () => {
  it('A condition in the undo log delays what follows it, and the next run continues from there', async () => {
    const host = newHost()
    host.tool('sleep', '')
    host.docker(
      `[ "$1" != run ] || [ -e data-are-back ] || { echo 'the data are not back yet' >&2; exit 1; }`,
    )
    const transaction = await begin(host)
    const undo = [note(1), ['awaiting', 'hold-1', 'docker', 'run', '--name', 'hold-1'], note(2)]
    await transaction.change({ undo, run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(false)
    expect([notes(host), host.has('undo.log')]).toEqual(['2', true])
    await expect(begin(host)).rejects.toMatchObject({
      reason: 'not-ready',
      message: expect.stringContaining('the data are not back yet'),
      fix: expect.stringContaining('guard.log on the server'),
    })
    writeFileSync(host.path('data-are-back'), '')
    const next = await begin(host)
    expect(next.recovered).toBe(true)
    expect([notes(host), host.has('undo.log')]).toEqual(['2221', true])
    await next.abort()
  })
})

describe('a log closed by an unknown hand', () => {
  it('A log closed by an unknown hand is reported before anything is done', async () => {
    const host = newHost()
    mkdirSync(host.path('undo.log'))
    chmodSync(host.path('undo.log'), 0o500)
    await expect(begin(host)).rejects.toMatchObject({ reason: 'not-ready' })
  })
})

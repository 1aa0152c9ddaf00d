import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Transaction } from '../../src/host/transaction.ts'
import { RecordingLog } from '../fakes/fakes.ts'
import { LocalHost } from './local-host.ts'

// The tests wait, most of the time: side by side.
vi.setConfig({ testTimeout: 120_000 })

const hosts: LocalHost[] = []
afterAll(() => {
  for (const host of hosts.splice(0)) host.close()
})

/** A host whose engine hangs while the file `hangs` is there, and which is patient for two seconds only. */
function hangingHost(lockWait = 2): LocalHost {
  const host = new LocalHost({ GUARD_PAUSE_SECONDS: '0', GUARD_HUNG_SECONDS: String(lockWait) })
  hosts.push(host)
  host.docker(`while [ -e ${host.path('hangs')} ]; do sleep 0.1; done\n[ "$1" != stop ] || touch stopped`)
  return host
}

function begin(host: LocalHost, log = new RecordingLog()): Promise<Transaction> {
  const cancelled = new AbortController().signal
  const lockOwner = {
    action: 'deploy' as const,
    run: 'run',
    actor: 'ada',
    release: 'r1',
    since: '2026-01-01',
  }
  return Transaction.begin(host, host.root, lockOwner, { waitSeconds: 0 }, { log, cancelled })
}

const hang = (host: LocalHost): Promise<unknown> => host.run(['touch', host.path('hangs')])
const goOn = (host: LocalHost): void => rmSync(host.path('hangs'))
const note = (number: number): string[] => ['record', 'notes', String(number)]
const notes = (host: LocalHost): string => host.read('notes').split('\n').join('')
const results = (host: LocalHost): string[] =>
  [...host.read('events.log').matchAll(/"result":"([^"]*)"/g)].map(([, result = '']) => result)
const failure = (): Error => new Error('the command itself failed')

describe.concurrent('an engine that hangs', () => {
  it('A command that waits for a hung engine is ended, with its name and what to check', async () => {
    const host = hangingHost()
    const transaction = await begin(host)
    await hang(host)
    const change = { undo: [note(1)], run: [['docker', 'start', 'web-2'], note(9)] }
    const error: unknown = await transaction.change(change, failure).catch((one: unknown) => one)
    expect(error).toMatchObject({ reason: 'host-unresponsive' })
    expect(String(error)).toMatch(/has not answered for 2 s.*docker start web-2.*systemctl status docker/s)
    goOn(host)
    expect(await transaction.abort()).toBe(true)
    expect([notes(host), results(host)]).toEqual(['1', ['undone']])
  })

  it('An engine that hangs during the rollback leaves the rest to the next run, which does it first', async () => {
    const host = hangingHost()
    const log = new RecordingLog()
    const transaction = await begin(host, log)
    const undo = [note(1), ['docker', 'stop', 'web-2'], note(2)]
    await transaction.change({ undo, run: [['true']] }, failure)
    await hang(host)
    expect([await transaction.abort(), transaction.isLeft]).toEqual([false, true])
    expect([notes(host), results(host), host.has('undo.log')]).toEqual(['2', [], true])
    expect(log.lines.join('\n')).toMatch(
      /warning: local: the Docker Engine has not answered for 2 s.*next run/s,
    )
    // It still hangs: the next run says so, and changes nothing.
    const refused: unknown = await begin(host).catch((one: unknown) => one)
    expect(refused).toMatchObject({ reason: 'host-unresponsive' })
    expect(String(refused)).toContain('what an earlier run left could not be undone')
    goOn(host)
    const next = await begin(host)
    expect([next.recovered, host.has('stopped')]).toEqual([true, true])
    expect([notes(host), results(host)]).toEqual(['2221', ['undone-by-the-next']])
    await next.abort()
  })

  it('An engine that hangs after the commit leaves the clean-up to the next run, and the release is live', async () => {
    const host = hangingHost()
    const transaction = await begin(host)
    await transaction.change(
      { afterCommit: [['docker', 'stop', 'web-1'], note(1)], run: [['true']] },
      failure,
    )
    await hang(host)
    await transaction.commit()
    expect([await transaction.finish(), transaction.isLeft]).toEqual([false, true])
    expect([notes(host), results(host)]).toEqual(['', ['live']])
    goOn(host)
    const next = await begin(host)
    expect([notes(host), results(host)]).toEqual(['1', ['live']])
    await next.abort()
  })

  it('A slow command is not a hung engine if the engine answers meanwhile', async () => {
    const host = hangingHost(5)
    const transaction = await begin(host)
    // Longer than two signs of life, at each of which the engine is asked.
    const ran = await transaction.attempt({ undo: [['sleep', '3']], run: [['sleep', '7']] })
    expect(ran.code).toBe(0)
    expect(await transaction.abort()).toBe(true)
    expect(host.dockerCalls.length).toBeGreaterThan(1)
    expect(new Set(host.dockerCalls)).toEqual(new Set(['ps --quiet --last 1']))
  })

  it('An engine that restarts is not reported as hung but as down', async () => {
    const host = hangingHost(60)
    host.docker('[ -e up ] || exit 1')
    const transaction = await begin(host)
    await transaction.change({ undo: [['docker', 'start', 'web-1']], run: [['true']] }, failure)
    const undone = transaction.abort()
    await sleep(3000)
    await host.run(['touch', 'up'])
    expect(await undone).toBe(true)
  })
})

describe.concurrent('a change', () => {
  it('A change is ended at its deadline, although the engine answers', async () => {
    const host = hangingHost(60)
    const transaction = await begin(host)
    const error: unknown = await transaction
      .change({ undo: [note(1)], run: [['sleep', '60']], seconds: 1 }, failure)
      .catch((one: unknown) => one)
    expect(error).toMatchObject({ reason: 'host-unresponsive' })
    expect(String(error)).toContain('did not end within 1 s: sleep 60')
    expect(await transaction.abort()).toBe(true)
    expect(notes(host)).toBe('1')
  })
})

describe.concurrent('the history', () => {
  it('The history says undone only when nothing of the run is active any more', async () => {
    const host = hangingHost(60)
    // A container that does not listen to SIGTERM: it is gone when the engine kills it.
    host.docker(
      `[ "$1" != stop ] || { sleep 2; cp ../deployment/events.log seen 2>/dev/null || touch seen; }`,
    )
    const transaction = await begin(host)
    await transaction.change({ undo: [['retire', 'saleor-migrate-r1']], run: [['true']] }, failure)
    expect(await transaction.abort()).toBe(true)
    expect([host.has('seen'), host.read('seen'), results(host)]).toEqual([true, '', ['undone']])
  })

  it('The history says undone only then also when the next run does the undo', async () => {
    const host = hangingHost(60)
    host.docker(
      `[ "$1" != stop ] || { sleep 2; cp ../deployment/events.log seen 2>/dev/null || touch seen; }`,
    )
    const transaction = await begin(host)
    await transaction.change({ undo: [['retire', 'saleor-migrate-r1']], run: [['true']] }, failure)
    host.conversations[0]?.child.kill('SIGKILL')
    await host.conversations[0]?.ended
    const next = await begin(host)
    expect([host.has('seen'), host.read('seen'), results(host)]).toEqual([true, '', ['undone-by-the-next']])
    await next.abort()
  })

  it('The history keeps its order when a run takes over during the undo of another', async () => {
    const host = hangingHost(60)
    const transaction = await begin(host)
    await transaction.change({ undo: [note(1), ['sleep', '2'], note(2)], run: [['true']] }, failure)
    const undone = transaction.abort()
    while (notes(host) !== '2') await sleep(20)
    host.conversations[0]?.child.kill('SIGUSR1')
    expect(await undone).toBe(true)
    expect([notes(host), results(host)]).toEqual(['21', ['undone']])
  })
})

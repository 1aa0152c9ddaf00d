import { describe, expect, test } from 'vitest'
import { StepFailed, UserError } from '../../src/errors.ts'
import { runOnHosts } from '../../src/execute/run-on-hosts.ts'
import { RecordingLog } from '../fakes/fakes.ts'
import { VirtualClock } from '../fakes/virtual-clock.ts'

const clock = new VirtualClock()

const hosts = (...names: string[]) => names.map((host) => ({ host }))

/** What came of it, the order of what happened, and the log. */
async function run(
  names: string[],
  work: (host: string, stopped: AbortSignal, order: string[]) => Promise<void>,
  parallel = 10,
) {
  const log = new RecordingLog()
  const stop = new AbortController()
  const order: string[] = []
  const error = await runOnHosts(
    'Take the lock',
    hosts(...names),
    parallel,
    stop,
    { log, clock },
    async ({ host }) => {
      await work(host, stop.signal, order)
    },
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { error, order, log: log.lines }
}

const failing = (host: string): StepFailed =>
  new StepFailed('unhealthy', `${host}: did not answer.`, 'line 1')

describe('several hosts at a time', () => {
  test('All hosts begin before one ends, and each says when it is done', async () => {
    const { error, order, log } = await run(['a', 'b'], async (host, _, notes) => {
      notes.push(`${host} begins`)
      await clock.sleep(2)
      notes.push(`${host} ends`)
    })
    expect(error).toBeUndefined()
    expect(order).toEqual(['a begins', 'b begins', 'a ends', 'b ends'])
    expect(log).toEqual([expect.stringMatching(/^a is done \(/), expect.stringMatching(/^b is done \(/)])
  })

  test('No more hosts than allowed begin at a time', async () => {
    let [now, most] = [0, 0]
    await run(
      ['a', 'b', 'c', 'd', 'e'],
      async () => {
        most = Math.max(most, ++now)
        await clock.sleep(1)
        now--
      },
      2,
    )
    expect(most).toBe(2)
  })

  test('A run on one host alone logs no progress', async () => {
    expect((await run(['a'], async () => {})).log).toEqual([])
  })

  test('One failure of a host is thrown as it is', async () => {
    const error = failing('b')
    const ran = await run(['a', 'b'], async (host) => {
      if (host === 'b') throw error
    })
    expect(ran.error).toBe(error)
    expect(ran.log).toContain('b failed')
  })

  test('After a failure the other hosts are told to stop, and their errors are ignored', async () => {
    const { error } = await run(['a', 'b'], async (host, stopped) => {
      if (host === 'b') await clock.sleep(60_000, stopped)
      await clock.sleep(1)
      throw failing(host)
    })
    expect((error as Error).message).toBe('a: did not answer.')
  })

  test('After a failure on one host no other host begins any more', async () => {
    const { order } = await run(
      ['a', 'b', 'c'],
      async (host, _, notes) => {
        notes.push(host)
        throw failing(host)
      },
      1,
    )
    expect(order).toEqual(['a'])
  })

  test('Several failures are one error that names each host', async () => {
    const { error } = await run(['a', 'b', 'c'], async (host) => {
      await clock.sleep(1)
      if (host !== 'c') throw failing(host)
    })
    expect(error).toBeInstanceOf(StepFailed)
    const { message, reason, evidence } = error as StepFailed
    expect([message, reason]).toEqual(['a: did not answer.\nb: did not answer.', 'unhealthy'])
    expect(evidence).toBe('— a —\nline 1\n— b —\nline 1')
  })

  test('Several users’ errors keep each fix once', async () => {
    const { error } = await run(['a', 'b'], async (host) => {
      await clock.sleep(1)
      throw new UserError('not-ready', `${host}: the disk is full.`, 'Make room.')
    })
    expect(error).toMatchObject({ reason: 'not-ready', fix: 'Make room.' })
  })

  test('A long wait says which host it is waiting for', async () => {
    const { log } = await run(['a', 'b'], async (host) => clock.sleep(host === 'a' ? 1 : 40))
    expect(log.filter((line) => line.startsWith('…'))).toEqual([
      '… Take the lock: waiting for b (15.0 s)',
      '… Take the lock: waiting for b (30.0 s)',
    ])
  })

  test('A cancelled job ends as cancelled, not as failed', async () => {
    const { error } = await run(['a', 'b'], async () => {
      await clock.sleep(1)
      AbortSignal.abort().throwIfAborted()
    })
    expect((error as Error).name).toBe('AbortError')
  })
})

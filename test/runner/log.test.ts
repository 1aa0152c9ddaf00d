import { describe, expect, it } from 'vitest'
import { inOneLine, withProgress } from '../../src/report/progress.ts'
import { logTo } from '../../src/runner/log.ts'
import { VirtualClock } from '../fakes/virtual-clock.ts'

/** A log, and what the runner gets of it. */
function logged() {
  const printed: string[] = []
  const log = logTo((text) => void printed.push(text.trimEnd()))
  return { printed, log, clock: new VirtualClock() }
}

describe('groups in the log', () => {
  it('A group with lines is opened before the first and ended after the last', async () => {
    const { log, printed } = logged()
    await log.group('Pull', async () => {
      log.info('a')
      log.info('b')
    })
    log.info('c')
    expect(printed).toEqual(['::group::Pull', 'a', 'b', '::endgroup::', 'c'])
  })

  it('A group without a line leaves nothing in the log', async () => {
    const { log, printed } = logged()
    await log.group('Take the lock', async () => {})
    expect(printed).toEqual([])
  })

  it('A group ends even if its work throws', async () => {
    const { log, printed } = logged()
    const work = log.group('Pull', async () => {
      log.info('a')
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(printed).toEqual(['::group::Pull', 'a', '::endgroup::'])
  })

  it('A warning, an error and progress are never hidden in a group, which goes on with the next line', async () => {
    const { log, printed } = logged()
    await log.group('Pull', async () => {
      log.info('a')
      log.progress('… 10 s')
      log.warning('slow')
      log.info('b')
      log.error('failed')
    })
    expect(printed).toEqual([
      ...['::group::Pull', 'a', '::endgroup::', '… 10 s', '::warning::slow'],
      ...['::group::Pull', 'b', '::endgroup::', '::error::failed'],
    ])
  })

  it('A group inside of a group stands beside it, because the runner knows no nested ones', async () => {
    const { log, printed } = logged()
    await log.group('outer', async () => {
      log.info('a')
      await log.group('inner', async () => log.info('b'))
      log.info('c')
    })
    expect(printed).toEqual([
      ...['::group::outer', 'a', '::endgroup::', '::group::inner', 'b', '::endgroup::'],
      ...['::group::outer', 'c', '::endgroup::'],
    ])
  })
})

describe('a step in the log', () => {
  it('A step is one line with its time, after the group of its details', async () => {
    const { log, clock, printed } = logged()
    await inOneLine({ log, clock }, 'Pull', async () => {
      log.info('a')
      await clock.sleep(2.5)
    })
    await inOneLine({ log, clock }, 'Take the lock', async () => {})
    expect(printed).toEqual([
      ...['::debug::▶ Pull', '::group::Pull', 'a', '::endgroup::', '✔ Pull (2.50 s)'],
      ...['::debug::▶ Take the lock', '✔ Take the lock (0.00 s)'],
    ])
  })

  it('A step that fails says so, whether it throws or is judged by its result', async () => {
    const { log, clock, printed } = logged()
    const failing = inOneLine({ log, clock }, 'Pull', async () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await inOneLine(
      { log, clock },
      'Build',
      async () => 1,
      (code) => code === 0,
    )
    expect(printed.filter((line) => !line.startsWith('::debug'))).toEqual([
      '✘ Pull (0.00 s)',
      '✘ Build (0.00 s)',
    ])
  })

  it('A long wait shows every ten seconds that it goes on, outside of the group', async () => {
    const { log, clock, printed } = logged()
    await inOneLine({ log, clock }, 'Back up', async () => {
      log.info('dumping')
      await withProgress({ runner: { log, clock } }, 'dumping', clock.sleep(25), async () => ', 4 MB')
    })
    expect(printed).toEqual([
      ...['::debug::▶ Back up', '::group::Back up', 'dumping', '::endgroup::'],
      ...['… dumping for 10.0 s, 4 MB', '… dumping for 20.0 s, 4 MB', '✔ Back up (25.0 s)'],
    ])
  })
})

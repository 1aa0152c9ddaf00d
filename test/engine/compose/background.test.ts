import { expect, test } from 'vitest'
import { settleBackground } from '../../../src/engine/compose/rollout/background.ts'
import { scriptedRun } from '../../edge/scripted-run.ts'

/** The seconds for which the new worker and the new scheduler were watched; web took 30 s to start. */
async function watched(logs: Record<string, string>, states = 'running'): Promise<number> {
  const { run, did, runner } = scriptedRun(
    {
      model: {
        name: 'shop',
        services: {
          web: { image: 'shop' },
          celery: { image: 'shop', command: ['celery', '--app', 'saleor.celeryconf:app', 'worker'] },
          beat: { image: 'shop', command: ['celery', '--app', 'saleor.celeryconf:app', 'beat'] },
        },
      },
    },
    (line) => {
      if (line.startsWith('docker inspect'))
        return { stdout: `/shop-celery-2 ${states} 0 0 false none 10.0.0.2\n` }
      const name = /^docker logs --tail 40 (\S+)$/.exec(line)?.[1]
      return name === undefined ? undefined : { stdout: logs[name] ?? '' }
    },
  )
  run.created = { ...run.created, beat: ['shop-beat-2'] }
  run.results = { startSeconds: 30 }
  const started = runner.clock.now()
  await settleBackground(run)
  expect(did.some((line) => line.startsWith('docker stop'))).toBe(true)
  return (runner.clock.now() - started) / 1000
}

const ready = {
  'shop-celery-2': '[2026-01-01 10:00:00: INFO/MainProcess] celery@4f2a ready.\n',
  'shop-beat-2': '[2026-01-01 10:00:00: INFO/MainProcess] beat: Starting...\n',
}

test('Background containers that say that they are ready are watched for three more seconds', async () => {
  const seconds = await watched(ready)
  expect(seconds).toBeGreaterThanOrEqual(4)
  expect(seconds).toBeLessThan(5)
})

test.each([
  ['the worker', { ...ready, 'shop-celery-2': 'celery@4f2a v5.5.2 (immunity)\n' }],
  ['the scheduler', { ...ready, 'shop-beat-2': 'celery beat v5.5.2 is starting.\n' }],
])('Without the word of %s the watch takes as long as web took to start', async (_, logs) => {
  expect(await watched(logs)).toBeGreaterThanOrEqual(30)
})

test('A worker that exits after it said that it is ready is found', async () => {
  await expect(watched(ready, 'exited')).rejects.toMatchObject({ reason: 'unhealthy' })
})

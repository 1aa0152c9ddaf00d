import { describe, expect, test } from 'vitest'
import { refuseFailedAccessories, startAccessories } from '../../../src/engine/compose/rollout/accessories.ts'
import { startWorkers } from '../../../src/engine/compose/rollout/background.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import type { ComposeService } from '../../../src/model/project/project.ts'
import { type Answer, scriptedRun } from '../../edge/scripted-run.ts'
import { emptyHost, exampleDesired, exampleRelease, servingHost } from '../../model/example.ts'

const awaited: ComposeService = { labels: { 'saleor-deploy.role': 'runs-once' } }

/** A shop with these accessories. */
function having(services: Record<string, ComposeService>): Partial<DesiredState> {
  const { model, roles } = exampleDesired()
  return {
    model: { ...model, services: { ...model.services, ...services } },
    roles: { ...roles, accessories: Object.keys(services) },
  }
}

/** What `docker inspect` says of a container: status, exit code. The last of several stays. */
function engine(...states: [status: string, exitCode: number][]): Answer {
  return (line) => {
    if (line.startsWith('docker ps')) return { stdout: 'shop-init-1\tinit\trunning\t\t\tx\tFalse' }
    if (line.startsWith('docker logs')) return { stdout: 'no such bucket\n' }
    if (!line.startsWith('docker inspect')) return undefined
    const [status, exitCode] = (states.length > 1 ? states.shift() : states[0]) ?? ['running', 0]
    return { stdout: `/${line.split(' ').at(-1)} ${status} ${exitCode} 0 false none 10.0.0.1` }
  }
}

const runsOf = (did: readonly string[]): string[] =>
  did.flatMap((line) => / (up|run) .*? (\S+)$/.exec(line)?.slice(1).join(' ') ?? [])

describe('a service that others wait for', () => {
  test('A service that others wait for runs to its end between what it needs and what needs it', async () => {
    const server = { restart: 'always' }
    const services = {
      seed: { ...awaited, depends_on: { db: {} } },
      db: server,
      proxy: { ...server, depends_on: { seed: {} } },
    }
    const { run, did } = scriptedRun(having(services), engine(['running', 0], ['exited', 0]), emptyHost())
    const { ranOnce } = await startAccessories(run)
    expect(runsOf(did)).toEqual(['up db', 'run seed', 'up proxy'])
    expect(ranOnce).toMatchObject([{ service: 'seed' }])
  })

  test('A service that others wait for is started again when it fails, as often as its file says', async () => {
    const services = { init: { ...awaited, restart: 'on-failure:2' } }
    const { run, did } = scriptedRun(having(services), engine(['exited', 1], ['exited', 1], ['exited', 0]))
    await startAccessories(run)
    expect(did.filter((line) => line.startsWith('docker start shop-init-once-new'))).toHaveLength(2)
  })

  test('A service that others wait for fails the deploy with its last line when it ends with another code', async () => {
    const { run, undo } = scriptedRun(having({ init: awaited }), engine(['exited', 3]))
    await expect(startAccessories(run)).rejects.toMatchObject({
      reason: 'start-failed',
      message: 'shop.example.com: init exited with code 3. Its last line: no such bucket',
      evidence: 'no such bucket',
    })
    expect(undo).toEqual(['retire shop-init-once-new'])
  })

  test('A service that others wait for is given half an hour', async () => {
    const { run } = scriptedRun(having({ init: awaited }), engine(['running', 0]))
    await expect(startAccessories(run)).rejects.toThrow('init did not end within 30 min')
  })

  test('A service that others wait for does not run again when its release is gone back to', async () => {
    const rollback: DesiredState['rollback'] = {
      from: exampleRelease('newer'),
      database: 'keep',
      backup: undefined,
      reason: '',
      takeOver: false,
    }
    const { run, did } = scriptedRun({ ...having({ init: awaited }), rollback }, engine(['exited', 0]))
    await startAccessories(run)
    expect(did).toEqual([])
  })
})

describe('a service of which nobody knows whether it ends', () => {
  test('A service that may end is known to have run once when it ended well before the commit', async () => {
    const states: [string, number][] = [
      ...Array.from({ length: 20 }, (): [string, number] => ['running', 0]),
      ['exited', 0],
    ]
    const { run } = scriptedRun(having({ init: {} }), engine(...states), emptyHost())
    expect(await startAccessories(run)).toEqual({ ranOnce: [] })
    for (let look = 0; look < 20; look++) await refuseFailedAccessories(run)
    expect(await refuseFailedAccessories(run)).toEqual([{ service: 'init' }])
  })

  test('A service that may end is a server where it runs', async () => {
    const { run } = scriptedRun(having({ init: {} }), engine(['running', 0]), emptyHost())
    expect(await startAccessories(run)).toEqual({ ranOnce: [] })
    expect(await refuseFailedAccessories(run)).toEqual([])
  })

  test.each([
    ['while it starts', 0],
    ['later', 20],
  ])('A service that may end fails the deploy when it falls %s', async (_, looks) => {
    const states = Array.from({ length: looks }, (): [string, number] => ['running', 0])
    const { run } = scriptedRun(having({ init: {} }), engine(...states, ['exited', 3]), emptyHost())
    const deploy = async (): Promise<void> => {
      await startAccessories(run)
      for (let look = 0; look <= 20; look++) await refuseFailedAccessories(run)
    }
    await expect(deploy()).rejects.toThrow('init exited with code 3. Its last line: no such bucket')
  })
})

test('Workers that are scaled to none start nothing', async () => {
  const { run, did } = scriptedRun({}, undefined, { ...servingHost(), containers: [] })
  await startWorkers({ ...run, created: { celery: [] } })
  expect(did).toEqual([])
})

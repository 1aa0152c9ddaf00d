import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { reasonOf } from '../../../src/errors.ts'
import { deploy, servesAlready } from '../../../src/execute/deploy.ts'
import { maintain } from '../../../src/execute/maintenance.ts'
import { rollBack } from '../../../src/execute/rollback.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import type { Placement } from '../../../src/model/placement.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import type { Fault } from '../../fakes/host/faults.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf } from '../../fakes/host/shop.ts'

const names = ['a', 'b', 'c']
/** Two hosts with web, one with what works in the background. */
const placed: Record<string, Placement> = {
  a: { role: 'web' },
  b: { role: 'web' },
  c: { role: 'workers' },
}

/** A project without data of its own, as a fleet has it. */
function wanted(id: string, changes: Partial<DesiredState> = {}): DesiredState {
  const desired = shopDesired(id)
  const services = { ...desired.model.services }
  services.edge = { ...services.edge, image: 'haproxy:lts' }
  const roles = { ...desired.roles, accessories: [] }
  return { ...desired, roles, model: { ...desired.model, services }, ...changes }
}

function stage(on: Record<string, Placement> = placed): StepRunner {
  return stageOf(names, 'r1', 1, on)
}

async function deployed(
  run: StepRunner,
  desired: DesiredState,
  on?: Record<string, Placement>,
): Promise<unknown> {
  const fleet = await run.fleet(desired, on === undefined ? {} : { placed: on })
  return await thrownBy(deploy(composeEngine, fleet, false, run.runner))
}

const on = (run: StepRunner, host: string): string[] =>
  run.world.journal.flatMap((line) => (line.startsWith(`${host}: `) ? [line.slice(3)] : []))

const serviceNames = (run: StepRunner): string[] =>
  run.world.hosts.map(({ machine }) =>
    [...new Set(['web', 'edge', 'celery', 'beat'].filter((name) => machine.running(name).length > 0))].join(
      ' ',
    ),
  )

describe('a fleet with a host for workers', () => {
  it('A host for workers starts only what works in the background, without an edge or a port, and the scheduler once per fleet', async () => {
    const run = stageOf(names, 'nothing', 1, placed)
    expect(await deployed(run, wanted('r1'))).toBeUndefined()
    expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
    expect(on(run, 'c').filter((line) => !line.startsWith('put releases/'))).toEqual([
      expect.stringMatching(/^pull \S+shop@\S+$/),
      'lock',
      'compose create celery beat',
      'docker start shop-celery-1',
      'docker start shop-beat-1',
      'point live releases/r1',
      'rm -f previous',
      'commit',
    ])
    expect(endingOf(run.runner.serving).text).toBe(
      'Release r1 serves on a, b. Release r1 works in the background on c. Customers are not affected.',
    )
  })

  it('A host for workers moves its workers once web is healthy elsewhere, and before the first switch', async () => {
    const run = stage()
    await deployed(run, wanted('r2'))
    const { journal } = run.world
    const at = (text: string): number => journal.findIndex((line) => line.includes(text))
    expect(at('c: docker start shop-celery-2')).toBeGreaterThan(at('b: docker start shop-web-2'))
    expect(at('a: edge s2 ready')).toBeGreaterThan(at('c: docker stop shop-celery-1'))
    expect(at('a: commit')).toBeGreaterThan(at('b: edge s2 ready'))
    expect(run.world.mishaps).toEqual([])
    expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
    expect(servesAlready((await run.fleet(wanted('r2'))).members)).toBe(true)
  })

  it('Every host goes back when a worker falls on a host for workers', async () => {
    const run = stage()
    const before = run.pictures()
    run.world.behave('r2', { fallsAfter: 0.5 }, 'celery')
    expect(reasonOf(await deployed(run, wanted('r2')))).toBe('unhealthy')
    expect(run.pictures()).toEqual(before)
    expect(run.world.mishaps).toEqual([])
  })

  it('Every host goes back when a worker falls on a host for workers while the release is watched', async () => {
    const run = stage()
    const before = run.pictures()
    run.world.behave('r2', { fallsAfter: 30 }, 'celery')
    expect(reasonOf(await deployed(run, wanted('r2', { bake: 60 })))).toBe('bake-failed')
    expect(run.pictures()).toEqual(before)
  })

  it('A host for workers is watched without an edge to ask', async () => {
    expect(await deployed(stage(), wanted('r2', { bake: 60 }))).toBeUndefined()
  })

  it('A deploy goes back where people change the host for workers meanwhile', async () => {
    const run = stage()
    const { faults, machine } = run.world.host('c')
    faults.at('docker start shop-celery-2', {
      first: () => void machine.links.set('live', 'releases/theirs'),
    })
    expect(reasonOf(await deployed(run, wanted('r2')))).toBe('live-changed')
    expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
  })

  it('A host for workers watches new workers for as long as web took to start on another host', async () => {
    const run = stage()
    run.world.behave('r2', { answersAfter: 30 }, 'web')
    run.world.behave('r2', { fallsAfter: 20 }, 'celery')
    expect(reasonOf(await deployed(run, wanted('r2')))).toBe('unhealthy')
  })

  it.each<[string, (run: StepRunner) => Fault]>([
    ['fails', () => ({ fails: 'Error response from daemon: no' })],
    ['is where the line is cut', () => 'cut'],
    ['is where the guard is killed', () => 'kill'],
    ['is where people cancel', (run) => ({ first: run.cancel })],
  ])('A fleet is everywhere as it was, whichever change on the host for workers %s', async (_, fault) => {
    const good = stage()
    await deployed(good, wanted('r2'))
    const changes = good.world.host('c').changesAtCommit
    expect(changes).toBeGreaterThan(6)
    for (let index = 1; index < changes; index++) {
      const run = stage()
      const before = run.pictures()
      const { faults } = run.world.host('c')
      faults.atChange(index, fault(run))
      expect(await deployed(run, wanted('r2')), faults.hit).toBeDefined()
      expect(run.pictures(), faults.hit).toEqual(before)
      expect(run.world.mishaps, faults.hit).toEqual([])
    }
  })

  it('A host for workers that was lost at the very commit catches up', async () => {
    const run = stage()
    run.world.host('c').faults.at('commit', 'kill')
    expect(await deployed(run, wanted('r2'))).toBeUndefined()
    expect(run.pictures().map(({ live }) => live)).toEqual(['releases/r2', 'releases/r2', 'releases/r2'])
    expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
  })

  it('A fleet with a host for workers is closed where web is, and nowhere else', async () => {
    const run = stage()
    const page = { allow: [], page: '', retryAfter: 300 }
    const done = await maintain(composeEngine, await run.fleet(wanted('r1')), page, false, run.runner)
    expect(done.result).toBe('done')
    expect(run.pictures().map(({ shop }) => shop)).toEqual(['closed', 'closed', 'open'])
    expect(on(run, 'c')).toEqual([])
    const { members, ...rest } = await run.fleet(wanted('r1'))
    const workers = { ...rest, members: members.slice(2) as unknown as typeof members }
    const error = await thrownBy(maintain(composeEngine, workers, undefined, false, run.runner))
    expect([error?.reason, error?.message]).toEqual([
      'not-ready',
      'c: the live release has no web there, so there is nothing to close or to open.',
    ])
  })
})

describe('a host that is given other services', () => {
  const everywhere = { a: { role: 'all' }, b: { role: 'all' }, c: { role: 'all' } } as const

  it('A host that is given other services loses its web after a balancer in front has seen it, and its edge with the commit', async () => {
    const run = stage(everywhere)
    const started = run.world.clock.now()
    expect(await deployed(run, wanted('r2', { balancerWait: 30 }), placed)).toBeUndefined()
    const order = on(run, 'c')
    expect(order.slice(order.indexOf('readiness balancer/flag maint'))).toEqual([
      'readiness balancer/flag maint',
      'point live releases/r2',
      'point previous releases/r1',
      'put releases/r2/release.json',
      'commit',
      'drain shop-edge-1 60 s1',
      'retire shop-web-1 shop-celery-1',
      'retire shop-edge-1',
      'rm -rf edge',
    ])
    const { journal } = run.world
    expect(journal.indexOf('c: readiness balancer/flag maint')).toBeGreaterThan(
      journal.findIndex((line) => line.startsWith('b: edge s2 ready')),
    )
    expect(run.world.clock.now() - started).toBeGreaterThanOrEqual(30_000)
    expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
    // What it had of customers went to the others before.
    expect(run.world.mishaps).toEqual(['no web after c: retire shop-web-1 shop-celery-1'])
  })

  it('A host that is given other services has all of its old ones again, whichever change fails before the commit', async () => {
    const good = stage(everywhere)
    await deployed(good, wanted('r2', { balancerWait: 30 }), placed)
    for (let index = 1; index < good.world.host('c').changesAtCommit; index++) {
      const run = stage(everywhere)
      const before = run.pictures()
      const { faults } = run.world.host('c')
      faults.atChange(index, 'kill')
      expect(await deployed(run, wanted('r2', { balancerWait: 30 }), placed), faults.hit).toBeDefined()
      expect(run.pictures(), faults.hit).toEqual(before)
    }
  })

  it('A host that is given web gets an edge and its port where it had none', async () => {
    const run = stage()
    expect(await deployed(run, wanted('r2'), everywhere)).toBeUndefined()
    expect(serviceNames(run)).toEqual(['web edge celery beat', 'web edge celery', 'web edge celery'])
    expect(run.world.mishaps).toEqual([])
  })

  it('A host that is given other services is not taken for one that serves already', async () => {
    const run = stage(everywhere)
    expect(servesAlready((await run.fleet(wanted('r1'))).members)).toBe(true)
    expect(servesAlready((await run.fleet(wanted('r1'), { placed })).members)).toBe(false)
    const { roles } = wanted('r1')
    const watched = wanted('r1', { roles: { ...roles, accessories: ['flower'] } })
    const flowerOn = (host: 'a' | 'b') =>
      ({ ...placed, [host]: { role: 'web', services: ['flower'] } }) as const
    const other = stage(flowerOn('a'))
    const already = async (host: 'a' | 'b') =>
      servesAlready((await other.fleet(watched, { placed: flowerOn(host) })).members)
    expect([await already('a'), await already('b')]).toEqual([true, false])
  })
})

describe('going back with a host for workers', () => {
  function back(changes: Partial<DesiredState> = {}): DesiredState {
    const { backup, ...desired } = wanted('r1')
    return {
      ...desired,
      backup: { ...backup, id: 'r9', when: 'never' },
      rollback: {
        ...{ from: shopRelease('r2'), database: 'keep', backup: undefined, reason: 'slow', takeOver: false },
      },
      keep: 0,
      ...changes,
    }
  }
  const how = { dryRun: false, allowGap: false }

  it.each([[false], [true]])(
    'A rollback with a host for workers has each service where it was, kept warm or not: %s',
    async (keepWarm) => {
      const run = stage()
      await deployed(run, wanted('r2', { keepWarm }))
      run.world.journal.length = 0
      await rollBack(composeEngine, await run.fleet(back()), how, run.runner)
      expect(serviceNames(run)).toEqual(['web edge', 'web edge', 'celery beat'])
      expect(run.pictures().map(({ live }) => live)).toEqual(['releases/r1', 'releases/r1', 'releases/r1'])
      expect(on(run, 'c').some((line) => line.startsWith('compose create'))).toBe(!keepWarm)
      expect(run.world.mishaps).toEqual([])
    },
  )

  it('A rollback notes in the record of the release where its services run now', async () => {
    const run = stage()
    await deployed(run, wanted('r2'))
    const all = { a: { role: 'all' }, b: { role: 'web' }, c: { role: 'workers' } } as const
    await rollBack(composeEngine, await run.fleet(back(), { placed: all }), how, run.runner)
    expect(serviceNames(run)).toEqual(['web edge celery beat', 'web edge', 'celery'])
    const record = JSON.parse(
      run.world.host('a').machine.files.get('/opt/shop/releases/r1/release.json') ?? '{}',
    )
    expect(record.settings.placement).toEqual({ role: 'all' })
  })
})

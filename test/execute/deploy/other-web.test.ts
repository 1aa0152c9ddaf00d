import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { reasonOf } from '../../../src/errors.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { rollBack } from '../../../src/execute/rollback.ts'
import type { DesiredState, Strategy } from '../../../src/model/desired.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import type { Fault } from '../../fakes/host/faults.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf, withStorefront } from '../../fakes/host/shop.ts'

const desired = (strategy: Strategy = 'blue-green', changes: Partial<DesiredState> = {}): DesiredState =>
  withStorefront(shopDesired('r2', { strategy, migrate: [], ...changes }))

async function run(stage: StepRunner, wanted: DesiredState): Promise<unknown> {
  return await thrownBy(deploy(composeEngine, await stage.fleet(wanted), false, stage.runner))
}

/** What was done to web and to the edge. */
const moves = (stage: StepRunner): string[] =>
  stage.world.journal.filter((line) => /docker (start|stop)|edge|placed|drain|retire|commit$/.test(line))

describe('a deploy of a shop with a storefront', () => {
  it('A deploy of a shop with a storefront pulls both images', async () => {
    const stage = stageOf(['a'], 'nothing')
    expect(await run(stage, desired())).toBeUndefined()
    expect(stage.world.journal[0]).toMatch(
      /^a: pull registry.example.com\/shop@\S+ \S+\/storefront@\S+ postgres:15$/,
    )
  })

  it('A deploy waits for the health of web and storefront before it switches either, moves tasks in between, and commits once', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    expect(await run(stage, desired())).toBeUndefined()
    expect(moves(stage)).toEqual([
      'a: docker start shop-web-2',
      'a: edge s2 is shop-web-2',
      'a: docker start shop-storefront-2',
      'a: edge web-storefront/s2 is shop-storefront-2',
      'a: docker start shop-celery-2',
      'a: docker stop shop-beat-1',
      'a: docker start shop-beat-2',
      'a: docker stop shop-celery-1',
      'a: put edge/releases.map',
      'a: put edge/haproxy.cfg',
      'a: placed shop-edge-1 10 s2=shop-web-2',
      'a: edge s2 ready, s1 drain',
      'a: put edge/releases.map',
      'a: put edge/haproxy.cfg',
      'a: placed shop-edge-1 10 web-storefront/s2=shop-storefront-2',
      'a: edge web-storefront/s2 ready, web-storefront/s1 drain',
      'a: commit',
      'a: drain shop-edge-1 60 s1 web-storefront/s1',
      'a: retire shop-web-1 shop-storefront-1 shop-celery-1 shop-beat-1',
      'a: edge s1 maint, s1 is edge, web-storefront/s1 maint, web-storefront/s1 is edge',
    ])
    expect(stage.pictures()[0]).toMatchObject({
      traffic: ['shop-storefront-2', 'shop-web-2'],
      trafficAfterRestart: ['shop-web-2', 'shop-storefront-2'],
    })
  })

  it('A deploy switches nothing when the storefront alone is not healthy, and names it', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    const before = stage.pictures()
    stage.world.behave('r2', { answersAfter: Number.POSITIVE_INFINITY }, 'storefront')
    const error = await run(stage, desired())
    expect(reasonOf(error)).toBe('unhealthy')
    expect(String(error)).toContain('shop-storefront-2 did not answer / within 60 s')
    expect(stage.world.journal.filter((line) => / ready/.test(line))).toEqual([])
    expect(stage.pictures()).toEqual(before)
  })

  it('A deploy goes back with web and storefront when the storefront alone fails requests while it is watched', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    const before = stage.pictures()
    stage.world.behave('r2', { failsPercent: 20 }, 'storefront')
    const error = await run(stage, desired('blue-green', { bake: 20 }))
    expect(reasonOf(error)).toBe('bake-failed')
    expect(String(error)).toContain('a: storefront: 20.0 % of ')
    expect(stage.pictures()).toEqual(before)
  })

  it('A deploy removes the images of web and storefront with a release that is too old', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    expect(await run(stage, desired('blue-green', { keep: 1 }))).toBeUndefined()
    const forgotten = stage.world.journal.find((line) => line.includes('forget')) ?? ''
    expect(forgotten).toMatch(
      /forget registry.example.com\/shop@sha256:r10+ registry.example.com\/storefront@sha256:r10+$/,
    )
  })

  it('A deploy keeps web and storefront warm, so that the way back is a switch of both, with the image of each', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    expect(await run(stage, desired('blue-green', { keepWarm: true }))).toBeUndefined()
    const before = stage.pictures()
    expect(before[0]).toMatchObject({ traffic: ['shop-storefront-2', 'shop-web-2'] })
    const back = {
      ...withStorefront(shopDesired('r1')),
      ...{ keep: 0, migrate: [] },
      rollback: {
        ...{ from: shopRelease('r2'), backup: undefined, reason: 'slow', takeOver: false },
        database: 'keep' as const,
      },
    }
    const rollingBack = async (): Promise<unknown> =>
      await thrownBy(
        rollBack(composeEngine, await stage.fleet(back), { dryRun: false, allowGap: true }, stage.runner),
      )
    stage.world.host('a').faults.at('point live', { fails: 'no' })
    expect(await rollingBack()).toBeDefined()
    expect(stage.pictures()).toEqual(before)
    stage.world.journal.length = 0
    expect(await rollingBack()).toBeUndefined()
    expect(
      stage.world.journal.filter((line) => /create|start shop-(web|store)|edge .*ready/.test(line)),
    ).toEqual([
      'a: docker start shop-web-1',
      'a: docker start shop-storefront-1',
      'a: edge s1 ready, s2 drain',
      'a: edge web-storefront/s1 ready, web-storefront/s2 drain',
    ])
    expect(stage.pictures()[0]).toMatchObject({
      ...{ live: 'releases/r1', traffic: ['shop-storefront-1', 'shop-web-1'] },
      trafficAfterRestart: ['shop-web-1', 'shop-storefront-1'],
    })
  })

  it('A rolling deploy replaces two of web and of storefront one after the other, and each has its turn', async () => {
    const two = (wanted: DesiredState): DesiredState => {
      const { services } = wanted.model
      const storefront = { ...services.storefront, scale: 2 }
      return { ...wanted, model: { ...wanted.model, services: { ...services, storefront } } }
    }
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    expect(await run(stage, two(desired('rolling')))).toBeUndefined()
    expect(
      moves(stage).filter((line) => /start shop-(web|store)|ready|stop shop-(web|store)/.test(line)),
    ).toEqual([
      'a: docker start shop-web-2',
      'a: docker start shop-storefront-2',
      'a: edge s2 ready, s1 drain',
      'a: edge web-storefront/s2 ready',
      'a: docker start shop-storefront-3',
      'a: edge web-storefront/s3 ready, web-storefront/s1 drain',
    ])
    expect(stage.pictures()[0]).toMatchObject({
      traffic: ['shop-storefront-2', 'shop-storefront-3', 'shop-web-2'],
    })
  })

  it.each<[Strategy, string[]]>([
    ['blue-green', ['a']],
    ['recreate', ['a']],
    ['blue-green', ['b', 'c', 'a']],
  ])(
    'A deploy with a storefront leaves every host as it was, whichever change fails or is where the guard dies: %s on %j',
    async (strategy, names) => {
      const tryAt = async (index: number, fault?: Fault) => {
        const stage = stageOf(names, 'r1', 1, {}, withStorefront)
        const before = stage.pictures()
        const host = stage.world.host('a')
        if (fault !== undefined) host.faults.atChange(index, fault)
        return { stage, before, host, error: await run(stage, desired(strategy)) }
      }
      const good = await tryAt(-1)
      expect(good.error).toBeUndefined()
      expect(good.host.changesAtCommit).toBeGreaterThan(14)
      for (let index = 1; index < good.host.changesAtCommit; index++)
        for (const fault of [{ fails: 'Error response from daemon: no' }, 'kill'] as const) {
          const { stage, before, host, error } = await tryAt(index, fault)
          const where = `${index}: ${host.faults.hit}`
          expect(error, where).toBeDefined()
          expect(stage.pictures(), where).toEqual(before)
        }
    },
  )
})

describe('a storefront that was an accessory', () => {
  /** Its own port, its image by tag, no part of a release. */
  const asAccessory = (wanted: DesiredState): DesiredState => ({
    ...wanted,
    model: {
      ...wanted.model,
      services: { ...wanted.model.services, storefront: { image: 'storefront:3' } },
    },
    roles: { ...wanted.roles, accessories: ['db', 'storefront'] },
  })
  /** The edge has other ports, and is made anew. */
  const otherEdge = (wanted: DesiredState): DesiredState => ({
    ...wanted,
    model: {
      ...wanted.model,
      services: { ...wanted.model.services, edge: { labels: { 'saleor-deploy.edge': 'e2' } } },
    },
  })
  const stageWithAccessory = (): StepRunner => {
    const stage = stageOf(['a'], 'r1', 1, {}, asAccessory)
    const { machine } = stage.world.host('a')
    machine.start(
      machine.add('shop-storefront-1', {
        'com.docker.compose.project': 'shop',
        'com.docker.compose.service': 'storefront',
      }),
    )
    return stage
  }

  it('A storefront that was an accessory gives its port to the edge in one step with all others, once it is healthy behind it', async () => {
    const stage = stageWithAccessory()
    expect(await run(stage, otherEdge(desired()))).toBeUndefined()
    const order = moves(stage)
    const taken = order.indexOf('a: docker stop shop-storefront-1')
    expect(order.slice(taken, taken + 2)).toEqual(['a: docker stop shop-storefront-1', 'a: compose up edge'])
    expect(order.indexOf('a: docker start shop-storefront-2')).toBeLessThan(taken)
    expect(stage.pictures()[0]).toMatchObject({ traffic: ['shop-storefront-2', 'shop-web-2'] })
    expect(stage.runner.log.lines.join('\n')).toContain(
      'the edge takes port 3000 over from shop-storefront-1',
    )
  })

  it('A storefront that was an accessory has its port again when the deploy fails', async () => {
    const stage = stageWithAccessory()
    const before = stage.pictures()
    stage.world.host('a').faults.at('point live', { fails: 'no' })
    expect(await run(stage, otherEdge(desired()))).toBeDefined()
    expect(stage.pictures()).toEqual(before)
    const undone = stage.world.journal.slice(stage.world.journal.indexOf('a: undo'))
    expect(undone.indexOf('a: compose up edge')).toBeGreaterThan(0)
    expect(undone.indexOf('a: compose up edge')).toBeLessThan(undone.indexOf('a: revive shop-storefront-1'))
  })

  const adopted = [stageWithAccessory, otherEdge(desired())] as const
  const returned = [
    () => stageOf(['a'], 'r1', 1, {}, withStorefront),
    otherEdge(asAccessory(shopDesired('r2', { migrate: [] }))),
  ] as const
  it.each<[string, (stage: StepRunner) => Fault]>([
    ['fails', () => ({ fails: 'Error response from daemon: no' })],
    ['is the last before the line is cut', () => 'cut'],
    ['is the last before the guard dies', () => 'kill'],
    ['is the last before the job is cancelled', (stage) => ({ first: stage.cancel })],
  ])(
    'A storefront comes behind the edge and away from it whole or not at all, whichever change %s',
    async (_, fault) => {
      for (const [stageBefore, wanted] of [adopted, returned]) {
        const good = stageBefore()
        expect(await run(good, wanted)).toBeUndefined()
        const count = good.world.host('a').changesAtCommit
        expect(count).toBeGreaterThan(14)
        for (let index = 1; index < count; index++) {
          const stage = stageBefore()
          const { faults } = stage.world.host('a')
          const before = stage.pictures()
          faults.atChange(index, fault(stage))
          const error = await run(stage, wanted)
          // The trial of the edge is over.
          if (error === undefined && faults.hit.endsWith('edge-probe')) continue
          const where = `${index}: ${faults.hit}`
          expect(error, where).toBeDefined()
          expect(stage.pictures(), where).toEqual(before)
        }
      }
    },
  )

  it('A storefront that becomes an accessory again starts on its own port, and its old containers go with the release that had it behind the edge', async () => {
    const stage = stageOf(['a'], 'r1', 1, {}, withStorefront)
    const wanted = otherEdge(asAccessory(shopDesired('r2', { migrate: [] })))
    const before = stage.pictures()
    stage.world.host('a').faults.at('point live', { fails: 'no' })
    expect(await run(stage, wanted)).toBeDefined()
    expect(stage.pictures()).toEqual(before)
    stage.world.journal.length = 0
    expect(await run(stage, wanted)).toBeUndefined()
    const order = stage.world.journal
    expect(order.indexOf('a: compose up storefront')).toBeGreaterThan(order.indexOf('a: compose up edge'))
    expect(order.find((line) => line.includes('a: retire shop-web-1'))).toContain('shop-storefront-1')
    expect(order.filter((line) => line.includes('web-storefront'))).toEqual([])
    const [after] = stage.pictures()
    expect(after).toMatchObject({ traffic: ['shop-web-2'] })
    expect(after?.containers).toContain('shop-storefront-2 running')
  })
})

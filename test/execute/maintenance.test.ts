import { describe, expect, it } from 'vitest'
import { plainMaintenance } from '../../src/edge/maintenance.ts'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { maintain } from '../../src/execute/maintenance.ts'
import type { Maintenance } from '../../src/model/edge/edge.ts'
import { endingOf } from '../../src/report/serving.ts'
import { type Thrown, thrownBy } from '../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf } from '../fakes/host/shop.ts'

async function set(stage: StepRunner, maintenance: Maintenance | undefined): Promise<Thrown | undefined> {
  stage.world.journal.length = 0
  return await thrownBy(
    maintain(composeEngine, await stage.fleet(shopDesired('r1')), maintenance, false, stage.runner),
  )
}

const shops = (stage: StepRunner) => stage.pictures().map(({ shop }) => shop)

describe('a shop that is closed', () => {
  it('A shop that is closed takes no more requests from one moment on, lets those in flight finish, and keeps all containers', async () => {
    const stage = stageOf(['a', 'b'])
    const before = stage.pictures()
    expect(await set(stage, plainMaintenance)).toBeUndefined()
    expect(stage.world.journal.filter((line) => line.startsWith('a: '))).toEqual([
      'a: lock',
      'a: readiness shop/open maint',
      'a: put edge/haproxy.cfg',
      'a: drain shop-edge-1 60 s1',
      'a: commit',
    ])
    expect(stage.pictures()).toEqual(before.map((one) => ({ ...one, shop: 'closed' })))
    expect(endingOf(stage.runner.serving)).toMatchObject({
      affected: 'true',
      text: expect.stringContaining('The shop is closed for maintenance on a, b; release r1 is live.'),
    })
  })

  it('A shop that is closed is opened again, and customers have it', async () => {
    const stage = stageOf(['a', 'b'])
    await set(stage, plainMaintenance)
    expect(await set(stage, undefined)).toBeUndefined()
    expect(shops(stage)).toEqual(['open', 'open'])
    expect(endingOf(stage.runner.serving).text).toBe('Release r1 serves on a, b. Customers are not affected.')
  })

  it('A shop that is closed gets another page by a reload after requests are drained', async () => {
    const stage = stageOf(['a'])
    await set(stage, { ...plainMaintenance, page: '<p>Soon</p>' })
    expect(stage.world.journal.slice(-3)).toEqual([
      'a: drain shop-edge-1 60 s1',
      'a: reload shop-edge-1 15',
      'a: commit',
    ])
  })

  it('A shop that is closed or open already is left alone', async () => {
    const stage = stageOf(['a', 'b'])
    await set(stage, plainMaintenance)
    expect(await set(stage, plainMaintenance)).toBeUndefined()
    expect(stage.world.journal).toEqual([])
  })

  it('A shop is closed on those hosts only that are open', async () => {
    const stage = stageOf(['a', 'b'])
    const fleet = await stage.fleet(shopDesired('r1'))
    await maintain(
      composeEngine,
      { ...fleet, members: [fleet.members[0]] },
      plainMaintenance,
      false,
      stage.runner,
    )
    await set(stage, plainMaintenance)
    expect(stage.world.journal.filter((line) => line.startsWith('a: '))).toEqual([])
    expect(shops(stage)).toEqual(['closed', 'closed'])
  })
})

describe('a shop that could not be closed everywhere', () => {
  it.each(['readiness', 'put', 'reload'])(
    'A shop that could not be closed everywhere is open on all hosts, when %s fails on one',
    async (command) => {
      const stage = stageOf(['a', 'b', 'c'])
      const before = stage.pictures()
      stage.world.host('b').faults.at(command, { fails: 'no' })
      const error = await set(stage, { ...plainMaintenance, page: '<p>Soon</p>' })
      expect([error?.reason, error?.message]).toEqual([
        'switch-failed',
        'b: the shop could not be closed: no',
      ])
      expect(stage.pictures()).toEqual(before)
      expect(endingOf(stage.runner.serving).affected).toBe('false')
    },
  )

  it('A shop is closed on a host that missed the commit too, as it is done there again', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.host('b').faults.at('commit', 'cut')
    expect(await set(stage, plainMaintenance)).toBeUndefined()
    expect(shops(stage)).toEqual(['closed', 'closed'])
    expect(stage.runner.log.lines).toContain(
      'warning: b did not confirm the commit and rolled back on its own: it is done there again.',
    )
  })

  it('A shop is open everywhere, and the job red, where no host has heard the commit', async () => {
    const stage = stageOf(['a', 'b'])
    for (const host of stage.world.hosts) host.faults.at('commit', 'cut')
    expect((await set(stage, plainMaintenance))?.reason).toBe('guard-lost')
    expect(shops(stage)).toEqual(['open', 'open'])
  })

  it('A shop is open again when the job is cancelled while requests finish', async () => {
    const stage = stageOf(['a'])
    stage.world.host('a').faults.at('drain', { first: stage.cancel })
    expect((await set(stage, plainMaintenance))?.name).toBe('AbortError')
    expect(shops(stage)).toEqual(['open'])
  })

  it('Closing a shop is refused before any lock where a host has no edge that answers', async () => {
    const stage = stageOf(['a', 'b'])
    const { machine } = stage.world.host('b')
    machine.remove(['shop-edge-1'])
    const error = await set(stage, plainMaintenance)
    expect(error?.message).toBe('b: the edge does not run, so nobody could be shown a page.')
    expect(stage.world.journal).toEqual([])
  })
})

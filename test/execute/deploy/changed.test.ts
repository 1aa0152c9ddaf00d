import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { type Thrown, thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf } from '../../fakes/host/shop.ts'

/** Deploys r3 to hosts on which something happens after they were looked at. */
async function deployAfter(
  stage: StepRunner,
  happens: () => unknown,
  changes: Partial<DesiredState> = {},
): Promise<Thrown | undefined> {
  const fleet = await stage.fleet(shopDesired('r3', changes))
  await happens()
  return await thrownBy(deploy(composeEngine, fleet, false, stage.runner))
}

/** What another run does while this one waits for the lock. */
async function another(stage: StepRunner): Promise<void> {
  await deploy(composeEngine, await stage.fleet(shopDesired('r2')), false, { ...stage.runner })
  stage.world.journal.length = 0
}

describe('hosts that another run changed between the look and the lock', () => {
  it('Hosts that another run changed are looked at again: what serves now is what gives way, and the new plan is said', async () => {
    const stage = stageOf(['a'])
    expect(await deployAfter(stage, () => another(stage))).toBeUndefined()
    expect(stage.pictures()[0]).toMatchObject({
      live: 'releases/r3',
      previous: 'releases/r2',
      containers: ['shop-beat-1', 'shop-celery-1', 'shop-db-1', 'shop-edge-1', 'shop-web-1'].map(
        (name) => `${name} running`,
      ),
    })
    expect(stage.world.mishaps).toEqual([])
    expect(stage.runner.log.lines).toContain(
      'Changed since it was observed: a (r1 was live, now r2). The plan is computed again.',
    )
  })

  it('Hosts are not looked at twice where nobody changed anything', async () => {
    const stage = stageOf(['a'])
    expect(await deployAfter(stage, () => {})).toBeUndefined()
    expect(stage.runner.log.lines.filter((line) => line.includes('computed again'))).toEqual([])
  })

  it('Hosts are looked at again where what an earlier run left was undone only now', async () => {
    const stage = stageOf(['a'])
    const { machine } = stage.world.host('a')
    const error = await deployAfter(stage, () => {
      machine.add('shop-web-9', { 'com.docker.compose.service': 'web' })
      stage.world.host('a').undoLog = ['retire shop-web-9']
    })
    expect(error).toBeUndefined()
    expect(machine.picture()).toMatchObject({ live: 'releases/r3' })
    expect(stage.runner.log.lines).toContain(
      'Changed since it was observed: a (what an earlier run left was undone). The plan is computed again.',
    )
  })

  it('Hosts are left alone where people approved a change from what was live then', async () => {
    const stage = stageOf(['a'])
    const approved = { release: { ...shopRelease('r3'), approval: 'hash' } }
    const error = await deployAfter(stage, () => another(stage), approved)
    expect([error?.reason, error?.message]).toEqual([
      'live-changed',
      'a: r2 is live now; the approval was given for a change from r1.',
    ])
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r2', traffic: ['shop-web-2'] })
  })

  it('Hosts are put back where somebody started web by hand while the deploy ran', async () => {
    const stage = stageOf(['a'])
    const { machine, faults } = stage.world.host('a')
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' }
    faults.at('docker stop shop-celery-1', { first: () => machine.start(machine.add('by-hand', labels)) })
    const error = await deployAfter(stage, () => {})
    expect([error?.reason, error?.message]).toEqual([
      'live-changed',
      'a: by-hand was started by hand while this deploy ran.',
    ])
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', traffic: ['shop-web-1'] })
  })
})

describe('a lock that another run holds', () => {
  it('A lock that another run holds ends the deploy at once, and no host of the fleet stays locked or changed', async () => {
    const stage = stageOf(['a', 'b', 'c'])
    const before = stage.pictures()
    const error = await deployAfter(stage, () => stage.world.host('b').heldFor(600))
    expect(error?.reason).toBe('locked')
    expect(error?.message).toContain('b is being changed by run 7 (bob)')
    expect(stage.pictures()).toEqual(before)
    expect(stage.world.host('a').lock).toBeUndefined()
    expect(stage.world.host('c').lock).toBeUndefined()
  })

  it('A lock that another run holds is waited for as long as lock-wait allows, while nobody waits for the other hosts', async () => {
    const stage = stageOf(['a', 'b'])
    let isFree: boolean | undefined
    const error = await deployAfter(
      stage,
      () => {
        stage.world.host('b').heldFor(300)
        void stage.world.clock.sleep(100).then(() => void (isFree = stage.world.host('b').lock !== undefined))
      },
      { lockWait: 400 },
    )
    expect([error, isFree]).toEqual([undefined, true])
    expect(stage.world.journal.filter((line) => line.endsWith('lock'))).toEqual([
      'a: lock',
      'a: lock',
      'b: lock',
    ])
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r3', 'releases/r3'])
  })

  it('A lock that is held longer than lock-wait ends the deploy, and the first host is let go', async () => {
    const stage = stageOf(['a', 'b'])
    const error = await deployAfter(stage, () => stage.world.host('b').heldFor(3000), { lockWait: 400 })
    expect(error?.reason).toBe('locked')
    expect(stage.world.host('a').lock).toBeUndefined()
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r1', 'releases/r1'])
  })
})

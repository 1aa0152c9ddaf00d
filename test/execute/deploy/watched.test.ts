import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { type Thrown, thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'
import type { Behaviour } from '../../fakes/host/world.ts'

interface Tried {
  stage: StepRunner
  error: Thrown | undefined
  seconds: number
}

/** Deploys r2, which behaves like this. */
async function tried(
  behaviour: Behaviour,
  { service, ...changes }: Partial<DesiredState> & { service?: string } = {},
  names = ['a'],
): Promise<Tried> {
  const stage = stageOf(names)
  stage.world.behave('r2', behaviour, service)
  const started = stage.world.clock.now()
  const error = await thrownBy(
    deploy(composeEngine, await stage.fleet(shopDesired('r2', changes)), false, stage.runner),
  )
  return { stage, error, seconds: (stage.world.clock.now() - started) / 1000 }
}

function expectOldServes({ stage }: Tried): void {
  for (const picture of stage.pictures())
    expect(picture).toMatchObject({ live: 'releases/r1', traffic: ['shop-web-1'] })
  expect(stage.world.mishaps).toEqual([])
  expect(endingOf(stage.runner.serving).text).toMatch(
    /^Release r1 serves on .* Customers are not affected\.$/,
  )
}

describe('new web', () => {
  it('New web may answer late, as long as it is within its time; no request goes there before', async () => {
    const { stage, error } = await tried({ answersAfter: 50 })
    expect(error).toBeUndefined()
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r2', traffic: ['shop-web-2'] })
    expect(stage.world.mishaps).toEqual([])
    expect(stage.world.journal).not.toContain('a: undo')
  })

  it('New web is given up at the deadline when it never answers, and the old one has served all the time', async () => {
    const one = await tried({ answersAfter: Number.POSITIVE_INFINITY })
    expect([one.error?.reason, one.error?.message.split('\n')[0]]).toEqual([
      'unhealthy',
      'a: shop-web-2 did not answer /health/ within 60 s. Its last line: the last line',
    ])
    expect(one.seconds).toBeGreaterThanOrEqual(60)
    expect(one.seconds).toBeLessThan(75)
    expectOldServes(one)
  })

  it('New web is given up at once when it falls', async () => {
    const one = await tried({ answersAfter: 30, fallsAfter: 5 })
    expect(one.error?.message).toContain('a: shop-web-2 exited with code 1.')
    expect(one.seconds).toBeLessThan(10)
    expectOldServes(one)
  })

  it('New web that is well on two hosts and not on the third is taken away from all three', async () => {
    const stage = stageOf(['a', 'b', 'c'])
    stage.world.host('c').faults.at('docker start shop-web-2', { fails: 'Error response from daemon: no' })
    const error = await thrownBy(
      deploy(composeEngine, await stage.fleet(shopDesired('r2')), false, stage.runner),
    )
    expect(error).toMatchObject({ reason: 'start-failed' })
    expectOldServes({ stage, error, seconds: 0 })
  })

  it('New web that fails on one host is not waited for on the others', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.behave('r2', { answersAfter: 50 })
    stage.world.host('b').faults.at('docker start shop-web-2', { fails: 'Error response from daemon: no' })
    const started = stage.world.clock.now()
    const error = await thrownBy(
      deploy(composeEngine, await stage.fleet(shopDesired('r2')), false, stage.runner),
    )
    expect(error).toMatchObject({ reason: 'start-failed' })
    expect(stage.world.clock.now() - started).toBeLessThan(20_000)
  })
})

describe('a new worker', () => {
  it('A new worker that falls while it is watched is taken away, and the old ones go on working', async () => {
    const one = await tried({ fallsAfter: 2 }, { service: 'celery' })
    expect(one.error?.message).toContain('a: shop-celery-2 exited with code 1.')
    expectOldServes(one)
    expect(one.stage.world.host('a').machine.running('celery')).toHaveLength(1)
    expect(one.stage.world.host('a').machine.running('beat')).toHaveLength(1)
  })

  it('A new worker is watched as long as web took to start, as it is the same code', async () => {
    const stage = stageOf(['a'])
    stage.world.behave('r2', { answersAfter: 20 }, 'web')
    stage.world.behave('r2', { fallsAfter: 15 }, 'celery')
    const error = await thrownBy(
      deploy(composeEngine, await stage.fleet(shopDesired('r2')), false, stage.runner),
    )
    expect(error?.message).toContain('shop-celery-2 exited')
  })
})

describe('a release that serves and is watched before the commit', () => {
  it('A release that is watched is taken back when it falls, without a request lost at the edge', async () => {
    const one = await tried({ fallsAfter: 40 }, { bake: 60, service: 'celery' })
    expect(one.error).toMatchObject({ reason: 'bake-failed' })
    expectOldServes(one)
  })

  it('A release that is watched is taken back from all hosts when too many of its requests fail', async () => {
    const one = await tried({ failsPercent: 20 }, { bake: 60 }, ['a', 'b'])
    expect(one.error).toMatchObject({ reason: 'bake-failed' })
    expect(one.error?.message).toContain('20.0 % of')
    expectOldServes(one)
  })

  it('A release that is taken back lets the requests that it has come to their end', async () => {
    const { stage } = await tried({ failsPercent: 20 }, { bake: 60 })
    const rollback = stage.world.journal.slice(stage.world.journal.indexOf('a: undo'))
    expect(rollback.slice(1, 7)).toEqual([
      'a: edge s1 is shop-web-1',
      'a: edge_back s1 ready, s2 drain s1=shop-web-1',
      'a: drain shop-edge-1 20 s2',
      'a: put edge/haproxy.cfg',
      'a: put edge/releases.map',
      'a: revive shop-celery-1',
    ])
  })

  it('A release that is watched stays when it is well for the whole time', async () => {
    const { stage, error, seconds } = await tried({ failsPercent: 1 }, { bake: 60 })
    expect(error).toBeUndefined()
    expect(seconds).toBeGreaterThanOrEqual(60)
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r2' })
  })
})

describe('a release that is watched with a metric', () => {
  const metrics = {
    address: '127.0.0.1:9090',
    checks: [{ name: 'queue', query: 'max(queue)', operator: '<' as const, limit: 10 }],
  }
  it('A release that is watched is taken back from all hosts when a metric of one host stays beyond its limit', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.host('a').machine.metric = 3
    stage.world.host('b').machine.metric = 30
    const error = await thrownBy(
      deploy(composeEngine, await stage.fleet(shopDesired('r2', { bake: 60, metrics })), false, stage.runner),
    )
    expect(error?.message).toBe('b: 3 looks at the metric queue: 30, not < 10 have failed in a row.')
    expectOldServes({ stage, error, seconds: 0 })
  })
})

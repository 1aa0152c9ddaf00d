import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

/** A host on which people have started everything with `docker compose up`. */
function startedByHand(): StepRunner {
  const stage = stageOf(['a'], 'nothing')
  const { machine } = stage.world.host('a')
  machine.networks.add('shop_default')
  for (const service of ['db', 'web', 'celery', 'beat']) {
    const labels = {
      'com.docker.compose.project': 'shop',
      'com.docker.compose.service': service,
      'com.docker.compose.oneoff': 'False',
      'saleor-deploy.release': '',
    }
    machine.start(machine.add(`shop-${service}-1`, labels))
  }
  machine.wasServing = machine.serves()
  return stage
}

describe('a shop that was started by hand', () => {
  it('A shop that was started by hand serves until the new web answers, and then gives its port to the edge in one go', async () => {
    const stage = startedByHand()
    await deploy(composeEngine, await stage.fleet(shopDesired('r1')), false, stage.runner)
    const order = stage.world.journal.filter((line) => /probe|web-\d|beat-\d|compose up|commit$/.test(line))
    expect(order).toEqual([
      'a: compose run shop-edge-probe edge',
      'a: docker start shop-web-2',
      'a: docker stop shop-beat-1',
      'a: docker start shop-beat-2',
      'a: docker stop shop-web-1',
      'a: compose up edge',
      'a: commit',
      'a: retire shop-edge-probe',
      'a: retire shop-web-1 shop-celery-1 shop-beat-1',
    ])
    expect(stage.world.mishaps).toEqual(['no web after a: docker stop shop-web-1'])
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', traffic: ['shop-web-2'] })
  })

  it('A shop that was started by hand is as people had it, whichever change fails before the commit', async () => {
    const good = startedByHand()
    await deploy(composeEngine, await good.fleet(shopDesired('r1')), false, good.runner)
    for (let index = 1; index < good.world.host('a').changesAtCommit; index++) {
      const stage = startedByHand()
      const { faults } = stage.world.host('a')
      const before = stage.pictures()
      faults.atChange(index, { fails: 'Error response from daemon: no' })
      const error = await thrownBy(
        deploy(composeEngine, await stage.fleet(shopDesired('r1')), false, stage.runner),
      )
      if (error === undefined && faults.hit.includes('manage.py shell')) continue
      expect(error, faults.hit).toBeDefined()
      expect(stage.pictures(), faults.hit).toEqual(before)
      expect(stage.runner.serving.hosts.get('a'), faults.hit).toEqual({ state: 'by-hand' })
    }
  })
})

describe('the first deploy of all', () => {
  it('The first deploy of all leaves nothing when it fails, whichever change it is', async () => {
    const good = stageOf(['a'], 'nothing')
    await deploy(composeEngine, await good.fleet(shopDesired('r1')), false, good.runner)
    for (let index = 1; index < good.world.host('a').changesAtCommit; index++) {
      const stage = stageOf(['a'], 'nothing')
      const { faults } = stage.world.host('a')
      const before = stage.pictures()
      faults.atChange(index, { fails: 'Error response from daemon: no' })
      const error = await thrownBy(
        deploy(composeEngine, await stage.fleet(shopDesired('r1')), false, stage.runner),
      )
      if (error === undefined && faults.hit.includes('manage.py shell')) continue
      expect(error, faults.hit).toBeDefined()
      expect(stage.pictures(), faults.hit).toEqual(before)
    }
  })
})

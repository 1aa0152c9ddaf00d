import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

/** What was done to the hosts, without the long name of the image. */
async function orderOf(stage: StepRunner, desired: DesiredState): Promise<string[]> {
  await deploy(composeEngine, await stage.fleet(desired), false, stage.runner)
  return stage.world.journal.map((line) => line.replace(/registry\S+/, 'the image'))
}

const migration = { name: 'order.0002', operations: ['Add field'], dangers: [], oneWay: [] }

describe('what a deploy does, in order', () => {
  it('A deploy starts the database, the edge, then web, and sends traffic when all of it stands', async () => {
    const stage = stageOf(['a'], 'nothing')
    expect(await orderOf(stage, shopDesired('r1'))).toEqual([
      'a: pull the image postgres:15',
      'a: lock',
      'a: put releases/r1/compose.json',
      'a: put releases/r1/release.json',
      'a: compose up db',
      'a: compose run shop-migrate-r1 web python manage.py shell …',
      'a: compose create web celery beat',
      'a: put edge/releases.map',
      'a: put edge/haproxy.cfg',
      'a: compose up edge',
      'a: docker start shop-web-1',
      'a: edge s1 is shop-web-1',
      'a: docker start shop-celery-1',
      'a: docker start shop-beat-1',
      'a: put edge/releases.map',
      'a: put edge/haproxy.cfg',
      'a: placed shop-edge-1 10 s1=shop-web-1',
      'a: edge s1 ready',
      'a: point live releases/r1',
      'a: rm -f previous',
      'a: put releases/r1/release.json',
      'a: commit',
    ])
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', traffic: ['shop-web-1'] })
  })

  it('A deploy backs up and proves the backup before it migrates, and migrates before anything new is created', async () => {
    const stage = stageOf(['a'])
    stage.world.database.pending = [migration]
    const order = await orderOf(stage, shopDesired('r2'))
    expect(order.slice(4, 15)).toEqual([
      'a: compose run shop-migrate-r2 web python manage.py shell …',
      'a: rm -f backups/r2.dump.partial',
      'a: put releases/r2/backup.json',
      'a: compose run shop-backup-r2 saleor-deploy-backup',
      'a: rm -f releases/r2/backup.json',
      'a: docker run shop-prove-r2',
      'a: put backups/r2.json',
      'a: mv -fT backups/r2.dump.partial backups/r2.dump',
      'a: record migrations.log',
      'a: compose run shop-migrate-r2 web python manage.py migrate',
      'a: compose create web celery beat',
    ])
    expect(stage.world.database.applied).toEqual(['order.0002'])
  })

  it('A deploy neither backs up nor migrates where nothing is pending', async () => {
    const order = await orderOf(stageOf(['a']), shopDesired('r2'))
    expect(order.filter((line) => /backup|prove|manage.py migrate|migrations.log/.test(line))).toEqual([])
  })

  it('A deploy stops the old scheduler before it starts the new one, and old workers once the new ones stand', async () => {
    const order = await orderOf(stageOf(['a']), shopDesired('r2'))
    const background = order.filter((line) => /docker (start|stop)/.test(line))
    expect(background).toEqual([
      'a: docker start shop-web-2',
      'a: docker start shop-celery-2',
      'a: docker stop shop-beat-1',
      'a: docker start shop-beat-2',
      'a: docker stop shop-celery-1',
    ])
  })

  it('A deploy warns of an old worker and an old scheduler that had to be killed, as their work may be lost', async () => {
    const stage = stageOf(['a'])
    for (const name of ['shop-celery-1', 'shop-beat-1']) stage.world.host('a').machine.stubborn.add(name)
    await orderOf(stage, shopDesired('r2'))
    expect(stage.runner.log.lines.filter((line) => line.includes('was killed'))).toEqual([
      expect.stringMatching(
        /^warning: a: shop-beat-1 did not end within its stop_grace_period and was killed; .*may be lost/,
      ),
      expect.stringMatching(/^warning: a: shop-celery-1 did not end within its stop_grace_period/),
    ])
  })

  it('A deploy switches by one command once the edge knows the addresses, and lets requests finish before old web goes', async () => {
    const stage = stageOf(['a'])
    const order = await orderOf(stage, shopDesired('r2'))
    expect(order.slice(order.indexOf('a: docker stop shop-celery-1') + 1)).toEqual([
      'a: put edge/releases.map',
      'a: put edge/haproxy.cfg',
      'a: placed shop-edge-1 10 s2=shop-web-2',
      'a: edge s2 ready, s1 drain',
      'a: point live releases/r2',
      'a: point previous releases/r1',
      'a: put releases/r2/release.json',
      'a: commit',
      'a: drain shop-edge-1 60 s1',
      'a: retire shop-web-1 shop-celery-1 shop-beat-1',
      'a: edge s1 maint, s1 is edge',
    ])
    expect(stage.world.mishaps).toEqual([])
  })

  it('A deploy keeps old web running where it shall stay warm, and lets its slot rest', async () => {
    const stage = stageOf(['a'])
    const order = await orderOf(stage, shopDesired('r2', { keepWarm: true }))
    expect(order.slice(-2)).toEqual(['a: drain shop-edge-1 60 s1', 'a: edge s1 maint'])
    expect(stage.pictures()[0]).toMatchObject({ traffic: ['shop-web-2'] })
    expect(stage.world.host('a').machine.running('web')).toHaveLength(2)
  })

  it('A rolling deploy replaces one replica after the other, and leaves the last old one running until the commit', async () => {
    const stage = stageOf(['a'], 'r1', 2)
    const order = await orderOf(stage, shopDesired('r2', { strategy: 'rolling' }, 2))
    expect(
      order.filter((line) => /web-\d$|edge s.*(ready|drain)$|drain shop.*1 60 s1$|commit|retire/.test(line)),
    ).toEqual([
      'a: docker start shop-web-3',
      'a: edge s3 is shop-web-3',
      'a: placed shop-edge-1 10 s3=shop-web-3',
      'a: edge s3 ready, s1 drain',
      'a: drain shop-edge-1 60 s1',
      'a: docker stop shop-web-1',
      'a: docker start shop-web-4',
      'a: edge s4 is shop-web-4',
      'a: placed shop-edge-1 10 s4=shop-web-4',
      'a: edge s4 ready, s2 drain',
      'a: commit',
      'a: retire shop-web-1 shop-web-2 shop-celery-1 shop-beat-1',
    ])
    expect(stage.world.mishaps).toEqual([])
  })

  it('A deploy leaves the balancer and lets requests finish before it stops web that cannot run twice', async () => {
    const stage = stageOf(['a'])
    const started = stage.world.clock.now()
    const order = await orderOf(stage, shopDesired('r2', { strategy: 'recreate', balancerWait: 30 }))
    expect(order.filter((line) => /readiness|drain|shop-web-\d$/.test(line)).slice(0, 7)).toEqual([
      'a: readiness balancer/flag maint',
      'a: drain shop-edge-1 60 s1',
      'a: docker stop shop-web-1',
      'a: docker start shop-web-2',
      'a: edge s2 is shop-web-2',
      'a: placed shop-edge-1 10 s2=shop-web-2',
      'a: edge s2 ready, s1 drain',
    ])
    expect(order).toContain('a: readiness balancer/flag ready')
    expect(stage.world.clock.now() - started).toBeGreaterThanOrEqual(30_000)
    expect(stage.world.mishaps).toEqual(['no web after a: docker stop shop-web-1'])
  })

  it('A deploy takes the locks of a fleet in one order, touches the database once, and commits everywhere after the last switch', async () => {
    const stage = stageOf(['a', 'b', 'c'])
    stage.world.database.pending = [migration]
    const order = await orderOf(stage, shopDesired('r2'))
    expect(order.filter((line) => line.endsWith(': lock'))).toEqual(['a: lock', 'b: lock', 'c: lock'])
    expect(order.filter((line) => line.includes('manage.py migrate'))).toHaveLength(1)
    expect(order.filter((line) => line.includes('shop-beat'))).toEqual([
      'a: docker stop shop-beat-1',
      'a: docker start shop-beat-2',
      'a: retire shop-web-1 shop-celery-1 shop-beat-1',
    ])
    const switches = order.flatMap((line, index) => (/s2 ready, s1 drain/.test(line) ? [index] : []))
    expect(switches).toHaveLength(3)
    expect(Math.max(...switches)).toBeLessThan(order.indexOf('a: commit'))
    expect(order.findIndex((line) => line.includes('retire'))).toBeGreaterThan(order.indexOf('c: commit'))
    expect(stage.world.mishaps).toEqual([])
    for (const picture of stage.pictures())
      expect(picture).toMatchObject({ live: 'releases/r2', traffic: ['shop-web-2'] })
  })

  it('A deploy hands the scheduler over to another host without ever having two', async () => {
    const stage = stageOf(['a', 'b'])
    const fleet = await stage.fleet(shopDesired('r2'))
    for (const member of fleet.members) member.desired.schedules = member.host.name === 'b'
    await deploy(composeEngine, fleet, false, stage.runner)
    expect(stage.world.mishaps).toEqual([])
    expect(stage.world.hosts.map(({ machine }) => machine.running('beat').length)).toEqual([0, 1])
  })

  it('A deploy changes nothing where the release serves already, and nothing in a dry run', async () => {
    const stage = stageOf(['a'])
    const before = stage.pictures()
    const again = await deploy(composeEngine, await stage.fleet(shopDesired('r1')), false, stage.runner)
    const dry = await deploy(composeEngine, await stage.fleet(shopDesired('r2')), true, stage.runner)
    expect([again.result, dry.result]).toEqual(['unchanged', 'planned'])
    expect(stage.world.journal).toEqual([])
    expect(stage.pictures()).toEqual(before)
  })
})

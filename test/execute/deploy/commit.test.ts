import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { type Thrown, thrownBy } from '../../fakes/host/ending.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

const migration = { name: 'order.0002', operations: ['Add field'], dangers: [], oneWay: [] }

async function run(stage: StepRunner): Promise<Thrown | undefined> {
  stage.world.database.pending = [migration]
  return await thrownBy(
    deploy(composeEngine, await stage.fleet(shopDesired('r2', { bake: 30 })), false, stage.runner),
  )
}

const count = ({ world }: StepRunner, text: string): number =>
  world.journal.filter((line) => line.includes(text)).length

const serving = ({ runner }: StepRunner): string => endingOf(runner.serving).text

describe('the point of no return', () => {
  it('A host that was lost at the commit catches up, without touching the database again', async () => {
    const stage = stageOf(['a', 'b', 'c'])
    stage.world.host('b').faults.at('commit', 'cut')
    expect(await run(stage)).toBeUndefined()
    for (const picture of stage.pictures())
      expect(picture).toMatchObject({ live: 'releases/r2', previous: 'releases/r1', traffic: ['shop-web-2'] })
    expect(stage.runner.log.lines).toContain(
      'warning: b did not confirm the commit and rolled back on its own: it is done there again.',
    )
    // Asked once, and migrated once.
    expect(count(stage, 'shop-migrate-r2')).toBe(2)
    expect(stage.world.database.applied).toEqual(['order.0002'])
    expect(count(stage, 'shop-backup-r2')).toBe(1)
    // Watched together, once.
    expect(stage.runner.log.lines.filter((line) => line.includes('30 s of 30'))).toHaveLength(3)
    expect(stage.world.mishaps).toEqual([])
    expect(serving(stage)).toBe('Release r2 serves on a, b, c. Customers are not affected.')
  })

  it('A host that heard the commit needs no catching up where only its answer was lost', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.host('b').faults.at('committed', 'cut')
    expect(await run(stage)).toBeUndefined()
    expect(count(stage, 'commit')).toBe(2)
    expect(stage.runner.log.lines.filter((line) => line.includes('missed the commit'))).toEqual([])
    expect(serving(stage)).toBe('Release r2 serves on a, b. Customers are not affected.')
  })

  it('All hosts go back where none has heard the commit', async () => {
    const stage = stageOf(['a', 'b'])
    const before = stage.pictures()
    for (const host of stage.world.hosts) host.faults.at('commit', 'cut')
    expect((await run(stage))?.reason).toBe('guard-lost')
    expect(stage.pictures().map(({ traffic, live }) => [traffic, live])).toEqual(
      before.map(({ traffic, live }) => [traffic, live]),
    )
    expect(serving(stage)).toBe('Release r1 serves on a, b. Customers are not affected.')
  })

  it('What fails after the commit undoes nothing, and says what is left to do', async () => {
    const stage = stageOf(['a'])
    stage.world.host('a').faults.at('retire', { fails: 'the engine is busy' })
    expect(await run(stage)).toBeUndefined()
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r2', traffic: ['shop-web-2'] })
    expect(stage.runner.log.lines).toContain('warning: a: stuck the engine is busy')
  })

  it('A host that could not catch up is reported with the old release that it serves, while the others stay', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.faults.at('commit', 'cut')
    b.faults.at('docker start shop-web', { fails: 'Error response from daemon: no' }, 1)
    const error = await run(stage)
    expect(error?.reason).toBe('start-failed')
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r2', 'releases/r1'])
    expect(serving(stage)).toBe('Release r2 serves on a. Release r1 serves on b. Customers are not affected.')
    expect(endingOf(stage.runner.serving).release).toBe('r2\nr1')
  })

  it('A host that is lost at the commit is waited for two minutes, then it counts as behind; the job is red and says so', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.awayUntil = Number.POSITIVE_INFINITY
    b.faults.at('commit', 'cut')
    const started = stage.world.clock.now()
    expect((await run(stage))?.reason).toBe('host-unreachable')
    expect(stage.world.clock.now() - started).toBeGreaterThan(120_000)
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r2', 'releases/r1'])
  })

  it('A deploy that is undone notes its release as undone on each host, and the timeline says on how many', async () => {
    const stage = stageOf(['a', 'b'])
    stage.world.behave('r2', { answersAfter: Number.POSITIVE_INFINITY })
    const error = await run(stage)
    expect(error?.report).toMatch(/↩️ undone \| Undo everything \| 2 hosts \|/)
    for (const { machine } of stage.world.hosts)
      expect(machine.files.get('/opt/shop/events.log')).toContain('"result":"undone"')
  })
})

describe('a host that is gone when everything is undone', () => {
  it('A host that is gone when everything is undone is waited for until it is back, and looked at then', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.awayUntil = stage.world.clock.now() + 90_000
    b.faults.at('docker start shop-celery', 'cut')
    expect((await run(stage))?.reason).toBe('guard-lost')
    expect(serving(stage)).toBe('Release r1 serves on a, b. Customers are not affected.')
  })

  it('A host that is gone when everything is undone is unknown after two minutes, and the job says that it goes back by itself', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.awayUntil = Number.POSITIVE_INFINITY
    b.faults.at('docker start shop-celery', 'cut')
    const started = stage.world.clock.now()
    expect((await run(stage))?.reason).toBe('guard-lost')
    expect(stage.world.clock.now() - started).toBeGreaterThan(120_000)
    expect(stage.runner.log.lines).toContain(
      'warning: b: no response from the guard. The host rolls back on its own, and the next run verifies it.',
    )
    expect(serving(stage)).toContain('What serves on b is not known; by itself it goes back to release r1.')
  })

  it('A cancelled job waits five seconds at most for a host that is gone, as it is killed after ten', async () => {
    const stage = stageOf(['a', 'b'])
    const b = stage.world.host('b')
    b.awayUntil = Number.POSITIVE_INFINITY
    b.faults.at('docker start shop-celery', { first: () => (stage.cancel(), b.lose('cut')) })
    const started = stage.world.clock.now()
    await run(stage)
    expect(stage.world.clock.now() - started).toBeLessThan(20_000)
  })
})

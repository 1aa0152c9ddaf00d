import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { reasonOf } from '../../src/errors.ts'
import { deploy } from '../../src/execute/deploy.ts'
import { rollBack } from '../../src/execute/rollback.ts'
import type { DesiredState, RollbackIntent } from '../../src/model/desired.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import { endingOf } from '../../src/report/serving.ts'
import { rollbackOutputsOf } from '../../src/summary/rollback-outputs.ts'
import { thrownBy } from '../fakes/host/ending.ts'
import type { Fault } from '../fakes/host/faults.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf } from '../fakes/host/shop.ts'

const migration = { name: 'order.0002', operations: ['Add field'], dangers: [], oneWay: [] }
const how = { dryRun: false, allowGap: false }

/** Hosts on which r1 served and r2 was deployed, with a migration and a backup before it. */
async function deployed(names: string[], changes: Partial<DesiredState> = {}): Promise<StepRunner> {
  const stage = stageOf(names)
  stage.world.database.pending = [migration]
  await deploy(composeEngine, await stage.fleet(shopDesired('r2', changes)), false, stage.runner)
  stage.world.journal.length = 0
  stage.runner.log.lines.length = 0
  return stage
}

/** What a rollback from r2 to r1 wants. */
function rollback(database: RollbackIntent['database'], changes: Partial<DesiredState> = {}): DesiredState {
  const { backup, ...desired } = shopDesired('r1')
  return {
    ...desired,
    backup: { ...backup, id: 'r9', when: database === 'keep' ? 'never' : 'always' },
    rollback: { from: shopRelease('r2'), database, backup: undefined, reason: 'slow', takeOver: false },
    keep: 0,
    ...changes,
  }
}

const onlyOf = (fleet: Fleet, ...names: string[]): Fleet => ({
  ...fleet,
  members: fleet.members.filter(({ host }) => names.includes(host.name)) as Fleet['members'],
})

/** All but the backups that were made. */
const lasting = (stage: StepRunner) => stage.pictures().map((picture) => ({ ...picture, files: [] }))

describe('going back to a release that was kept warm', () => {
  it('A rollback to a warm release is a switch: web runs already, nothing is created, and workers and scheduler follow', async () => {
    const stage = await deployed(['a'], { keepWarm: true })
    await rollBack(composeEngine, await stage.fleet(rollback('keep')), how, stage.runner)
    expect(
      stage.world.journal.filter((line) => /docker|create|edge s|lock|commit|retire/.test(line)),
    ).toEqual([
      'a: lock',
      'a: docker start shop-web-1',
      'a: edge s1 ready, s2 drain',
      'a: docker start shop-celery-1',
      'a: docker stop shop-beat-2',
      'a: docker start shop-beat-1',
      'a: docker stop shop-celery-2',
      'a: commit',
      'a: retire shop-web-2 shop-celery-2 shop-beat-2',
      'a: edge s2 maint, s2 is edge',
    ])
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', traffic: ['shop-web-1'] })
    expect(stage.world.mishaps).toEqual([])
  })

  it('A rollback that fails leaves the warm release warm, so that the next try is a switch again', async () => {
    const stage = await deployed(['a'], { keepWarm: true })
    const before = stage.pictures()
    stage.world.host('a').faults.at('docker start shop-beat-1', { fails: 'Error response from daemon: no' })
    expect(
      reasonOf(
        await thrownBy(rollBack(composeEngine, await stage.fleet(rollback('keep')), how, stage.runner)),
      ),
    ).toBe('start-failed')
    expect(stage.pictures()).toEqual(before)
  })
})

describe('going back to a release that is not warm', () => {
  it('A rollback to a release that is not warm creates it anew from its record and sends traffic there before workers and scheduler move', async () => {
    const stage = await deployed(['a', 'b'])
    const done = await rollBack(composeEngine, await stage.fleet(rollback('keep')), how, stage.runner)
    const order = stage.world.journal.filter((line) => line.startsWith('a: '))
    const at = (text: string): number => order.findIndex((line) => line.includes(text))
    expect(at('compose create web celery beat')).toBeGreaterThan(0)
    expect(at('s1 ready, s2 drain')).toBeGreaterThan(at('docker start shop-web'))
    expect(at('docker stop shop-beat')).toBeGreaterThan(at('s1 ready, s2 drain'))
    expect(stage.world.mishaps).toEqual([])
    expect(rollbackOutputsOf(done)).toMatchObject({ release: 'r1', 'previous-release': 'r2' })
    expect(endingOf(stage.runner.serving).text).toBe('Release r1 serves on a, b. Customers are not affected.')
  })

  it('A rollback is refused before anything is changed where one host lacks the release', async () => {
    const stage = await deployed(['a', 'b'])
    for (const path of stage.world.host('b').machine.files.keys())
      if (path.includes('/releases/r1/')) stage.world.host('b').machine.files.delete(path)
    const error = await thrownBy(
      rollBack(composeEngine, await stage.fleet(rollback('keep')), how, stage.runner),
    )
    expect([error?.reason, error?.message]).toEqual([
      'no-target',
      'b: release r1 was never deployed there, or was removed.',
    ])
    expect(stage.world.journal).toEqual([])
  })

  it('A rollback is refused where nothing says that the old code runs on the schema, unless that is allowed', async () => {
    const dangerous = {
      ...migration,
      dangers: ['Remove field note: the release that still serves may use it'],
    }
    const stage = await deployed(['a'])
    const history = stage.world.host('a').machine.files
    const [line = ''] = history.get('/opt/shop/migrations.log')?.split('\n') ?? []
    const dangers = dangerous.dangers.map((one) => `order.0002: ${one}`)
    history.set('/opt/shop/migrations.log', `${JSON.stringify({ ...JSON.parse(line), dangers })}\n`)
    const fleet = await stage.fleet(rollback('keep'))
    const error = await thrownBy(rollBack(composeEngine, fleet, how, stage.runner))
    expect(error?.reason).toBe('schema-gap')
    expect(stage.world.journal).toEqual([])
    expect((await rollBack(composeEngine, fleet, { ...how, allowGap: true }, stage.runner)).result).toBe(
      'done',
    )
  })

  it('A rollback goes on where an earlier one came half-way, and leaves alone what is back', async () => {
    const stage = await deployed(['a', 'b'])
    const half = onlyOf(await stage.fleet(rollback('keep')), 'a')
    await rollBack(composeEngine, half, how, stage.runner)
    stage.world.journal.length = 0
    await rollBack(composeEngine, await stage.fleet(rollback('keep')), how, stage.runner)
    expect(stage.world.journal.filter((line) => line.startsWith('a: '))).toEqual([])
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r1', 'releases/r1'])
  })
})

describe('going back with the schema', () => {
  it('A rollback with the schema backs up and reverses the migrations once the old code serves everywhere', async () => {
    const stage = await deployed(['a', 'b'])
    const done = await rollBack(composeEngine, await stage.fleet(rollback('migrate')), how, stage.runner)
    const { journal, database } = stage.world
    const at = (text: string): number => journal.findIndex((line) => line.includes(text))
    expect(at('shop-backup-r9')).toBeGreaterThan(Math.max(at('a: commit'), at('b: commit')))
    expect(at('shop-prove-r9')).toBeGreaterThan(at('shop-backup-r9'))
    expect(journal.findLastIndex((line) => line.includes('shop-reverse-r2'))).toBeGreaterThan(
      at('shop-prove-r9'),
    )
    expect(database.applied).toEqual([])
    expect(rollbackOutputsOf(done).reversed).toBe('["order.0002"]')
  })

  it('A rollback with the schema leaves the old code serving where the backup before it fails, and reverses nothing', async () => {
    const stage = await deployed(['a'])
    stage.world.host('a').faults.at('shop-backup-r9', { fails: 'pg_dump: error: no' })
    const error = await thrownBy(
      rollBack(composeEngine, await stage.fleet(rollback('migrate')), how, stage.runner),
    )
    expect(error?.reason).toBe('backup-failed')
    expect(stage.world.database.applied).toEqual(['order.0002'])
    expect(endingOf(stage.runner.serving).text).toBe('Release r1 serves on a. Customers are not affected.')
  })

  it('A rollback with the schema reverses it where an earlier run ended before it could', async () => {
    const stage = await deployed(['a', 'b'])
    const half = onlyOf(await stage.fleet(rollback('keep')), 'a')
    await rollBack(composeEngine, half, how, stage.runner)
    const done = await rollBack(composeEngine, await stage.fleet(rollback('migrate')), how, stage.runner)
    expect(stage.world.database.applied).toEqual([])
    expect(stage.pictures().map(({ live }) => live)).toEqual(['releases/r1', 'releases/r1'])
    expect(rollbackOutputsOf(done).reversed).toBe('["order.0002"]')
  })
})

describe('going back with the data', () => {
  it('A rollback with the data closes the shop and lets nothing write before the data of now are backed up and swapped', async () => {
    const stage = await deployed(['a'])
    const done = await rollBack(composeEngine, await stage.fleet(rollback('restore')), how, stage.runner)
    const order = stage.world.journal.filter((line) =>
      /readiness|docker (stop|start)|run (saleor|shop)|drain shop|commit$/.test(line),
    )
    expect(order).toEqual([
      'a: compose run saleor-deploy-check',
      'a: readiness shop/open maint',
      'a: drain shop-edge-1 60 s2',
      'a: docker stop shop-beat-2 shop-celery-2',
      'a: drain shop-edge-1 60 s2',
      'a: docker stop shop-web-2',
      'a: compose run shop-backup-r9 saleor-deploy-backup',
      'a: docker run shop-prove-r9',
      'a: compose run saleor-deploy-restore',
      'a: compose run saleor-deploy-swap',
      'a: docker start shop-web-1',
      'a: docker start shop-celery-1',
      'a: docker start shop-beat-1',
      'a: commit',
      'a: having compose run saleor-deploy-forget',
      'a: readiness shop/open ready',
      'a: drain shop-edge-1 60 s2',
    ])
    expect(stage.world.database.data).toBe('restored')
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', shop: 'open', traffic: ['shop-web-1'] })
    expect(rollbackOutputsOf(done)['kept-database']).toBe('shop_before_r9_')
  })

  it('When a rollback with the data fails, the other hosts wait for the first one on the way back', async () => {
    const stage = await deployed(['a', 'b'])
    stage.world.host('b').faults.at('docker start shop-web', { fails: 'Error response from daemon: no' })
    const before = lasting(stage)
    const error = await thrownBy(
      rollBack(composeEngine, await stage.fleet(rollback('restore')), how, stage.runner),
    )
    expect(error?.reason).toBe('start-failed')
    const undone = stage.world.journal.slice(stage.world.journal.indexOf('b: undo'))
    const at = (text: string): number => undone.findIndex((line) => line.startsWith(text))
    expect(at('b: awaiting compose run shop-hold-r1')).toBeGreaterThan(0)
    expect(at('b: serve')).toBeGreaterThan(at('b: awaiting compose run shop-hold-r1'))
    expect(lasting(stage)).toEqual(before)
    expect(stage.world.database.data).toBe('live')
  })

  it('A rollback ends a run that holds the lock where people have asked for that', async () => {
    const stage = await deployed(['a'])
    stage.world.host('a').heldFor(30)
    const { rollback: going, ...desired } = rollback('keep')
    const fleet = await stage.fleet({
      ...desired,
      rollback: { ...(going as RollbackIntent), takeOver: true },
    })
    expect((await rollBack(composeEngine, fleet, how, stage.runner)).result).toBe('done')
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1' })
  })

  it('A rollback with the data leaves a shop closed that people have closed', async () => {
    const stage = await deployed(['a'])
    const { machine } = stage.world.host('a')
    const path = '/opt/shop/edge/haproxy.cfg'
    const closed = `# maintenance: ${JSON.stringify({ allow: [], page: '', retryAfter: 60 })}`
    machine.files.set(path, (machine.files.get(path) ?? '').replace('\n', `\n${closed}\n`))
    machine.loadEdge()
    await rollBack(composeEngine, await stage.fleet(rollback('restore')), how, stage.runner)
    expect(stage.pictures()[0]).toMatchObject({ live: 'releases/r1', shop: 'closed' })
    expect(endingOf(stage.runner.serving).affected).toBe('false')
  })

  const spoils: [string, (stage: StepRunner) => Fault][] = [
    ['fails', () => ({ fails: 'ERROR: no' })],
    ['is where the line is cut', () => 'cut'],
    ['is where it is cancelled', (stage) => ({ first: stage.cancel })],
  ]

  it.each(spoils)(
    'A rollback with the data gives back data, code and an open shop, whichever change %s',
    async (_, fault) => {
      const good = await deployed(['a'])
      const { faults } = good.world.host('a')
      const began = faults.changes
      await rollBack(composeEngine, await good.fleet(rollback('restore')), how, good.runner)
      const count = good.world.host('a').changesAtCommit - began
      expect(count).toBeGreaterThan(20)
      for (let index = 0; index < count; index++) {
        const stage = await deployed(['a'])
        const a = stage.world.host('a')
        const before = lasting(stage)
        a.faults.atChange(index, fault(stage))
        const error = await thrownBy(
          rollBack(composeEngine, await stage.fleet(rollback('restore')), how, stage.runner),
        )
        const where = `${index}: ${a.faults.hit}`
        // Where the edge can't tell which requests are there, nobody waits for them.
        if (error === undefined && a.faults.hit.startsWith('drain')) continue
        expect(error, where).toBeDefined()
        expect(lasting(stage), where).toEqual(before)
        expect(stage.world.database.data, where).toBe('live')
      }
    },
  )
})

import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { reasonOf, StepFailed } from '../../../src/errors.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import { endingOf } from '../../../src/report/serving.ts'
import { type Thrown, thrownBy } from '../../fakes/host/ending.ts'
import type { Fault } from '../../fakes/host/faults.ts'
import type { ScriptedHost } from '../../fakes/host/scripted-host.ts'
import {
  mounting,
  type StepRunner,
  shapes,
  shopDesired,
  stageOf,
  withFileServer,
} from '../../fakes/host/shop.ts'

const migration = { name: 'order.0002', operations: ['Add field'], dangers: [], oneWay: [] }

/** What a migration that succeeded and a backup that was made leave, whatever comes after. */
const stays = /\/backups\//

/** All that has to be as it was. */
function lasting(stage: StepRunner): unknown[] {
  return stage.pictures().map((picture) => ({
    ...picture,
    files: (picture.files as string[]).filter((path) => !stays.test(path)),
  }))
}

interface Try {
  stage: StepRunner
  before: unknown[]
  error: Thrown | undefined
  /** Which change it was, for whoever reads what is not as it should be. */
  where: string
}

async function deployWith(
  { names, strategy, replicas }: (typeof shapes)[number],
  spoil: (last: ScriptedHost, stage: StepRunner) => void = () => {},
): Promise<Omit<Try, 'where'> & { last: ScriptedHost }> {
  const stage = stageOf(names, 'r1', replicas, {}, withFileServer)
  stage.world.database.pending = [migration]
  const before = lasting(stage)
  const fleet = await stage.fleet(withFileServer(mounting(shopDesired('r2', { strategy }, replicas), 'one')))
  const last = stage.world.host(names.at(-1) ?? '')
  spoil(last, stage)
  const error = await thrownBy(deploy(composeEngine, fleet, false, stage.runner))
  return { stage, before, error, last }
}

/** Spoils each change that the last host sees between the lock and the commit, one in each deploy. */
async function atEachChange(
  shape: (typeof shapes)[number],
  fault: (stage: StepRunner) => Fault,
  judge: (tried: Try) => void,
): Promise<void> {
  const good = await deployWith(shape)
  expect(good.error).toBeUndefined()
  expect(good.last.changesAtCommit).toBeGreaterThan(12)
  for (let index = 1; index < good.last.changesAtCommit; index++) {
    const { last, ...tried } = await deployWith(shape, (host, stage) =>
      host.faults.atChange(index, fault(stage)),
    )
    judge({ ...tried, where: `${index}: ${last.faults.hit}` })
  }
}

const named = shapes.map((shape) => [`${shape.strategy} on ${shape.names.length}`, shape] as const)

describe.each(named)('a deploy that ends before its commit, %s', (_, shape) => {
  const mayPause = shape.strategy === 'recreate'

  function expectAsBefore({ stage, before, where }: Try): void {
    expect(lasting(stage), where).toEqual(before)
    const mishaps = stage.world.mishaps.filter((one) => !(mayPause && one.startsWith('no web')))
    expect(mishaps, where).toEqual([])
    expect(
      stage.world.hosts.flatMap(({ lock, undoLog }) =>
        (lock === undefined ? [] : ['locked']).concat(undoLog ?? []),
      ),
      where,
    ).toEqual([])
    expect(endingOf(stage.runner.serving).text, where).toMatch(/^Release r1 (serves|is live) on .*customers/i)
  }

  it('A deploy leaves every host as it was, whichever change fails', async () => {
    const survived: string[] = []
    await atEachChange(
      shape,
      () => ({ fails: 'Error response from daemon: no' }),
      (tried) => {
        if (tried.error === undefined) return void survived.push(tried.where)
        expect(tried.error, tried.where).toBeInstanceOf(StepFailed)
        expectAsBefore(tried)
      },
    )
    // Where Django can't be asked, the migration command itself is.
    expect(survived.filter((line) => !line.includes('manage.py shell'))).toEqual([])
  })

  it.each(['cut', 'kill'] as const)(
    'A deploy leaves every host as it was, at whichever change the line is lost: %s',
    async (fault) => {
      await atEachChange(
        shape,
        () => fault,
        (tried) => {
          expect(reasonOf(tried.error), tried.where).toBe('guard-lost')
          expectAsBefore(tried)
        },
      )
    },
  )

  it('A deploy leaves every host as it was, at whichever change it is cancelled', async () => {
    await atEachChange(
      shape,
      (stage) => ({ first: stage.cancel }),
      (tried) => {
        expect(reasonOf(tried.error), tried.where).toBe('cancelled')
        expectAsBefore(tried)
      },
    )
  })

  it('A deploy leaves every host as it was, whichever command hangs until somebody cancels', async () => {
    await atEachChange(
      shape,
      (stage) => ({ hangs: () => void stage.world.clock.sleep(60).then(stage.cancel) }),
      (tried) => {
        expect(reasonOf(tried.error), tried.where).toBe('cancelled')
        expectAsBefore(tried)
      },
    )
  })
})

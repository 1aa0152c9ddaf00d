import { describe, expect, it } from 'vitest'
import { resolveMaintenance } from '../../src/desired/live/maintenance.ts'
import { resolveRollback } from '../../src/desired/rollback/rollback.ts'
import { composeEngine } from '../../src/engine/compose/engine.ts'
import { deploy } from '../../src/execute/deploy.ts'
import { maintenance } from '../../src/inputs/maintenance.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { rollback } from '../../src/inputs/rollback.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { FleetIntent } from '../../src/model/fleet.ts'
import type { Placement } from '../../src/model/placement.ts'
import { thrownBy } from '../fakes/host/ending.ts'
import { type StepRunner, shopDesired, shopRelease, stageOf } from '../fakes/host/shop.ts'

const roles = { web: 'web', workers: ['celery'], schedulers: ['beat'], jobs: [], accessories: [] }
const placed: Record<string, Placement> = {
  a: { role: 'web' },
  b: { role: 'workers' },
  c: { role: 'workers' },
}

/** r1 serves everywhere with everything, and r2 was deployed with a host for web and two for workers. */
async function deployed(): Promise<StepRunner> {
  const stage = stageOf(['a', 'b', 'c'])
  for (const id of ['r2', 'r3'])
    await deploy(composeEngine, await stage.fleet(wanted(id), { placed }), false, stage.runner)
  return stage
}

const wanted = (id: string): DesiredState => {
  const { settings, ...release } = shopRelease(id)
  return shopDesired(id, {
    roles,
    release: { ...release, ...(settings && { settings: { ...settings, roles } }) },
  })
}

const given = { INPUT_USER: 'deploy', 'INPUT_SSH-KEY': 'key', INPUT_PATH: '/opt/shop' }

async function back(stage: StepRunner, hosts: string, to: string, scheduler = ''): Promise<FleetIntent> {
  const env = { ...given, INPUT_HOSTS: hosts, INPUT_TO: to, 'INPUT_SCHEDULER-HOST': scheduler }
  const resolve = resolveRollback(composeEngine, readInputs(rollback, env), stage.runner)
  const { hosts: all } = stage.world
  return await resolve(Promise.resolve(all as unknown as [(typeof all)[number]]))
}

describe('what runs where after a rollback', () => {
  it('After a rollback a host runs what ran there with that release, where the inputs do not say it', async () => {
    const stage = await deployed()
    const { hosts, scheduler } = await back(stage, 'a\nb\nc', 'r2')
    expect(hosts).toEqual([
      { name: 'a', placement: { role: 'web' } },
      { name: 'b', placement: { role: 'workers' } },
      { name: 'c', placement: { role: 'workers' } },
    ])
    expect(scheduler).toBe('b')
    expect((await back(stage, 'a\nb\nc', 'r1')).hosts).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'c' }])
  })

  it('After a rollback a host runs what the inputs say, also of a release that ran otherwise', async () => {
    const stage = await deployed()
    const { hosts, scheduler } = await back(stage, 'a role=web\nb role=workers\nc', 'r1', 'c')
    expect(hosts).toEqual([
      { name: 'a', placement: { role: 'web' } },
      { name: 'b', placement: { role: 'workers' } },
      { name: 'c' },
    ])
    expect(scheduler).toBe('c')
  })

  it('A rollback leaves out with a warning what only a newer release has, and is refused where a service would run nowhere', async () => {
    const stage = await deployed()
    await back(stage, 'a role=web\nb services=celery,beat,search\nc role=workers', 'r2')
    expect(stage.runner.log.lines.filter((line) => line.includes('search'))).toEqual([
      'warning: Release r2: b names search, which is no service of the project.',
    ])
    const error = await thrownBy(back(stage, 'a role=web\nb role=web\nc services=celery', 'r2'))
    expect([error?.reason, error?.message]).toEqual(['bad-input', "Input 'hosts': no host runs beat."])
  })
})

describe('a maintenance', () => {
  it('A maintenance closes the hosts where the live release has web, whatever its lines say of what is to come', async () => {
    const stage = await deployed()
    const env = { ...given, INPUT_STATE: 'on', INPUT_HOSTS: 'a\nb role=all\nc' }
    const resolve = resolveMaintenance(composeEngine, readInputs(maintenance, env))
    const all = stage.world.hosts
    const { hosts } = await resolve(Promise.resolve(all as unknown as [(typeof all)[number]]))
    expect(hosts?.map(({ placement }) => placement?.role)).toEqual(['web', 'workers', 'workers'])
  })
})

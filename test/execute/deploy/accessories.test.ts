import { describe, expect, it } from 'vitest'
import { composeEngine } from '../../../src/engine/compose/engine.ts'
import { StepFailed } from '../../../src/errors.ts'
import { deploy } from '../../../src/execute/deploy.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import type { ComposeService } from '../../../src/model/project/project.ts'
import { perform } from '../../fakes/host/commands.ts'
import { thrownBy } from '../../fakes/host/ending.ts'
import type { Fault } from '../../fakes/host/faults.ts'
import { type StepRunner, shopDesired, stageOf } from '../../fakes/host/shop.ts'

/** What is wanted of a shop with this accessory. */
function shopWith(
  id: string,
  service: string,
  definition: ComposeService,
  changes: Partial<DesiredState> = {},
): DesiredState {
  const desired = shopDesired(id, changes)
  const { model, roles } = desired
  return {
    ...desired,
    model: { ...model, services: { ...model.services, [service]: definition } },
    roles: { ...roles, accessories: [...new Set([...roles.accessories, service])] },
  }
}

/** A host on which release `r1` serves, with an accessory beside it that runs so. */
function stageWith(service: string, definition: ComposeService): StepRunner {
  const stage = stageOf(['a'])
  const { machine } = stage.world.host('a')
  const { model } = shopWith('r1', service, definition)
  machine.files.set('/opt/shop/releases/r1/compose.json', JSON.stringify(model))
  if (machine.containers.every(({ name }) => !name.startsWith(`shop-${service}-`)))
    perform(machine, [
      ...['docker', 'compose', '--project-name', 'shop', '-f', '/opt/shop/releases/r1/compose.json'],
      ...['up', '--detach', service],
    ])
  return stage
}

const server = { restart: 'always' }
const [old, next] = [
  { ...server, image: 'dashboard:3.20' },
  { ...server, image: 'dashboard:3.21' },
] as const
const withPort = (one: ComposeService): ComposeService => ({
  ...one,
  ports: [{ target: 80, published: '9000' }],
})

async function deployOn(stage: StepRunner, desired: DesiredState): Promise<Error | undefined> {
  stage.world.journal.length = 0
  return await thrownBy(deploy(composeEngine, await stage.fleet(desired), false, stage.runner))
}

/** What was done to containers of the service, in order. */
function doneTo({ world }: StepRunner, service: string): string[] {
  return world.journal
    .map((line) => line.replace(/^a: /, ''))
    .filter((line) => line.includes(`-${service}-`) || line.endsWith(` ${service}`))
}

/** Name, image and state of each of its containers. */
function there({ world }: StepRunner, service: string): string[] {
  const { machine } = world.host('a')
  return machine.containers
    .filter(({ labels }) => labels['com.docker.compose.service'] === service)
    .map((one) => `${one.name} ${one.image} ${machine.stateOf(one)}`)
}

describe('an accessory without data that differs', () => {
  it('An accessory without data that differs is replaced: the new one runs before the old one stops, which goes after the commit', async () => {
    const stage = stageWith('dashboard', old)
    expect(await deployOn(stage, shopWith('r2', 'dashboard', next))).toBeUndefined()
    expect(doneTo(stage, 'dashboard')).toEqual([
      'compose create dashboard',
      'docker start shop-dashboard-2',
      'docker stop shop-dashboard-1',
      'retire shop-dashboard-1',
    ])
    expect(there(stage, 'dashboard')).toEqual(['shop-dashboard-2 dashboard:3.21 running'])
  })

  it('An accessory is tried without its port, and stops first, where both would have one port', async () => {
    const stage = stageWith('dashboard', withPort(old))
    expect(await deployOn(stage, shopWith('r2', 'dashboard', withPort(next)))).toBeUndefined()
    expect(doneTo(stage, 'dashboard')).toEqual([
      'compose create dashboard',
      'compose run shop-dashboard-trial-r2 dashboard',
      'retire shop-dashboard-trial-r2',
      'docker stop shop-dashboard-1',
      'docker start shop-dashboard-2',
      'retire shop-dashboard-1',
    ])
  })

  it('An accessory that is replaced keeps the name that the file fixes', async () => {
    const stage = stageWith('dashboard', old)
    const { machine } = stage.world.host('a')
    machine.rename(['shop-dashboard-1', 'panel'])
    const named = { ...next, container_name: 'panel' }
    expect(await deployOn(stage, shopWith('r2', 'dashboard', named))).toBeUndefined()
    expect(there(stage, 'dashboard')).toEqual(['panel dashboard:3.21 running'])
  })

  it('An accessory is not touched again by a deploy that has it as it runs', async () => {
    const stage = stageWith('dashboard', old)
    await deployOn(stage, shopWith('r2', 'dashboard', next))
    expect(await deployOn(stage, shopWith('r3', 'dashboard', next))).toBeUndefined()
    expect(doneTo(stage, 'dashboard')).toEqual([])
  })

  it('An accessory is replaced where a variable of it changed, once it tells how it was made', async () => {
    const stage = stageWith('dashboard', old)
    const changed = { ...next, environment: { API_URL: 'https://shop.example.com' } }
    await deployOn(stage, shopWith('r2', 'dashboard', next))
    const { steps } = await deploy(
      composeEngine,
      await stage.fleet(shopWith('r3', 'dashboard', changed)),
      true,
      stage.runner,
    )
    expect(steps.map(({ title }) => title)).toContain('Replace dashboard (environment API_URL)')
  })

  it('An accessory is left where it does not tell how it was made and its image is the same', async () => {
    const stage = stageWith('dashboard', old)
    const changed = { ...old, environment: { API_URL: 'https://shop.example.com' } }
    expect(await deployOn(stage, shopWith('r2', 'dashboard', changed))).toBeUndefined()
    expect(doneTo(stage, 'dashboard')).toEqual([])
  })

  const faults: [string, (stage: StepRunner) => Fault][] = [
    ['fails', () => ({ fails: 'Error response from daemon: no' })],
    ['is the last before the line is cut', () => 'cut'],
    ['is the last before the guard dies', () => 'kill'],
    ['is the last before the job is cancelled', (stage) => ({ first: stage.cancel })],
  ]
  const volume = [{ type: 'volume', source: 'data', target: '/data' }]
  const kinds = [old, withPort(old), { ...old, volumes: volume }]
  it.each(faults)('An accessory that was replaced comes back, whichever change %s', async (_, fault) => {
    for (const from of kinds) {
      const to = { ...from, image: next.image, container_name: 'shop-dashboard-1' }
      const desired = shopWith('r2', 'dashboard', to, { updates: ['dashboard'] })
      const good = stageWith('dashboard', from)
      await deployOn(good, desired)
      expect(there(good, 'dashboard')).toEqual(['shop-dashboard-1 dashboard:3.21 running'])
      const count = good.world.host('a').changesAtCommit
      for (let index = 1; index < count; index++) {
        const stage = stageWith('dashboard', from)
        const before = [stage.pictures(), there(stage, 'dashboard')]
        stage.world.host('a').faults.atChange(index, fault(stage))
        const error = await deployOn(stage, desired)
        const where = `${index}: ${stage.world.host('a').faults.hit}`
        // Where Django can't be asked, the migration command itself is.
        if (error === undefined && where.includes('manage.py shell')) continue
        expect(error, where).toBeDefined()
        expect([stage.pictures(), there(stage, 'dashboard')], where).toEqual(before)
        expect(stage.world.mishaps, where).toEqual([])
      }
    }
  })

  it('An accessory that falls makes the deploy fail, and the old one serves on', async () => {
    const stage = stageWith('dashboard', old)
    stage.world.host('a').faults.at('docker start shop-dashboard-2', {
      first: () => stage.world.behave('', { fallsAfter: 0 }, 'dashboard'),
    })
    const error = await deployOn(stage, shopWith('r2', 'dashboard', next))
    expect(error).toBeInstanceOf(StepFailed)
    expect(error?.message).toContain('a: dashboard exited with code 1')
    expect(doneTo(stage, 'dashboard')).not.toContain('docker stop shop-dashboard-1')
  })
})

describe('an accessory with data that differs', () => {
  const redis = (image: string): ComposeService => ({ ...server, image })

  it('An accessory with data that differs is left, and the plan says so', async () => {
    const stage = stageWith('redis', redis('redis:6'))
    expect(await deployOn(stage, shopWith('r2', 'redis', redis('redis:7')))).toBeUndefined()
    expect(doneTo(stage, 'redis')).toEqual([])
    expect(stage.runner.log.lines).toContain(
      'left: db (its image alone is compared), redis (image redis:6 → redis:7; a service of its kind keeps data)',
    )
  })

  it('An accessory with data is replaced where it is named: the old one stops before the new one starts', async () => {
    const stage = stageWith('redis', redis('redis:6'))
    const desired = shopWith('r2', 'redis', redis('redis:7'), { updates: ['redis'] })
    expect(await deployOn(stage, desired)).toBeUndefined()
    expect(doneTo(stage, 'redis')).toEqual([
      'compose create redis',
      'docker stop shop-redis-1',
      'docker start shop-redis-2',
      'retire shop-redis-1',
    ])
  })

  it('An accessory with data that is named is replaced also where the release serves already', async () => {
    const stage = stageWith('redis', redis('redis:6'))
    const desired = shopWith('r2', 'redis', redis('redis:7'))
    await deployOn(stage, desired)
    const named = { ...desired, updates: ['redis'], release: { ...desired.release, id: 'r3' } }
    expect(await deployOn(stage, named)).toBeUndefined()
    expect(there(stage, 'redis')).toEqual(['shop-redis-2 redis:7 running'])
  })

  it('An accessory that is the database is backed up first, whatever was asked for, and once', async () => {
    const stage = stageOf(['a'])
    const changes = { updates: ['db'] }
    for (const when of ['never', 'always'] as const) {
      const { model, backup } = shopDesired('r2')
      const db = { ...model.services.db, image: 'postgres:15.2' }
      const desired = shopWith('r2', 'db', db, { ...changes, backup: { ...backup, when } })
      const { steps } = await deploy(composeEngine, await stage.fleet(desired), true, stage.runner)
      const titles = steps.map(({ title }) => title)
      expect(titles.filter((one) => one.startsWith('Back up'))).toHaveLength(1)
      expect(titles.indexOf('Back up the database, which is replaced')).toBe(
        titles.indexOf('Replace db (image postgres:15 → postgres:15.2)') - 1,
      )
    }
  })
})

describe('a service of the app that the file calls otherwise now, or not at all', () => {
  /** The shop of `r2`, whose worker and scheduler have other names. */
  function renamed(): DesiredState {
    const desired = shopDesired('r2')
    const { celery = {}, beat = {}, ...services } = desired.model.services
    return {
      ...desired,
      model: { ...desired.model, services: { ...services, tasks: celery, clock: beat } },
      roles: { ...desired.roles, workers: ['tasks'], schedulers: ['clock'] },
    }
  }

  /** `r1` as this suite makes it, with labels that tell what each container does. */
  function stageOfRoles(): StepRunner {
    const stage = stageOf(['a'])
    for (const { name, labels } of stage.world.host('a').machine.containers) {
      if (name.includes('-celery-')) labels['saleor-deploy.role'] = 'worker'
      if (name.includes('-beat-')) labels['saleor-deploy.role'] = 'scheduler'
    }
    return stage
  }

  it('A service that the file does not have any more stops when its successor starts, the scheduler before it, and goes after the commit', async () => {
    const stage = stageOfRoles()
    expect(await deployOn(stage, renamed())).toBeUndefined()
    const did = stage.world.journal.map((line) => line.replace(/^a: /, ''))
    expect(did.indexOf('docker stop shop-beat-1')).toBeLessThan(did.indexOf('docker start shop-clock-1'))
    expect(did.indexOf('docker stop shop-celery-1')).toBeGreaterThan(did.indexOf('docker start shop-tasks-1'))
    expect([...there(stage, 'celery'), ...there(stage, 'beat')]).toEqual([])
    expect(stage.runner.log.lines).toContain(
      'removed: celery (the Compose file of this release does not have it), beat (the Compose file of this release does not have it)',
    )
  })

  it('A scheduler that is an accessory now stops before its successor starts, and has one row', async () => {
    const stage = stageOfRoles()
    const { model, roles } = renamed()
    const services = { ...model.services, beat: { ...server, image: 'cron:1' } }
    const desired = {
      ...shopDesired('r2'),
      model: { ...model, services },
      roles: { ...roles, accessories: [...roles.accessories, 'beat'] },
    }
    expect(await deployOn(stage, desired)).toBeUndefined()
    const did = stage.world.journal.map((line) => line.replace(/^a: /, ''))
    expect(did.indexOf('docker stop shop-beat-1')).toBeGreaterThan(-1)
    expect(did.indexOf('docker stop shop-beat-1')).toBeLessThan(did.indexOf('docker start shop-clock-1'))
    expect(there(stage, 'beat')).toEqual(['shop-beat-2  running'])
    expect(stage.runner.log.lines.filter((line) => /\bbeat\b.*does not have it/.test(line))).toEqual([])
  })

  it('A service that the file does not have any more runs again after a deploy that failed', async () => {
    const stage = stageOfRoles()
    const before = stage.pictures()
    stage.world.behave('r2', { fallsAfter: 1 }, 'clock')
    expect(await deployOn(stage, renamed())).toBeInstanceOf(StepFailed)
    expect(stage.pictures()).toEqual(before)
  })
})

import { describe, expect, it } from 'vitest'
import { stackWork } from '../../src/compose/stack/work.ts'
import { assertNoFileServer, assertSwarmInputs, commandInSwarm } from '../../src/desired/swarm.ts'
import { UserError } from '../../src/errors.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { ObservedState } from '../../src/model/observed.ts'
import type { ObservedSwarm, StackService } from '../../src/model/swarm.ts'
import { preflight } from '../../src/observe/preflight.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { partsOf } from '../../src/plan/parts.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import { exampleRelease } from '../model/example.ts'
import {
  emptySwarm,
  exampleStack,
  node,
  servingSwarm,
  stackService,
  swarmDesired,
} from '../model/swarm-example.ts'

const kinds = (desired: DesiredState, observed: ObservedState, plan = planDeploy): string[] =>
  plan([{ desired, observed }]).map((step) => step.do)

describe('the plan of a deploy to a Swarm', () => {
  it('The first deploy to a Swarm starts the database before the migrations, and web after the workers', () => {
    expect(kinds(swarmDesired({ bake: 5 }), emptySwarm())).toEqual([
      ...[
        'begin',
        'install',
        'accessories',
        'pending',
        'backup',
        'migrate',
        'workers',
        'scheduler',
        'edge',
        'start-web',
      ],
      ...['settle', 'bake', 'commit', 'clean-up'],
    ])
  })

  it('A database that is replaced is backed up before, whatever was asked for, and once', () => {
    const db = { ...stackService('db-2'), environment: { POSTGRES_DB: 'shop' } }
    const services = {
      ...swarmDesired().model.services,
      web: { environment: { DATABASE_URL: 'postgres://a:b@db/shop' } },
      db: { image: 'postgres:15', environment: { POSTGRES_DB: 'shop' } },
    }
    const roles = { ...swarmDesired().roles, accessories: ['db'] }
    const changes = { model: { ...swarmDesired().model, services }, roles, updates: ['db'] }
    expect(kinds(swarmDesired(changes, exampleStack('new', { db })), servingSwarm()).slice(0, 5)).toEqual([
      ...['begin', 'install', 'backup', 'accessories', 'pending'],
    ])
  })

  it('Each further web service is rolled after web, before anything is settled', () => {
    const storefront = { service: 'storefront', port: 3000, listen: 3000, publicPort: 3000, healthPath: '/' }
    const desired = swarmDesired({ edge: { ...swarmDesired().edge, otherWeb: [storefront] } })
    const steps = planDeploy([{ desired, observed: servingSwarm() }]).filter(
      ({ do: kind }) => kind === 'start-web' || kind === 'settle',
    )
    expect(steps.map((one) => one.on[0]?.batch?.service ?? one.do)).toEqual([
      ...['start-web', 'storefront', 'settle'],
    ])
  })

  it('A later deploy to a Swarm leaves a database that is as the file says', () => {
    expect(kinds(swarmDesired(), servingSwarm())).not.toContain('accessories')
  })

  it('A rollback in a Swarm moves web first, and runs no migration', () => {
    const rollback = {
      from: exampleRelease('new'),
      database: 'keep',
      backup: undefined,
      reason: '',
      takeOver: false,
    } as const
    expect(kinds(swarmDesired({ rollback }), servingSwarm(), planRollback)).toEqual([
      ...['begin', 'install', 'edge', 'start-web', 'workers', 'scheduler', 'settle', 'commit', 'clean-up'],
    ])
  })
})

describe('the accessories of a stack', () => {
  const changed = exampleStack('new', { db: stackService('db-2'), panel: stackService('panel-2') })
  const live = exampleStack('old', { panel: stackService('panel-1'), gone: stackService('gone-1') })
  const roles = { ...swarmDesired().roles, accessories: ['db', 'panel'] }

  it('A database that differs stays as it runs, also in the stack that an undo would go back to', () => {
    const work = stackWork(swarmDesired({ roles }, changed), servingSwarm({}, live))
    expect([work.start, work.replace, work.left.map(({ service }) => service)]).toEqual([
      [],
      ['panel'],
      ['db', 'gone'],
    ])
    expect(work.stack.services).toMatchObject({
      db: live.services.db,
      gone: live.services.gone,
      panel: changed.services.panel,
    })
  })

  it('A database that update-services names is replaced', () => {
    const work = stackWork(swarmDesired({ roles, updates: ['db'] }, changed), servingSwarm({}, live))
    expect(work.replace).toEqual(['db', 'panel'])
    expect(work.stack.services.db).toBe(changed.services.db)
  })

  it('The table of services says what becomes of each service of a stack', () => {
    const parts = partsOf([{ desired: swarmDesired({ roles }, changed), observed: servingSwarm({}, live) }])
    expect(parts.map(({ service, part }) => `${service} ${part}`)).toEqual([
      ...['web rolled', 'celery rolled', 'beat rolled', 'db left', 'panel replaced'],
    ])
  })
})

describe('the preflight of a Swarm', () => {
  const refusal = (observed: ObservedState, desired = swarmDesired()): string => {
    try {
      preflight(desired, observed)
    } catch (error) {
      if (error instanceof UserError && error.fix !== '') return error.message
    }
    return ''
  }
  const data = { volumes: [{ type: 'volume', source: 'data', target: '/data' }] }
  const pinned = (constraint: string) => ({ ...data, deploy: { placement: { constraints: [constraint] } } })
  const withDatabase = (more: StackService, volumes: object = {}) =>
    swarmDesired(
      {},
      { ...exampleStack('new', { db: stackService('db-1', undefined, more) }), volumes: { data: volumes } },
    )
  const two = emptySwarm({ nodes: [node('a'), node('b')] })

  it.each<[string, ObservedState, string]>([
    ['an engine in no Swarm', emptySwarm({ problem: 'it is in no Swarm (inactive)' }), 'it is in no Swarm'],
    [
      'an old engine on one node',
      emptySwarm({ nodes: [node('a'), node('b', { engine: '19.03.1' })] }),
      'of b (19.03.1) is older',
    ],
    [
      'a Swarm whose nodes take no task',
      emptySwarm({ nodes: [node('a', { availability: 'Drain' })] }),
      'no node of the Swarm takes',
    ],
    ['a project that Compose runs', emptySwarm({ besides: true }), 'run there without Swarm'],
    [
      'a stack by somebody else',
      { ...servingSwarm({ record: undefined }) },
      'that this engine has not deployed',
    ],
    ['a folder of somebody else', { ...emptySwarm(), writable: false }, 'may not write to it'],
  ])('The preflight refuses %s', (_, observed, message) => {
    expect(refusal(observed)).toContain(message)
  })

  it('The preflight refuses a drained manager where a backup may be written to it, and only there', () => {
    const drained = emptySwarm({ nodes: [node('a', { availability: 'Drain' }), node('b')], self: 'a' })
    expect(refusal(drained)).toContain(
      'it takes no tasks (Drain), and a job on the manager writes the backup',
    )
    expect(refusal({ ...drained, swarm: { ...drained.swarm, self: 'b' } as ObservedSwarm })).toBe('')
    const { backup } = swarmDesired()
    expect(refusal(drained, swarmDesired({ backup: { ...backup, when: 'never' } }))).toBe('')
    expect(refusal(drained, swarmDesired({ migrate: [] }))).toBe('')
  })

  it('The preflight refuses a volume of a node whose service may start on another node', () => {
    expect(refusal(two, withDatabase(data))).toContain('db keeps data in the volume data')
    expect(refusal(two, withDatabase(pinned('node.role == manager')))).toContain('db keeps data')
    expect(refusal(emptySwarm(), withDatabase(data))).toBe('')
    expect(refusal(two, withDatabase(pinned('node.hostname == a')))).toBe('')
    expect(refusal(two, withDatabase(pinned('node.labels.data==yes')))).toBe('')
    expect(refusal(two, withDatabase(data, { driver_opts: { type: 'nfs' } }))).toBe('')
  })
})

describe('inputs with engine: swarm', () => {
  it('Every input that a Swarm does not follow is refused, all in one message', () => {
    const inputs = {
      'keep-warm': true,
      media: true,
      database: 'restore',
      hosts: [{ name: 'a', placement: { role: 'web' } }],
    }
    expect(() => assertSwarmInputs(inputs)).toThrow(
      /'keep-warm'.*\n.*'media'.*\n.*'database'.*\n.*'hosts': a has role=/,
    )
  })

  it('Inputs as their defaults have them are fine', () => {
    expect(() =>
      assertSwarmInputs({
        'keep-warm': false,
        backup: 'pending',
        images: ['a=b'],
        'max-error-rate': 5,
        'take-over': false,
        database: 'keep',
      }),
    ).not.toThrow()
  })

  it('A file server is refused, as it reads a folder of one host', () => {
    expect(() => assertNoFileServer('web', { port: 80 })).toThrow(/^web has x-saleor-deploy: \{files: …\}/)
    expect(() => assertNoFileServer('web', undefined)).not.toThrow()
  })

  it('An approval of a command is refused, as another manager would take it a second time', () => {
    expect(() => assertSwarmInputs({ approval: 'x', 'require-approval': true }, commandInSwarm)).toThrow(
      /'approval'.*\n.*'require-approval'/,
    )
  })

  it('Metrics as a gate are refused, as nothing would ask for them', () => {
    expect(() => assertSwarmInputs({ 'metric-checks': ['errors: sum(x) < 1'] })).toThrow(/'metric-checks'/)
  })
})

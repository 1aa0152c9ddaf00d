import { describe, expect, it } from 'vitest'
import type { DesiredState, RollbackIntent } from '../../src/model/desired.ts'
import type { HostState } from '../../src/model/step.ts'
import { planRollback } from '../../src/plan/rollback.ts'
import { exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

const rollback: RollbackIntent = {
  from: exampleRelease('old'),
  database: 'keep',
  backup: undefined,
  reason: '',
  takeOver: false,
}

/** Release `new` is gone back to, `old` serves; their names are those of the deploy's examples. */
function target(changes: Partial<DesiredState> = {}, isWarm = false, host = 'one'): HostState {
  const observed = servingHost()
  const stopped = ['celery', 'beat'].map((service) => ({ ...running(service, 9, 'new'), state: 'exited' }))
  const warm = isWarm
    ? {
        containers: [...observed.containers, running('web', 9, 'new'), ...stopped],
        warm: [{ slot: 's9', container: 'shop-web-9', release: 'new', warm: true as const }],
      }
    : {}
  return { desired: exampleDesired({ rollback, ...changes }), observed: { ...observed, ...warm, host } }
}

const kinds = (...targets: [HostState, ...HostState[]]): string[] =>
  planRollback(targets).map((step) => step.do)

describe('the plan of a rollback', () => {
  it('The plan of a rollback switches before workers and scheduler move', () => {
    expect(kinds(target())).toEqual([
      ...['pull', 'begin', 'create', 'edge', 'start-web', 'switch'],
      ...['workers', 'scheduler', 'settle', 'commit', 'clean-up'],
    ])
  })

  it('The plan of a rollback creates nothing where the release was kept warm', () => {
    expect(kinds(target({}, true))).not.toContain('create')
    expect(planRollback([target({}, true)]).map(({ title }) => title)).toContain(
      'See that 1 web still answer /health/',
    )
  })

  it('The plan of a rollback creates containers only on hosts where the release is not warm', () => {
    const steps = planRollback([target({}, true, 'one'), target({}, false, 'two')])
    expect(steps.find((step) => step.do === 'create')?.on).toEqual([{ host: 'two' }])
  })

  it('The plan of a rollback creates containers again where a warm one has gone', () => {
    const half = target({}, true)
    const observed = {
      ...half.observed,
      containers: half.observed.containers.filter(({ name }) => name !== 'shop-celery-9'),
    }
    expect(kinds({ ...half, observed })).toContain('create')
  })

  it('The plan of a rollback takes the schema back after the commit, on the first host', () => {
    const steps = planRollback([
      target({ rollback: { ...rollback, database: 'migrate' } }),
      target({}, false, 'two'),
    ])
    expect(steps.at(-1)).toMatchObject({ do: 'reverse', on: [{ host: 'one' }] })
  })

  it('The plan of a rollback restores only while nothing writes, and opens the shop with the commit', () => {
    const steps = planRollback([
      target({ rollback: { ...rollback, database: 'restore' } }),
      target({}, false, 'two'),
    ])
    expect(steps.map((step) => step.do)).toEqual([
      ...['pull', 'begin', 'check-restore', 'create', 'edge', 'close-shop', 'stop-background', 'stop-web'],
      ...['hold', 'backup', 'restore', 'swap-data', 'start-web', 'switch', 'workers', 'scheduler', 'settle'],
      ...['commit', 'clean-up'],
    ])
    const alone = steps.filter(({ on }) => on.length === 1).map((step) => step.do)
    expect(alone).toEqual(['check-restore', 'hold', 'backup', 'restore', 'swap-data'])
    expect(steps.find((step) => step.do === 'hold')?.on).toEqual([{ host: 'two' }])
  })
})

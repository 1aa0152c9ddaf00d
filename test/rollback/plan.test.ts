import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/deploy/plan.ts'
import type { GoingBack, Wanted } from '../../src/deploy/wanted.ts'
import { planRollback } from '../../src/rollback/plan.ts'
import { exampleRelease, exampleWanted, running, servingHost } from '../deploy/example.ts'

const back: GoingBack = {
  from: exampleRelease('old'),
  database: 'keep',
  backup: undefined,
  reason: '',
  takeOver: false,
}

/** Release `new` is gone back to, `old` serves; their names are those of the deploy's examples. */
function target(changes: Partial<Wanted> = {}, isWarm = false, host = 'one'): Target {
  const seen = servingHost()
  const stopped = ['celery', 'beat'].map((service) => ({ ...running(service, 9, 'new'), state: 'exited' }))
  const warm = isWarm
    ? {
        containers: [...seen.containers, running('web', 9, 'new'), ...stopped],
        warm: [{ slot: 's9', container: 'shop-web-9', release: 'new', warm: true as const }],
      }
    : {}
  return { wanted: exampleWanted({ back, ...changes }), seen: { ...seen, ...warm, host } }
}

const kinds = (...targets: [Target, ...Target[]]): string[] => planRollback(targets).map((step) => step.do)

describe('the plan of a rollback', () => {
  it('switches before workers and scheduler move', () => {
    expect(kinds(target())).toEqual([
      ...['pull', 'begin', 'create', 'edge', 'start-web', 'switch'],
      ...['workers', 'scheduler', 'settle', 'commit', 'clean-up'],
    ])
  })

  it('creates nothing where the release was kept warm', () => {
    expect(kinds(target({}, true))).not.toContain('create')
    expect(planRollback([target({}, true)]).map(({ title }) => title)).toContain(
      'See that 1 web still answer /health/',
    )
  })

  it('creates on those hosts only where it is not warm', () => {
    const steps = planRollback([target({}, true, 'one'), target({}, false, 'two')])
    expect(steps.find((step) => step.do === 'create')?.on).toEqual([{ host: 'two' }])
  })

  it('is cold again where a warm container has gone', () => {
    const half = target({}, true)
    const seen = {
      ...half.seen,
      containers: half.seen.containers.filter(({ name }) => name !== 'shop-celery-9'),
    }
    expect(kinds({ ...half, seen })).toContain('create')
  })

  it('takes the schema back after the commit, on the first host', () => {
    const steps = planRollback([target({ back: { ...back, database: 'migrate' } }), target({}, false, 'two')])
    expect(steps.at(-1)).toMatchObject({ do: 'reverse', on: [{ host: 'one' }] })
  })

  it('restores only while nothing writes, and opens the shop with the commit', () => {
    const steps = planRollback([target({ back: { ...back, database: 'restore' } }), target({}, false, 'two')])
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

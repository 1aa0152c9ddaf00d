import { describe, expect, test } from 'vitest'
import { planDeploy } from '../../src/deploy/plan.ts'
import type { Wanted } from '../../src/deploy/wanted.ts'
import { emptyHost, exampleWanted, running, servingHost } from './example.ts'

const kinds = (wanted: Wanted, seen = servingHost()): string[] =>
  planDeploy(wanted, seen).map((step) => step.do)

function withReplicas(replicas: number, strategy: Wanted['strategy']): Wanted {
  const wanted = exampleWanted({ strategy })
  return {
    ...wanted,
    model: { ...wanted.model, services: { ...wanted.model.services, web: { scale: replicas } } },
  }
}

describe('the plan of a deploy', () => {
  test('on an empty host starts the database first and ends with the commit and the clean-up', () => {
    expect(kinds(exampleWanted(), emptyHost())).toEqual([
      'pull',
      'begin',
      'install',
      'accessories',
      'migrate',
      'create',
      'edge',
      'start-web',
      'workers',
      'scheduler',
      'settle',
      'switch',
      'commit',
      'clean-up',
    ])
  })

  test('leaves a database alone that runs', () => {
    expect(kinds(exampleWanted())).not.toContain('accessories')
  })

  test('moves nothing to the new release before web is healthy, and nothing is removed before the commit', () => {
    const order = kinds(exampleWanted())
    expect(order.indexOf('start-web')).toBeLessThan(order.indexOf('workers'))
    expect(order.indexOf('start-web')).toBeLessThan(order.indexOf('switch'))
    expect(order.indexOf('commit')).toBe(order.indexOf('clean-up') - 1)
  })

  test('leaves out what the project does not have', () => {
    const roles = { web: 'web', workers: [], schedulers: [], jobs: [], accessories: [] }
    const order = kinds(exampleWanted({ roles, migrate: [] }))
    expect(order).not.toContain('workers')
    expect(order).not.toContain('scheduler')
    expect(order).not.toContain('settle')
    expect(order).not.toContain('migrate')
  })

  test('says that the port is taken over from a stack that was started by hand', () => {
    const byHand = emptyHost({
      containers: [running('web', 1, ''), running('db', 1, '')],
      portHolder: 'shop-web-1',
    })
    const edge = planDeploy(exampleWanted(), byHand).find((step) => step.do === 'edge')
    expect(edge?.title).toContain('take over port 8000 from web, which was started by hand')
  })
})

describe('strategies are settings of one path', () => {
  const batches = (wanted: Wanted, old: number) =>
    planDeploy(wanted, servingHost(old)).flatMap((step) => (step.do === 'switch' ? [step.batch] : []))

  test('blue-green switches once, with all beside the old', () => {
    expect(batches(withReplicas(3, 'blue-green'), 3)).toEqual([
      { from: 0, to: 3, oldFrom: 0, oldTo: 3, makeRoom: false },
    ])
  })

  test('rolling replaces one after the other and keeps the last old one until the commit', () => {
    expect(batches(withReplicas(3, 'rolling'), 3)).toEqual([
      { from: 0, to: 1, oldFrom: 0, oldTo: 1, makeRoom: true },
      { from: 1, to: 2, oldFrom: 1, oldTo: 2, makeRoom: true },
      { from: 2, to: 3, oldFrom: 2, oldTo: 3, makeRoom: false },
    ])
  })

  test.each([
    [1, 4],
    [4, 1],
    [3, 2],
    [5, 5],
  ])('rolling from %i to %i replaces every old one exactly once', (old, replicas) => {
    const all = batches(withReplicas(replicas, 'rolling'), old)
    expect(all.flatMap((batch) => [batch?.from, batch?.to])).toEqual(
      Array.from({ length: replicas }, (_, index) => [index, index + 1]).flat(),
    )
    expect(all.at(0)?.oldFrom).toBe(0)
    expect(all.at(-1)?.oldTo).toBe(old)
    for (const [index, batch] of all.entries()) expect(batch?.oldFrom).toBe(all[index - 1]?.oldTo ?? 0)
  })

  test('recreate stops the old first, and says what that means', () => {
    const steps = planDeploy(exampleWanted({ strategy: 'recreate' }), servingHost())
    const stop = steps.find((step) => step.do === 'stop-web')
    expect(stop?.title).toBe('Stop 1 old web: requests fail until the new ones answer')
    expect(steps.indexOf(stop as never)).toBeLessThan(steps.findIndex((step) => step.do === 'start-web'))
  })

  test('the first deploy has nothing to roll', () => {
    expect(batches(withReplicas(3, 'rolling'), 0)).toHaveLength(1)
  })
})

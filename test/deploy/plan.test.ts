import { describe, expect, test } from 'vitest'
import { planDeploy, type Step, type Target } from '../../src/deploy/plan.ts'
import type { Wanted } from '../../src/deploy/wanted.ts'
import { emptyHost, exampleWanted, running, servingHost } from './example.ts'

const kinds = (wanted: Wanted, seen = servingHost()): string[] =>
  planDeploy([{ wanted, seen }]).map((step) => step.do)

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
      'pending',
      'backup',
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
    const edge = planDeploy([{ wanted: exampleWanted(), seen: byHand }]).find((step) => step.do === 'edge')
    expect(edge?.title).toContain('take over port 8000 from web, which was started by hand')
  })
})

describe('strategies are settings of one path', () => {
  const batches = (wanted: Wanted, old: number) =>
    planDeploy([{ wanted, seen: servingHost(old) }]).flatMap(({ do: kind, on }) =>
      kind === 'switch' ? on.map(({ batch }) => batch) : [],
    )

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
    const steps = planDeploy([{ wanted: exampleWanted({ strategy: 'recreate' }), seen: servingHost() }])
    const stop = steps.find((step) => step.do === 'stop-web')
    expect(stop?.title).toBe('Stop 1 old web: requests fail until the new ones answer')
    expect(steps.indexOf(stop as never)).toBeLessThan(steps.findIndex((step) => step.do === 'start-web'))
  })

  test('the first deploy has nothing to roll', () => {
    expect(batches(withReplicas(3, 'rolling'), 0)).toHaveLength(1)
  })
})

describe('the plan of a fleet', () => {
  const names = ['a', 'b', 'c']
  const fleet = (changes: Partial<Wanted> = {}, seen = names.map(() => servingHost(2))) =>
    planDeploy(
      names.map((host, index) => ({
        wanted: { ...withReplicas(2, changes.strategy ?? 'blue-green'), ...changes, schedules: host === 'a' },
        seen: { ...(seen[index] ?? servingHost()), host },
      })) as [Target, ...Target[]],
    )
  const on = (steps: Step[], kind: Step['do']) =>
    steps.filter((step) => step.do === kind).map((step) => step.on.map(({ host }) => host).join(''))

  test('touches the database once, on the first host, and everything else everywhere', () => {
    const steps = fleet()
    for (const kind of ['pending', 'backup', 'migrate'] as const) expect(on(steps, kind)).toEqual(['a'])
    for (const kind of ['pull', 'create', 'start-web', 'switch', 'commit', 'clean-up'] as const)
      expect(on(steps, kind)).toEqual(['abc'])
  })

  test('has one scheduler: where it ran elsewhere it stops before it starts', () => {
    const steps = fleet()
    expect([on(steps, 'stop-scheduler'), on(steps, 'scheduler')]).toEqual([['bc'], ['a']])
    const order = steps.map((step) => step.do)
    expect(order.indexOf('stop-scheduler')).toBeLessThan(order.indexOf('scheduler'))
  })

  test('rolls a host with fewer old ones, and a new one, beside the others', () => {
    const steps = fleet({ strategy: 'rolling' }, [servingHost(2), servingHost(1), emptyHost()])
    expect(on(steps, 'switch')).toEqual(['abc', 'ab'])
  })

  test('makes edges anew and takes ports over host after host, so that others can answer', () => {
    const anew = servingHost(2)
    const otherEdge = anew.containers.map((one) =>
      one.service === 'edge' ? { ...one, edge: 'another definition' } : one,
    )
    const byHand = emptyHost({ containers: [running('web', 1, '')], portHolder: 'shop-web-1' })
    expect(on(fleet({}, [servingHost(2), { ...anew, containers: otherEdge }, emptyHost()]), 'edge')).toEqual([
      'ac',
      'b',
    ])
    expect(on(fleet({}, [servingHost(2), byHand, byHand]), 'switch')).toEqual(['a', 'b', 'c'])
  })

  test('recreates host after host', () => {
    const steps = fleet({ strategy: 'recreate' })
    const web = steps.filter((step) => ['stop-web', 'start-web', 'switch'].includes(step.do))
    expect(web.map((step) => step.on.map(({ host }) => host).join(''))).toEqual('aaabbbccc'.split(''))
  })
})

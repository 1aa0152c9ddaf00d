import { describe, expect, test } from 'vitest'
import type { DesiredState } from '../../src/model/desired.ts'
import type { HostState, Step } from '../../src/model/step.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { emptyHost, exampleDesired, exampleRelease, running, servingHost } from '../model/example.ts'

const kinds = (desired: DesiredState, observed = servingHost()): string[] =>
  planDeploy([{ desired, observed }]).map((step) => step.do)

function withReplicas(replicas: number, strategy: DesiredState['strategy']): DesiredState {
  const desired = exampleDesired({ strategy })
  return {
    ...desired,
    model: { ...desired.model, services: { ...desired.model.services, web: { scale: replicas } } },
  }
}

describe('the plan of a deploy', () => {
  test('The plan of a deploy on an empty host starts the database first and ends with the commit and the clean-up', () => {
    expect(kinds(exampleDesired(), emptyHost())).toEqual([
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

  test('The plan of a deploy copies static files before the file server starts, where the release has one', () => {
    const desired = exampleDesired()
    const files = { paths: ['/static/'], folder: '/app/static' }
    const withFiles = kinds({ ...desired, edge: { ...desired.edge, files } }, emptyHost())
    expect(withFiles.slice(2, 5)).toEqual(['install', 'static-files', 'accessories'])
    const onlyMedia = kinds({ ...desired, edge: { ...desired.edge, files: { paths: ['/media/'] } } })
    expect(onlyMedia).not.toContain('static-files')
  })

  test('The plan of a deploy says how many files of the repository go with the release', () => {
    const titleOf = (files: NonNullable<DesiredState['files']>) =>
      planDeploy([{ desired: exampleDesired({ files }), observed: servingHost() }])[2]?.title
    const one = { path: 'a', mode: 0o644, content: Buffer.from('') }
    expect(titleOf([])).toBe('Write release new')
    expect(titleOf([{ id: '1', folders: [], files: [one] }])).toBe(
      'Write release new (with 1 file of the repository)',
    )
    expect(titleOf([{ id: '1', folders: [], files: [one, one] }])).toContain('(with 2 files')
  })

  test('The plan of a deploy leaves a database alone that runs', () => {
    expect(kinds(exampleDesired())).not.toContain('accessories')
  })

  test('The plan of a deploy runs once what others wait for, and what ended well in the deploy before, with the start of what does not run', () => {
    const roles = {
      web: 'web',
      workers: [],
      schedulers: [],
      jobs: [],
      accessories: ['db', 'seed', 'init', 'off'],
    }
    const desired = exampleDesired({ roles })
    const init = { labels: { 'saleor-deploy.role': 'runs-once' } }
    const services = { ...desired.model.services, db: {}, seed: {}, init, off: { scale: 0 } }
    const model = { ...desired.model, services }
    const titleOf = (observed: HostState['observed'], more: Partial<DesiredState> = {}): string | undefined =>
      planDeploy([{ desired: { ...desired, model, ...more }, observed }]).find(
        (step) => step.do === 'accessories',
      )?.title
    const serving = servingHost()
    const live = { ...exampleRelease('old'), ranOnce: ['seed'] }
    expect(titleOf(emptyHost())).toBe('Start db, seed; run init once')
    expect(titleOf({ ...serving, live })).toBe('Run seed, init once')
    // It says now that it is a server.
    const server = { ...model, services: { ...services, seed: { restart: 'unless-stopped' } } }
    expect(titleOf({ ...serving, live }, { model: server })).toBe('Start seed; run init once')
  })

  test('The plan of a deploy moves nothing to the new release before web is healthy, and removes nothing before the commit', () => {
    const order = kinds(exampleDesired())
    expect(order.indexOf('start-web')).toBeLessThan(order.indexOf('workers'))
    expect(order.indexOf('start-web')).toBeLessThan(order.indexOf('switch'))
    expect(order.indexOf('commit')).toBe(order.indexOf('clean-up') - 1)
  })

  test('The plan of a deploy leaves out what the project does not have', () => {
    const roles = { web: 'web', workers: [], schedulers: [], jobs: [], accessories: [] }
    const order = kinds(exampleDesired({ roles, migrate: [] }))
    expect(order).not.toContain('workers')
    expect(order).not.toContain('scheduler')
    expect(order).not.toContain('settle')
    expect(order).not.toContain('migrate')
  })

  test('The plan of a deploy says that the port is taken over from a stack that was started by hand', () => {
    const byHand = emptyHost({
      containers: [running('web', 1, ''), running('db', 1, '')],
      portHolder: 'shop-web-1',
    })
    const edge = planDeploy([{ desired: exampleDesired(), observed: byHand }]).find(
      (step) => step.do === 'edge',
    )
    expect(edge?.title).toContain('take over port 8000 from web, which was started by hand')
  })
})

describe('strategies are settings of one path', () => {
  const batches = (desired: DesiredState, old: number) =>
    planDeploy([{ desired, observed: servingHost(old) }]).flatMap(({ do: kind, on }) =>
      kind === 'switch' ? on.map(({ batch }) => batch) : [],
    )

  test('A blue-green deploy switches once, with all beside the old', () => {
    expect(batches(withReplicas(3, 'blue-green'), 3)).toEqual([
      { from: 0, to: 3, oldFrom: 0, oldTo: 3, makeRoom: false },
    ])
  })

  test('A rolling deploy replaces one after the other and keeps the last old one until the commit', () => {
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
  ])('A rolling deploy from %i to %i replicas replaces every old one exactly once', (old, replicas) => {
    const all = batches(withReplicas(replicas, 'rolling'), old)
    expect(all.flatMap((batch) => [batch?.from, batch?.to])).toEqual(
      Array.from({ length: replicas }, (_, index) => [index, index + 1]).flat(),
    )
    expect(all.at(0)?.oldFrom).toBe(0)
    expect(all.at(-1)?.oldTo).toBe(old)
    for (const [index, batch] of all.entries()) expect(batch?.oldFrom).toBe(all[index - 1]?.oldTo ?? 0)
  })

  test('A recreate deploy stops the old first, and says what that means', () => {
    const steps = planDeploy([{ desired: exampleDesired({ strategy: 'recreate' }), observed: servingHost() }])
    const stop = steps.find((step) => step.do === 'stop-web')
    expect(stop?.title).toBe('Stop 1 old web: requests fail until the new ones answer')
    expect(steps.indexOf(stop as never)).toBeLessThan(steps.findIndex((step) => step.do === 'start-web'))
  })

  test('The first deploy has nothing to roll, whatever the strategy', () => {
    expect(batches(withReplicas(3, 'rolling'), 0)).toHaveLength(1)
  })
})

describe('the plan of a fleet', () => {
  const names = ['a', 'b', 'c']
  const fleet = (changes: Partial<DesiredState> = {}, observed = names.map(() => servingHost(2))) =>
    planDeploy(
      names.map((host, index) => ({
        desired: {
          ...withReplicas(2, changes.strategy ?? 'blue-green'),
          ...changes,
          schedules: host === 'a',
        },
        observed: { ...(observed[index] ?? servingHost()), host },
      })) as [HostState, ...HostState[]],
    )
  const on = (steps: Step[], kind: Step['do']) =>
    steps.filter((step) => step.do === kind).map((step) => step.on.map(({ host }) => host).join(''))

  test('The plan of a fleet touches the database once, on the first host, and everything else everywhere', () => {
    const steps = fleet()
    for (const kind of ['pending', 'backup', 'migrate'] as const) expect(on(steps, kind)).toEqual(['a'])
    for (const kind of ['pull', 'create', 'start-web', 'switch', 'commit', 'clean-up'] as const)
      expect(on(steps, kind)).toEqual(['abc'])
  })

  test('The plan of a fleet has one scheduler: where it ran elsewhere it stops before it starts', () => {
    const steps = fleet()
    expect([on(steps, 'stop-scheduler'), on(steps, 'scheduler')]).toEqual([['bc'], ['a']])
    const order = steps.map((step) => step.do)
    expect(order.indexOf('stop-scheduler')).toBeLessThan(order.indexOf('scheduler'))
  })

  test('The plan of a fleet rolls a host with fewer old ones, and a new one, beside the others', () => {
    const steps = fleet({ strategy: 'rolling' }, [servingHost(2), servingHost(1), emptyHost()])
    expect(on(steps, 'switch')).toEqual(['abc', 'ab'])
  })

  test('The plan of a fleet makes edges anew and takes ports over host after host, so that others can answer', () => {
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

  test('The plan of a fleet with the strategy recreate goes host after host', () => {
    const steps = fleet({ strategy: 'recreate' })
    const web = steps.filter((step) => ['stop-web', 'start-web', 'switch'].includes(step.do))
    expect(web.map((step) => step.on.map(({ host }) => host).join(''))).toEqual('aaabbbccc'.split(''))
  })
})

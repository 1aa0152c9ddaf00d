import { describe, expect, it } from 'vitest'
import { labels } from '../../src/engine/swarm/records.ts'
import { swarmEngine } from '../../src/engine/swarm/swarm.ts'
import { reasonOf } from '../../src/errors.ts'
import { deploy } from '../../src/execute/deploy.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import { serviceOf } from '../../src/model/serving.ts'
import { endingOf } from '../../src/report/serving.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { type Thrown, thrownBy } from '../fakes/host/ending.ts'
import type { Fault } from '../fakes/host/faults.ts'
import type { Manager } from '../fakes/swarm/manager.ts'
import { FakeSwarm } from '../fakes/swarm/swarm.ts'
import { exampleRelease } from '../model/example.ts'
import { exampleStack, swarmDesired } from '../model/swarm-example.ts'

const encoder = new TextEncoder()

/** What is wanted: release `new`, with a file of the repository that web reads. */
function desired(id = 'new') {
  const name = `shop.conf.${id}`
  return swarmDesired({
    release: exampleRelease(id),
    lockWait: 120,
    swarm: {
      stack: { ...exampleStack(id), configs: { [name]: { name, external: true } } },
      objects: [{ kind: 'config', name, content: encoder.encode(id) }],
    },
  })
}

/** A cluster of three managers on which `old` serves, or nothing. */
function clusterOf(serving: 'old' | 'nothing'): FakeSwarm {
  const swarm = new FakeSwarm('a', 'b', 'c')
  if (serving === 'old') swarm.serve('shop', 'old', exampleRelease('old'), exampleStack('old'))
  return swarm
}

interface Run {
  error: Thrown | undefined
  /** Which release the report says serves. */
  ending: string
}

/** Deploys through a manager. @param spoil what goes wrong, with what cancels the job */
async function run(
  manager: Manager,
  id = 'new',
  spoil: (manager: Manager, cancel: () => void) => void = () => {},
): Promise<Run> {
  const job = new AbortController()
  const runner = { ...fakeRunner(), clock: manager.world.clock, cancelled: job.signal }
  const wanted = desired(id)
  runner.serving.note(manager.name, { state: 'unknown' })
  const observed = await swarmEngine.observe(manager, wanted)
  runner.serving.note(manager.name, serviceOf(observed, wanted))
  const settings = { parallel: 1, onUnreachable: 'refuse' as const }
  const fleet: Fleet = { members: [{ host: manager, desired: wanted, observed }], skipped: [], settings }
  spoil(manager, () => job.abort())
  const error = await thrownBy(deploy(swarmEngine, fleet, false, runner))
  return { error, ending: endingOf(runner.serving).text }
}

/** Nothing of a run is left, and the live release is declared alone. */
function expectServing(swarm: FakeSwarm, id: string, where: string): void {
  const { objects, services, leases, logs } = swarm.picture()
  expect({ leases, logs, lock: swarm.objects.has('shop.lock') }, where).toEqual({
    leases: [],
    logs: [],
    lock: false,
  })
  expect(services, where).toEqual(
    [
      ...[`beat beat-${id} ${id} 1`, `celery celery-${id} ${id} 1`, 'db db-1  1', 'edge edge-1  1'],
      `web web-${id} ${id} 1`,
    ].toSorted(),
  )
  expect(objects, where).toEqual(expect.arrayContaining([`shop.${id}`]))
}

type Spoiling = (cancel: () => void) => Fault

const faults: [string, Spoiling, RegExp][] = [
  ['fails', () => ({ fails: 'Error response from daemon: no' }), /./],
  ['loses its connection', () => 'cut', /^guard-lost$/],
  ['loses its guard', () => 'kill', /^guard-lost$/],
  ['is cancelled', (cancel) => ({ first: cancel }), /^cancelled$/],
]

/** A deploy without a fault: what is there afterwards, and how many changes it made up to its commit. */
async function good(serving: 'old' | 'nothing'): Promise<{ deployed: unknown; count: number }> {
  const swarm = clusterOf(serving)
  const { error } = await run(swarm.manager('a'))
  expect(error).toBeUndefined()
  expectServing(swarm, 'new', 'without a fault')
  expect(swarm.objects.has('shop.conf.new')).toBe(true)
  return { deployed: lasting(swarm), count: swarm.manager('a').changesAtCommit }
}

/** A file of the repository may stay until the next commit: nothing uses it. */
function lasting(swarm: FakeSwarm): Record<string, unknown> {
  const { objects, ...rest } = swarm.picture()
  return { objects: (objects as string[]).filter((name) => name !== 'shop.conf.new'), ...rest }
}

/** Whether the commit was made: who cancels in that moment comes too late. */
function hasCommitted(swarm: FakeSwarm): boolean {
  return [...swarm.objects.values()].some(({ labels: own }) => own[labels.previous] !== undefined)
}

/** Spoils the nth change of a deploy, and looks. Returns the change where the deploy went well all the same. */
async function tryAt(
  serving: 'old' | 'nothing',
  index: number,
  [, fault, reason]: (typeof faults)[number],
  deployed: unknown,
): Promise<string | undefined> {
  const swarm = clusterOf(serving)
  const before = swarm.picture()
  const manager = swarm.manager('a')
  const { error, ending } = await run(manager, 'new', ({ faults: all }, cancel) =>
    all.atChange(index, fault(cancel)),
  )
  const where = `${index}: ${manager.faults.hit}`
  if (error === undefined) return where
  expect(reasonOf(error), where).toMatch(reason)
  const isLate = hasCommitted(swarm)
  expect([isLate, reasonOf(error)], where).not.toEqual([true, 'guard-lost'])
  expect(lasting(swarm), where).toEqual(isLate ? deployed : before)
  const serves = serving === 'old' ? /^Release old / : /nothing|no release/i
  expect(ending, where).toMatch(isLate ? /^Release new / : serves)
  const next = await run(manager, 'next')
  expect(next.error, where).toBeUndefined()
  expectServing(swarm, 'next', where)
  const files = [...swarm.objects.keys()].filter((name) => name.startsWith('shop.conf'))
  // The file of a release that people can go back to stays.
  expect(files, where).toEqual([...(isLate ? ['shop.conf.new'] : []), 'shop.conf.next'])
  return undefined
}

/**
 * The manager of a run goes away at its nth change, another one takes over, and the first one is back after that. Returns how the
 * runs ended: the first one, that of the other manager, and two through the first one again.
 */
async function takeOverAt(serving: 'old' | 'nothing', index: number): Promise<unknown[]> {
  const swarm = clusterOf(serving)
  const [dead, other] = [swarm.manager('a'), swarm.manager('b')]
  dead.awayUntil = Number.POSITIVE_INFINITY
  const first = await run(dead, 'new', ({ faults: all }) => all.atChange(index, 'kill'))
  const where = `${index}: ${dead.faults.hit}`
  const second = await run(other, 'next')
  const taken = lasting(swarm)
  dead.awayUntil = 0
  await dead.again()
  // It is there already, so this one only plays what the dead one left.
  const third = await run(dead, 'next')
  expect({ ...lasting(swarm), logs: [], leases: [] }, where).toEqual({ ...taken, logs: [], leases: [] })
  const last = await run(dead, 'last')
  expectServing(swarm, 'last', where)
  return [first, second, third, last].map(({ error }) => (error === undefined ? undefined : reasonOf(error)))
}

describe.each(['old', 'nothing'] as const)('a deploy to a Swarm on which release %s serves', (serving) => {
  it.each(faults)('A cluster is as it was, whichever change of a deploy %s', async (...spoiling) => {
    const { deployed, count } = await good(serving)
    expect(count).toBeGreaterThan(8)
    const survived: string[] = []
    for (let index = 0; index < count; index++)
      survived.push(
        ...[await tryAt(serving, index, spoiling, deployed)].filter((where) => where !== undefined),
      )
    // Where Django can't be asked, the migration command itself is.
    expect(survived.filter((line) => !line.includes('run_job'))).toEqual([])
  })

  it('Another manager takes over at whichever change the first one goes away, which changes nothing when it is back', async () => {
    const { count } = await good(serving)
    for (let index = 0; index < count; index++)
      expect(await takeOverAt(serving, index)).toEqual(['guard-lost', undefined, undefined, undefined])
  })
})

it('A release that is never healthy is taken back as a whole', async () => {
  const swarm = clusterOf('old')
  const before = swarm.picture()
  swarm.unhealthy.add('new')
  const { error, ending } = await run(swarm.manager('a'))
  expect([reasonOf(error), ending]).toEqual(['unhealthy', expect.stringMatching(/^Release old /)])
  expect(lasting(swarm)).toEqual(before)
})

it('A release that an edge does not reach is taken back, although all tasks are healthy', async () => {
  const swarm = clusterOf('old')
  const before = swarm.picture()
  swarm.edgeAnswers = () => '503'
  const { error, ending } = await run(swarm.manager('a'))
  expect([reasonOf(error), ending]).toEqual(['unhealthy', expect.stringMatching(/^Release old /)])
  expect(error?.message).toContain(
    'All tasks are healthy, but the edge of node-a answers 503 on port 8000: it does not reach web. Are UDP 4789',
  )
  expect(lasting(swarm)).toEqual(before)
})

it.each([
  ['finds web only after some seconds', ['503', '503', '503', '200']],
  ["can't be asked, as behind a firewall", ['none']],
])('A deploy ends well when an edge %s', async (_, answers) => {
  const swarm = clusterOf('old')
  swarm.edgeAnswers = () => (answers.length > 1 ? answers.shift() : answers[0]) ?? ''
  const { error } = await run(swarm.manager('a'))
  expect(error).toBeUndefined()
  expectServing(swarm, 'new', 'an edge that is slow or silent')
})

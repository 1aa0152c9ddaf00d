import { expect, it } from 'vitest'
import type { ObservedSwarm } from '../../../src/model/swarm.ts'
import { clusterResults } from '../../../src/smoke/inside/cluster.ts'
import { exampleRelease } from '../../model/example.ts'
import { exampleStack, node, servingSwarm } from '../../model/swarm-example.ts'

const place = { where: 'a', seconds: 1 }
const release = exampleRelease('old')
const stack = exampleStack('old')

/** All services with one running task each, changed where a test says so. */
function swarm(changes: Partial<ObservedSwarm> = {}): ObservedSwarm {
  const { swarm: serving } = servingSwarm({}, stack)
  if (serving === undefined) throw new Error('an example of a Swarm has one')
  const tasks = serving.services.map(({ id, definition }) => ({
    ...{ id: `t-${id}`, service: id, slot: '1', node: 'a', wanted: 'running', state: 'running' },
    ...{ definition, release: 'old', image: 'shop', error: '' },
  }))
  return { ...serving, tasks, ...changes }
}

const failures = (observed: ObservedSwarm): string[] =>
  clusterResults(place, release, observed).flatMap(({ name, passed, got }) =>
    passed ? [] : [`${name}: ${got}`],
  )

it('A Swarm that runs the live release passes every check', () => {
  expect(failures(swarm())).toEqual([])
})

it('A service that is missing, that somebody updated, or whose update stopped is named', () => {
  const services = swarm()
    .services.filter(({ name }) => name !== 'beat')
    .map((one) => ({
      ...one,
      ...(one.name === 'web' ? { image: 'shop:other', update: 'paused' } : {}),
      ...(one.name === 'db' ? { definition: 'by hand' } : {}),
    }))
  expect(failures(swarm({ services }))).toEqual([
    'services: web is paused; web has the image shop:other; beat is missing; db was changed since the deploy',
  ])
})

it('A task that does not run is named with its error, and one with another image too', () => {
  const tasks = swarm().tasks.map((one) => ({
    ...one,
    ...(one.service === 'web' ? { state: 'rejected', error: 'No such image' } : {}),
    ...(one.service === 'celery' ? { image: 'shop:before' } : {}),
  }))
  expect(failures(swarm({ tasks }))).toEqual([
    'tasks: web: 0 of 1 run (No such image); celery.1 has the image shop:before',
  ])
})

it('A global service has a task on each node that takes tasks', () => {
  const services = swarm().services.map((one) =>
    one.name === 'edge' ? { ...one, replicas: 'global' as const } : one,
  )
  const nodes = [node('a'), node('b'), node('c', { availability: 'Drain' })]
  expect(failures(swarm({ services, nodes }))).toEqual(['tasks: edge: 1 of 2 run'])
})

it('A node that is down is a warning, and so are managers of which no more may be lost', () => {
  const nodes = [
    node('a'),
    node('b', { status: 'Down', manager: 'Unreachable' }),
    node('c', { manager: 'Leader' }),
  ]
  const results = clusterResults(place, release, swarm({ nodes }))
  expect(results.find(({ name }) => name === 'nodes')).toMatchObject({
    ...{ passed: false, severity: 'warning' },
    got: 'b is down; one more manager lost, and nothing can be changed',
  })
})

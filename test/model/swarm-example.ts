import { definitionLabel, releaseLabel, roleLabel } from '../../src/compose/labels.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { ObservedState } from '../../src/model/observed.ts'
import type { ObservedSwarm, Stack, StackService, SwarmNode } from '../../src/model/swarm.ts'
import { emptyHost, exampleDesired, exampleRelease } from './example.ts'

/** A service of a stack; of the app where it has a release. */
export function stackService(definition: string, release?: string, more: StackService = {}): StackService {
  const own = release === undefined ? {} : { [releaseLabel]: release }
  return {
    image: 'shop',
    deploy: { replicas: 1 },
    ...more,
    labels: { [definitionLabel]: definition, ...own },
  }
}

/** A stack of the example's services: those of the app are of this release. */
export function exampleStack(release: string, more: Record<string, StackService> = {}): Stack {
  return {
    services: {
      web: stackService(`web-${release}`, release),
      celery: stackService(`celery-${release}`, release),
      beat: stackService(`beat-${release}`, release),
      db: stackService('db-1'),
      edge: { ...stackService('edge-1'), labels: { [definitionLabel]: 'edge-1', [roleLabel]: 'edge' } },
      ...more,
    },
  }
}

/** A deploy of release `new` to a Swarm. */
export function swarmDesired(changes: Partial<DesiredState> = {}, stack = exampleStack('new')): DesiredState {
  const model = {
    ...exampleDesired().model,
    services: { ...exampleDesired().model.services, db: { image: 'postgres:15' } },
  }
  return exampleDesired({ model, swarm: { stack, objects: [] }, ...changes })
}

/** A node that takes tasks. */
export function node(name: string, changes: Partial<SwarmNode> = {}): SwarmNode {
  return {
    id: name,
    name,
    status: 'Ready',
    availability: 'Active',
    engine: '26.1.5',
    manager: 'Reachable',
    ...changes,
  }
}

/** A cluster of one node with nothing on it. */
export function emptySwarm(changes: Partial<ObservedSwarm> = {}): ObservedState {
  const none = {
    services: [],
    tasks: [],
    self: 'a',
    problem: '',
    besides: false,
    record: undefined,
    stack: undefined,
    releases: [],
  }
  return emptyHost({ swarm: { ...none, nodes: [node('a')], ...changes } })
}

/** A cluster on which release `old` serves. */
export function servingSwarm(
  changes: Partial<ObservedSwarm> = {},
  stack = exampleStack('old'),
): ObservedState {
  const services = Object.entries(stack.services).map(([name, { labels }]) => ({
    ...{ id: name, name, replicas: 1, update: 'none', image: 'shop' },
    definition: labels?.[definitionLabel] ?? '',
  }))
  const record = { number: 4, release: 'old', previous: undefined }
  return { ...emptySwarm({ services, stack, record, ...changes }), live: exampleRelease('old') }
}

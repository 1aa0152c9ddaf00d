import { definitionLabel, releaseLabel } from '../../compose/labels.ts'
import { unescapeDollars } from '../../model/project/project.ts'
import type { Release } from '../../model/release/release.ts'
import { type ObservedSwarm, type StackService, type SwarmService, takesTasks } from '../../model/swarm.ts'
import type { CheckResult } from '../check.ts'
import { type Place, result } from './containers.ts'

/** Checks that a Swarm runs the live release: each service, each task, and the nodes. Pure. */
export function clusterResults(place: Place, release: Release, swarm: ObservedSwarm): CheckResult[] {
  const wanted = Object.entries(swarm.stack?.services ?? {})
  const services = wanted.flatMap(([name, service]) => serviceProblems(name, service, release, swarm))
  const tasks = wanted.flatMap(([name, service]) => taskProblems(name, service, release, swarm))
  const running = swarm.tasks.filter(({ wanted: is, state }) => is === 'running' && state === 'running')
  const down = swarm.nodes.filter(({ status }) => status !== 'Ready')
  const managers = swarm.nodes.filter(({ manager }) => manager !== '')
  const lost = managers.filter(({ manager }) => manager === 'Unreachable')
  return [
    result(place, 'services', `all of release ${release.id} are up to date`, [
      services,
      `${wanted.length} services are up to date`,
    ]),
    result(place, 'tasks', 'all run, each with the image of the release', [
      tasks,
      `${running.length} tasks run: ${wanted.map(([name]) => `${name} ${countOf(name, swarm)}`).join(', ')}`,
    ]),
    result(
      place,
      'nodes',
      'all are ready',
      [
        [
          ...down.map(({ name, status }) => `${name} is ${status.toLowerCase()}`),
          ...(2 * (managers.length - lost.length - 1) > managers.length || lost.length === 0
            ? []
            : ['one more manager lost, and nothing can be changed']),
        ],
        `${swarm.nodes.length} nodes are ready, ${managers.length} of them managers`,
      ],
      'warning',
    ),
  ]
}

function serviceProblems(
  name: string,
  wanted: StackService,
  release: Release,
  { services }: ObservedSwarm,
): string[] {
  const service = services.find((one) => one.name === name)
  if (service === undefined) return [`${name} is missing`]
  const image = imageOf(name, wanted, release)
  return [
    ...(['none', 'completed'].includes(service.update) ? [] : [`${name} is ${service.update}`]),
    ...(service.definition === (wanted.labels?.[definitionLabel] ?? '')
      ? []
      : [`${name} was changed since the deploy`]),
    ...(image === undefined || service.image === image ? [] : [`${name} has the image ${service.image}`]),
  ]
}

function taskProblems(name: string, wanted: StackService, release: Release, swarm: ObservedSwarm): string[] {
  const service = swarm.services.find((one) => one.name === name)
  if (service === undefined) return []
  const image = imageOf(name, wanted, release)
  const tasks = swarm.tasks.filter((task) => task.service === service.id && task.wanted === 'running')
  const running = tasks.filter(({ state }) => state === 'running')
  const count = replicas(service, wanted, swarm)
  const why = tasks.find(({ error }) => error !== '')?.error
  const others = running.filter((task) => image !== undefined && task.image !== image)
  return [
    ...(running.length >= count
      ? []
      : [`${name}: ${running.length} of ${count} run${why ? ` (${why})` : ''}`]),
    ...others.map((task) => `${name}.${task.slot || task.node} has the image ${task.image}`),
  ]
}

/** The image that a service of the app must have; undefined for others, whose tags the managers resolve. */
function imageOf(name: string, { labels, image = '' }: StackService, release: Release): string | undefined {
  if (labels?.[releaseLabel] === undefined) return undefined
  return release.images?.[name] ?? unescapeDollars(image)
}

function replicas(service: SwarmService, { deploy }: StackService, { nodes }: ObservedSwarm): number {
  if (service.replicas !== 'global') return service.replicas
  // Where a global service is placed on some nodes only, how many they are is Swarm's to say.
  if (deploy?.placement !== undefined) return 1
  return nodes.filter(takesTasks).length
}

function countOf(name: string, { services, tasks }: ObservedSwarm): number {
  const id = services.find((one) => one.name === name)?.id
  return tasks.filter((task) => task.service === id && task.state === 'running').length
}

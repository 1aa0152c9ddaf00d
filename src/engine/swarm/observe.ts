import { maintenanceIn } from '../../compose/stack/maintenance.ts'
import { maintenanceService } from '../../edge/names.ts'
import { StepFailed, UserError } from '../../errors.ts'
import { stackStateScript } from '../../host/guard.ts'
import type { Host } from '../../host/host.ts'
import { inspect } from '../../host/inspect.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { Upstream } from '../../model/edge/edge.ts'
import type { Container, ObservedState } from '../../model/observed.ts'
import type { ComposeModel } from '../../model/project/project.ts'
import type { Release, Store } from '../../model/release/release.ts'
import type { Stack, StackState, SwarmNode } from '../../model/swarm.ts'
import { lastWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import { assertUsable } from '../compose/observe/usable.ts'
import {
  contentQuestion,
  liveConfig,
  type Records,
  readRecords,
  recordsQuestion,
  releaseConfig,
  storeOf,
} from './records.ts'
import { readState } from './state.ts'

const nodeFormat =
  '{{.ID}}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t{{.EngineVersion}}\t{{.ManagerStatus}}'

/**
 * Observes a cluster through one of its managers and changes nothing.
 * @throws UserError `not-ready` when the SSH user can't use Docker there, `host-unresponsive` when it hangs
 */
export async function observe(host: Host, desired: DesiredState): Promise<ObservedState> {
  const { root, model } = desired
  const compose = `label=com.docker.compose.project=${model.name}`
  const [version, swarm, nodes, state, listed, besides, writable, disk] = await inspect(host, [
    ['docker', 'version', '--format', '{{.Server.Version}} {{.Server.Arch}}'],
    [
      'docker',
      'info',
      '--format',
      '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}} {{.Swarm.NodeID}} {{.Swarm.Error}}',
    ],
    ['docker', 'node', 'ls', '--format', nodeFormat],
    ['bash', '-c', stackStateScript(), 'state', model.name],
    recordsQuestion('project', model.name),
    ['docker', 'ps', '--quiet', '--filter', compose],
    ['test', '-w', root],
    ['df', '-Pk', root],
  ])
  // Compose is not needed here: `docker stack deploy` reads the file.
  assertUsable(host.name, version, { ...version, code: 0 })
  const [engine = '', architecture = ''] = version.stdout.trim().split(' ')
  const problem = problemOf(swarm, [nodes, state, listed])
  const records = readRecords(problem === '' ? listed.stdout : '')
  const { services, tasks } = readState(model.name, problem === '' ? state.stdout : '')
  const stack =
    records.live === undefined ? undefined : await stackAt(host, liveConfig(model.name, records.live.number))
  const containers = containersOf({ services, tasks })
  return {
    ...{ host: host.name, engine, architecture, compose: '', containers, networks: [] },
    ...storeOf(records),
    ...{
      edgeConfig: '',
      releaseMap: '',
      upstreams: upstreamsOf(containers, desired.roles.web),
      maintenance: maintenanceIn(stack),
    },
    history: records.live?.number ?? 0,
    freeBytes: Number.POSITIVE_INFINITY,
    freeInRoot: freeBytes(disk),
    portHolder: undefined,
    imagePresent: false,
    writable: writable.code === 0,
    swarm: {
      ...{ services, tasks, problem, stack, record: records.live, releases: records.releases },
      self: swarm.stdout.trim().split(' ')[2] ?? '',
      nodes: problem === '' ? readNodes(nodes.stdout) : [],
      besides: besides.stdout.trim() !== '',
    },
  }
}

/** Reads the releases that the cluster has, and which is live and which was before. @throws UserError as {@link recordsAt} */
export async function releases(host: Host, root: string): Promise<Store> {
  return storeOf(await recordsAt(host, root))
}

/**
 * Reads a release's stack as a Compose model: only the ports of its services have another form, and nobody reads those.
 * @throws UserError `no-target` when the cluster does not have it
 */
export async function readModel(
  host: Host,
  root: string,
  { id }: Pick<Release, 'id'>,
): Promise<ComposeModel> {
  const {
    projects: [project = ''],
  } = await recordsAt(host, root)
  const stack = await stackAt(host, releaseConfig(project, id))
  if (stack !== undefined) return { name: project, ...stack } as unknown as ComposeModel
  throw new UserError(
    'no-target',
    `The stack of release ${id} is not in the cluster any more.`,
    'Deploy its image again, or go back to another release.',
  )
}

/** @throws UserError `not-ready` when this is no manager that can act, or when two projects have this folder */
async function recordsAt(host: Host, root: string): Promise<Records> {
  const [listed] = await inspect(host, [recordsQuestion('root', root)])
  if (listed.code !== 0)
    throw new UserError(
      'not-ready',
      `${host.name}: the releases could not be read from the Swarm: ${lastWords(listed)}`,
      'Name a manager of a Swarm that has most of its managers; docker node ls shows them.',
    )
  const records = readRecords(listed.stdout)
  if (records.projects.length <= 1) return records
  throw new UserError(
    'not-ready',
    `${host.name}: the projects ${records.projects.join(' and ')} have the same folder ${root}.`,
    'Deploy one of them with another path.',
  )
}

/** Reads a stack file that the cluster holds; undefined when it does not, or holds something else. */
async function stackAt(host: Host, name: string): Promise<Stack | undefined> {
  const [content] = await inspect(host, [contentQuestion(name)])
  try {
    return content.code === 0 ? (JSON.parse(content.stdout) as Stack) : undefined
  } catch {
    return undefined
  }
}

/** Reads what the cluster holds for a project, with its lock held. @throws StepFailed when the managers don't tell */
export async function recordsNow(host: Host, project: string, seconds = 60): Promise<Records> {
  const [listed] = await inspect(host, [recordsQuestion('project', project)], { seconds })
  if (listed.code !== 0)
    throw new StepFailed('guard-lost', `${host.name}: the releases could not be read: ${lastWords(listed)}`)
  return readRecords(listed.stdout)
}

/** Why this engine is no manager that can act; empty when it is one. Pure. */
function problemOf(swarm: Ran, answers: readonly Ran[]): string {
  const [state = '', isManager = '', _node, ...error] = swarm.stdout.trim().split(' ')
  if (state !== 'active')
    return `it is in no Swarm (${state || lastWords(swarm)})${error.length > 0 ? `: ${error.join(' ')}` : ''}`
  if (isManager !== 'true') return 'it is a worker of the Swarm, and only managers know its services'
  const silent = answers.find(({ code }) => code !== 0)
  return silent === undefined ? '' : `its managers can not decide: ${lastWords(silent)}`
}

function readNodes(output: string): SwarmNode[] {
  return output.split('\n').flatMap((line) => {
    const [id = '', name = '', status = '', availability = '', engine = '', manager = ''] = line.split('\t')
    return id === '' ? [] : [{ id, name, status, availability, engine, manager }]
  })
}

/** The tasks that Swarm wants to run, as containers of the project. The maintenance service is a part of the edge. Pure. */
function containersOf({ services, tasks }: StackState): Container[] {
  return tasks.flatMap((task) => {
    const service = services.find(({ id }) => id === task.service)
    if (service === undefined || service.name === maintenanceService || task.wanted !== 'running') return []
    return [
      {
        name: `${service.name}.${task.slot || task.node}.${task.id}`,
        ...{
          service: service.name,
          release: task.release,
          edge: '',
          image: task.image,
          definition: task.definition,
        },
        state: task.state === 'running' ? 'running' : 'created',
      },
    ]
  })
}

/** The edge finds web by DNS: it sends requests to all that runs. */
function upstreamsOf(containers: readonly Container[], web: string): Upstream[] {
  return containers.flatMap(({ service, name, release, state }) =>
    service === web && state === 'running' ? [{ slot: name, container: name, release }] : [],
  )
}

function freeBytes({ code, stdout }: Ran): number {
  const kilobytes = Number(stdout.trim().split('\n').at(-1)?.split(/\s+/)[3])
  return code === 0 && kilobytes >= 0 ? kilobytes * 1024 : Number.POSITIVE_INFINITY
}

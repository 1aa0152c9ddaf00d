import { stackWork } from '../compose/stack/work.ts'
import { type DesiredState, keepsLive } from '../model/desired.ts'
import type { ObservedState } from '../model/observed.ts'
import { isOlder } from '../model/older.ts'
import { type Stack, type StackService, takesTasks } from '../model/swarm.ts'
import { type Problem, refuseFor } from './problems.ts'

/** The oldest engine with jobs, and with configs in the form used here. */
const oldest = '20.10'

/** The undo log must remain writable to the end. */
const spareInRoot = 20_000_000

/**
 * Finds what prevents a deploy to a Swarm, before anything changes. Pure.
 * @throws UserError `not-ready` with everything that is wrong
 */
export function preflightSwarm(desired: DesiredState, observed: ObservedState): void {
  const { root, swarm, model, rollback, backup, migrate } = desired
  const { nodes = [], self, problem = '', besides = false, record, services = [] } = observed.swarm ?? {}
  const problems: Problem[] = []
  if (problem !== '')
    problems.push([
      problem,
      'Name managers of one Swarm in hosts: docker swarm init on the first server, docker swarm join on the others. docker node ls shows them.',
    ])
  const old = nodes.filter(({ engine }) => engine !== '' && isOlder(engine, oldest))
  if (old.length > 0)
    problems.push([
      `the Docker Engine of ${old.map(({ name, engine }) => `${name} (${engine})`).join(', ')} is older than ${oldest}`,
      'Update it: https://docs.docker.com/engine/install/',
    ])
  const able = nodes.filter(takesTasks)
  if (problem === '' && able.length === 0)
    problems.push(['no node of the Swarm takes tasks', 'docker node update --availability active NODE'])
  const manager = nodes.find(({ id }) => id === self)
  const mayBackUp = backup.when === 'always' || (backup.when === 'pending' && migrate.length > 0)
  if (mayBackUp && manager !== undefined && !takesTasks(manager))
    problems.push([
      `it takes no tasks (${manager.availability}), and a job on the manager writes the backup`,
      `docker node update --availability active ${manager.name}; or name a manager that takes tasks first in hosts`,
    ])
  if (besides)
    problems.push([
      `containers of the project ${model.name} run there without Swarm: docker compose has started them, or engine: compose`,
      `Stop them first (docker compose --project-name ${model.name} down keeps the volumes), or give the project another name with the input project.`,
    ])
  if (record === undefined && services.length > 0)
    problems.push([
      `a stack ${model.name} runs that this engine has not deployed`,
      `Remove it (docker stack rm ${model.name} keeps the volumes), or give the project another name with the input project.`,
    ])
  if (!observed.writable)
    problems.push([
      `the folder ${root} is not there, or the SSH user may not write to it`,
      `On each manager: sudo install -d -o "$USER" ${root}`,
    ])
  if (observed.writable && (observed.freeInRoot ?? spareInRoot) < spareInRoot)
    problems.push([
      `the disk with ${root} is nearly full`,
      'Delete what is not needed there, or give it a larger disk.',
    ])
  if (rollback === undefined && !keepsLive(desired) && swarm !== undefined && nodes.length > 1)
    problems.push(...wandering(stackWork(desired, observed).stack))
  refuseFor(observed.host, problems)
}

/**
 * Finds services with a volume of a node that Swarm may start on another node, where the volume is another, empty one. A
 * volume of a driver of its own, or with options such as NFS, may be the same everywhere.
 */
function wandering({ services, volumes = {} }: Stack): Problem[] {
  const isOfNode = (source = ''): boolean => {
    const { driver = 'local', driver_opts: options } = (volumes[source] ?? {}) as {
      driver?: string
      driver_opts?: unknown
    }
    return driver === 'local' && options === undefined
  }
  return Object.entries(services).flatMap(([name, service]): Problem[] => {
    const mount = service.volumes?.find(({ type, source }) => type === 'volume' && isOfNode(source))
    if (mount === undefined || isPinned(service)) return []
    return [
      [
        `${name} keeps data in the volume ${mount.source ?? mount.target}, which each node has for itself, and may be started on any node`,
        `Pin ${name} to the node with its data: deploy: {placement: {constraints: ["node.hostname == NODE"]}}; or give the volume a driver that all nodes share. If it runs already, name it in update-services too.`,
      ],
    ]
  })
}

/** Whether a constraint names a node or a label that people gave to nodes. */
function isPinned({ deploy }: StackService): boolean {
  const { constraints = [] } = (deploy?.placement ?? {}) as { constraints?: string[] }
  return constraints.some((one) => /^node\.(id|hostname|labels\.\S+)\s*==/.test(one))
}

import { createHash } from 'node:crypto'
import { oneOffKey } from '../../compose/stack/render.ts'
import { stackService } from '../../compose/stack/service.ts'
import { UserError } from '../../errors.ts'
import type { ObservedState } from '../../model/observed.ts'
import { type ComposeService, escapeDollars } from '../../model/project/project.ts'
import type { Stack, StackService } from '../../model/swarm.ts'
import type { RunOnce } from '../commands.ts'

/** Names a job for people and for its removal. */
const jobLabel = 'saleor-deploy.job'

/** The nodes for jobs, by id. */
export interface JobNodes {
  /** The manager in use, whose folders a job may mount. */
  manager: string
  /** A node that has the release's image; undefined for any that Swarm picks, which pulls it. */
  withImage?: string | undefined
}

/** The node of a task of web: it has the live release's image, which another one could pull only with a login. Pure. */
export function nodeOfWeb({ swarm }: Pick<ObservedState, 'swarm'>, web: string): string | undefined {
  const service = swarm?.services.find(({ name }) => name === web)?.id
  return swarm?.tasks.find((task) => task.service === service && task.state === 'running')?.node
}

/**
 * The stack file of a job, with its service's name: the release's service for one-off containers, or the one that an
 * overlay adds, which mounts a folder of the manager and runs there. Pure.
 * @throws UserError `not-ready` for a service with the host's own users, which a Swarm does not have
 */
export function jobStack(stack: Stack, options: RunOnce, nodes: JobNodes): [string, Stack] {
  const { words = [], name = '', environment = {} } = options
  const { services, ...sections } = (stack[oneOffKey] ?? { services: {} }) as Stack
  const [template = {}] = Object.values(services) as StackService[]
  const overlay = serviceIn(options)
  const isAdded = overlay.image !== undefined
  const base = isAdded ? addedService(overlay) : template
  // A service's whole name may have 63 characters, as it is one in DNS.
  const service = `job-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
  const { update_config: _update, restart_policy: _policy, labels, placement, ...deploy } = base.deploy ?? {}
  const variables = Object.entries(environment).map(([key, value]) => [key, escapeDollars(value)])
  const node = isAdded ? nodes.manager : nodes.withImage
  const job: StackService = {
    ...base,
    ...(words.length === 0 ? {} : { command: words.map(escapeDollars) }),
    environment: {
      ...base.environment,
      ...overlay.environment,
      ...(Object.fromEntries(variables) as Record<string, string>),
    },
    deploy: {
      ...deploy,
      ...{ mode: 'replicated-job', replicas: 1 },
      ...placed(placement, node),
      restart_policy: { condition: 'none' },
      labels: { ...(labels as object | undefined), [jobLabel]: escapeDollars(name) },
    },
  }
  return [service, { services: { [service]: job }, ...sections }]
}

/** What the overlay says of the job's service. */
function serviceIn({ overlay, service }: RunOnce): ComposeService {
  if (overlay?.content === undefined) return {}
  const { services } = JSON.parse(overlay.content) as { services: Record<string, ComposeService> }
  return services[service] ?? {}
}

/** A service that an overlay adds. Its labels stand on the job too, so that it can be found by them. */
function addedService(service: ComposeService): StackService {
  if (service.userns_mode !== undefined)
    throw new UserError(
      'not-ready',
      'The Docker Engine of the manager maps users (userns-remap), so a job of the Swarm could not write the backup there.',
      'Set backup: never and back up in a step before, or use a manager without userns-remap.',
    )
  const { deploy, ...rest } = stackService(service, { order: 'stop-first', parallelism: 1 })
  const { volumes = [] } = service
  return { ...rest, volumes, deploy: { ...deploy, labels: service.labels ?? {} } }
}

/** The placement with one more constraint. A job of the release keeps those of web, so that it finds its volumes. */
function placed(placement: unknown, node: string | undefined): { placement?: Record<string, unknown> } {
  const { constraints = [], ...rest } = (placement ?? {}) as { constraints?: string[] }
  const all = [...constraints, ...(node === undefined ? [] : [`node.id == ${node}`])]
  if (placement === undefined && all.length === 0) return {}
  return { placement: { ...rest, ...(all.length === 0 ? {} : { constraints: all }) } }
}

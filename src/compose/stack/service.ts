import { type ComposeService, replicasOf } from '../../model/project/project.ts'
import type { StackService } from '../../model/swarm.ts'
import { restartOf } from '../restart.ts'

/** Keys of a service that a stack file has too, with the same meaning. */
const same = [
  ...[
    'cap_add',
    'cap_drop',
    'command',
    'dns',
    'dns_search',
    'entrypoint',
    'healthcheck',
    'hostname',
    'image',
    'init',
  ],
  ...[
    'labels',
    'networks',
    'read_only',
    'stdin_open',
    'stop_grace_period',
    'stop_signal',
    'sysctls',
    'tmpfs',
    'tty',
  ],
  ...['ulimits', 'user', 'working_dir'],
] as const

/** Keys of a service that are rendered into other keys of a stack file. */
const translated = [
  ...['configs', 'cpus', 'deploy', 'environment', 'extra_hosts', 'logging', 'mem_limit', 'mem_reservation'],
  ...['pids_limit', 'ports', 'restart', 'scale', 'secrets', 'volumes'],
]

/**
 * Keys that say how an image is built, when a container starts, or what it is called. A deploy decides the first two;
 * Swarm names its tasks itself.
 */
const elsewhere = [
  ...['attach', 'build', 'container_name', 'depends_on', 'develop', 'expose', 'profiles', 'pull_policy'],
  ...['pull_refresh_after', 'env_file'],
]

/** The same for `deploy`. `update_config` and `rollback_config` are ours: a deploy says how tasks are replaced. */
const sameOfDeploy = ['labels', 'mode', 'placement'] as const
const translatedOfDeploy = ['replicas', 'resources', 'restart_policy', 'update_config', 'rollback_config']

/** Lists the keys of a service that a stack file can't express; those of `deploy` with that in front. Pure. */
export function untranslatable({ deploy, ...service }: ComposeService): string[][] {
  const known: readonly string[] = [...same, ...translated, ...elsewhere]
  const knownOfDeploy: readonly string[] = [...sameOfDeploy, ...translatedOfDeploy, 'endpoint_mode']
  const own = Object.entries(service).filter(
    ([key, value]) => !known.includes(key) && !key.startsWith('x-') && isSet(value),
  )
  const ofDeploy = Object.entries(deploy ?? {}).filter(
    ([key, value]) => !knownOfDeploy.includes(key) && isSet(value),
  )
  return [...own.map(([key]) => [key]), ...ofDeploy.map(([key]) => ['deploy', key])]
}

/** How Swarm replaces a service's tasks. */
export interface Replacing {
  order: 'start-first' | 'stop-first'
  /** How many at once; 0 for all. */
  parallelism: number
}

/**
 * Translates a service of the rendered Compose model, without its files: what Compose says at the service, a stack file
 * says under `deploy`. Tasks are found by DNS and ports are those of the node, so that a kernel without IPVS is enough.
 * Pure.
 */
export function stackService(service: ComposeService, { order, parallelism }: Replacing): StackService {
  const kept = same.flatMap((key) => (isSet(service[key]) ? [[key, service[key]]] : []))
  const environment = Object.entries(service.environment ?? {}).filter(([, value]) => value !== null)
  return {
    ...(Object.fromEntries(kept) as Partial<StackService>),
    ...(environment.length === 0
      ? {}
      : { environment: Object.fromEntries(environment) as Record<string, string> }),
    ...hostsAndLogging(service),
    ...portsOf(service),
    deploy: {
      ...deployOf(service),
      endpoint_mode: 'dnsrr',
      // A release that fails must stay as it is until its evidence is read; then the guard takes all of it back.
      update_config: { order, parallelism, failure_action: 'pause', monitor: '5s' },
    },
  }
}

function deployOf(service: ComposeService): NonNullable<StackService['deploy']> {
  const { deploy = {} } = service
  const kept = sameOfDeploy.flatMap((key) => (isSet(deploy[key]) ? [[key, deploy[key]]] : []))
  const resources = resourcesOf(service)
  return {
    ...Object.fromEntries(kept),
    ...(deploy.mode === 'global' ? {} : { replicas: replicasOf(service) }),
    ...(Object.keys(resources).length === 0 ? {} : { resources }),
    restart_policy: policyOf(service),
  }
}

interface Resources {
  limits?: Record<string, unknown>
  reservations?: Record<string, unknown>
}

function resourcesOf({ deploy, ...service }: ComposeService): Resources {
  const { limits = {}, reservations = {} } = (deploy?.resources ?? {}) as Resources
  const told = (all: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => isSet(value)))
  const allLimits = told({
    ...{ memory: service.mem_limit, cpus: service.cpus, pids: service.pids_limit },
    ...limits,
  })
  const reserved = told({ memory: service.mem_reservation, ...reservations })
  return {
    ...(Object.keys(allLimits).length === 0 ? {} : { limits: withText(allLimits) }),
    ...(Object.keys(reserved).length === 0 ? {} : { reservations: withText(reserved) }),
  }
}

/** A stack file wants the number of CPUs and of bytes as text. */
function withText(all: Record<string, unknown>): Record<string, unknown> {
  const isText = (key: string): boolean => key === 'cpus' || key === 'memory'
  return Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key, isText(key) ? String(value) : value]),
  )
}

/** Swarm starts a task again unless the file says otherwise. */
function policyOf(service: ComposeService): Record<string, unknown> {
  const policy = service.deploy?.restart_policy
  if (policy !== undefined && policy !== null) return { condition: 'any', ...policy }
  const [condition = '', attempts] = (restartOf(service) ?? 'always').split(':')
  return {
    condition: condition === 'no' ? 'none' : condition === 'on-failure' ? condition : 'any',
    ...(attempts === undefined ? {} : { max_attempts: Number(attempts) }),
  }
}

function portsOf({ ports = [] }: ComposeService): Pick<StackService, 'ports'> {
  if (ports.length === 0) return {}
  return {
    ports: ports.map(({ target, published, protocol = 'tcp' }) => ({
      ...{ target, published: Number(published), protocol },
      mode: 'host' as const,
    })),
  }
}

function hostsAndLogging({ extra_hosts: hosts, logging }: ComposeService): Partial<StackService> {
  const driver = logging?.driver
  return {
    // `docker compose config` writes `name=address`, a stack file has `name:address`.
    ...(isSet(hosts) ? { extra_hosts: (hosts as string[]).map((one) => one.replace('=', ':')) } : {}),
    ...(driver === undefined || driver === '' ? {} : { logging: { ...logging, driver } }),
  }
}

/** Compose prints empty parts for keys that the file does not set. */
function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false) return false
  return typeof value !== 'object' || Object.keys(value).length > 0
}

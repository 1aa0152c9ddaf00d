import { createHash } from 'node:crypto'
import { configFolder } from '../../edge/names.ts'
import { renderTaskConfig } from '../../edge/tasks.ts'
import { UserError } from '../../errors.ts'
import type { Strategy } from '../../model/desired.ts'
import type { EdgeSettings } from '../../model/edge/edge.ts'
import { type ComposeModel, type ComposeService, graceSecondsOf } from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'
import type { StoredEntry } from '../../model/release/files.ts'
import type { Stack, StackObject, StackService, SwarmIntent } from '../../model/swarm.ts'
import { definitionLabel, partsLabel } from '../labels.ts'
import { oneOffService } from '../one-off.ts'
import { checkedService, drained } from './health.ts'
import { isExternal, mountsOf } from './mounts.ts'
import { type Replacing, stackService } from './service.ts'

/** What a stack needs besides the release's Compose model. */
export interface StackOptions {
  entries: readonly StoredEntry[]
  root: string
  edge: EdgeSettings
  strategy: Strategy
  /** Workers that can't run beside their old ones. */
  stopFirst: readonly string[]
  /** Seconds for a new task to answer, and for requests in flight on an old one. */
  healthTimeout: number
  drainTimeout: number
}

/** Names of Docker's configs and secrets are no longer (moby/swarmkit, `isValidConfigOrSecretName`). */
const longestName = 64

/** The longest name that a project's objects have: its own, a dot, and a release's id. */
const suffixLength = 29

/** The key of a stack file with the service for one-off containers: `docker stack deploy` reads no `x-` key. */
export const oneOffKey = 'x-saleor-deploy-one-off'

/**
 * Renders what a Swarm gets from the release's Compose model: the stack file, and the configs and secrets that it names.
 * Pure.
 * @throws UserError `bad-input` for what a stack file can't hold
 */
export function renderStack(model: ComposeModel, roles: Roles, options: StackOptions): SwarmIntent {
  if (model.name.length > longestName - suffixLength)
    throw new UserError(
      'bad-input',
      `The project's name ${model.name} has ${model.name.length} characters; with engine: swarm it may have ${longestName - suffixLength}, as the names of Docker's configs begin with it.`,
      'Give it a shorter one with the input project.',
    )
  const objects = new Map<string, StackObject>()
  const services = Object.entries(model.services).map(([name, service]): [string, StackService] => {
    if (name === 'edge') return [name, edgeService(service, { model, web: roles.web }, options, objects)]
    const { service: mounts, objects: own } = mountsOf(name, service, { model, ...options })
    for (const one of own) objects.set(one.name, one)
    const checked =
      name === roles.web
        ? checkedService(service, options)
        : isOtherWeb(name, roles)
          ? drained(service, options)
          : service
    return [name, { ...stackService(checked, replacing(name, roles, options)), ...mounts }]
  })
  const { [oneOffService]: oneOff, ...rest } = Object.fromEntries(services)
  const top = topLevel(model, objects)
  const stack = withDefinitions({ services: rest, ...top })
  return {
    stack:
      oneOff === undefined
        ? stack
        : { ...stack, [oneOffKey]: { services: { [oneOffService]: oneOff }, ...top } },
    objects: [...objects.values()],
  }
}

/** The part of a stack with these services, and all that they name. Pure. */
export function partOf(stack: Stack, names: readonly string[]): Stack {
  const services = Object.fromEntries(Object.entries(stack.services).filter(([name]) => names.includes(name)))
  const all = Object.values(services)
  const used = {
    networks: all.flatMap(({ networks }) => Object.keys(networks ?? {})),
    volumes: all.flatMap(({ volumes = [] }) =>
      volumes.flatMap(({ type, source }) => (type === 'volume' ? (source ?? []) : [])),
    ),
    configs: all.flatMap(({ configs }) => sourcesOf(configs)),
    secrets: all.flatMap(({ secrets }) => sourcesOf(secrets)),
  }
  const sections = (['networks', 'volumes', 'configs', 'secrets'] as const).flatMap((section) => {
    const kept = Object.entries(stack[section] ?? {}).filter(([key]) => used[section].includes(key))
    return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)]]
  })
  return { services, ...(Object.fromEntries(sections) as Partial<Stack>) }
}

/** Combines two parts; the first one's top-level entries count where both have one. Pure. */
export function together(one: Stack, other: Stack): Stack {
  const sections = (['networks', 'volumes', 'configs', 'secrets'] as const).flatMap((section) => {
    const both = { ...other[section], ...one[section] }
    return Object.keys(both).length === 0 ? [] : [[section, both]]
  })
  return {
    ...one,
    services: { ...other.services, ...one.services },
    ...(Object.fromEntries(sections) as Partial<Stack>),
  }
}

function sourcesOf(used: unknown): string[] {
  return ((used ?? []) as { source?: string }[]).flatMap(({ source }) => source ?? [])
}

function replacing(name: string, roles: Roles, { strategy, stopFirst }: StackOptions): Replacing {
  if (name === roles.web || isOtherWeb(name, roles))
    return strategy === 'recreate'
      ? { order: 'stop-first', parallelism: 0 }
      : { order: 'start-first', parallelism: strategy === 'rolling' ? 1 : 0 }
  const isBeside = roles.workers.includes(name) && !stopFirst.includes(name)
  return { order: isBeside ? 'start-first' : 'stop-first', parallelism: roles.workers.includes(name) ? 0 : 1 }
}

function isOtherWeb(name: string, { otherWeb = [] }: Roles): boolean {
  return otherWeb.includes(name)
}

/** The edge on each node, on the node's own port. It finds web by DNS, so no release changes it. */
function edgeService(
  service: ComposeService,
  { model, web }: { model: ComposeModel; web: string },
  { edge, drainTimeout }: StackOptions,
  objects: Map<string, StackObject>,
): StackService {
  const content = Buffer.from(renderTaskConfig(edge, web))
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const config: StackObject = { kind: 'config', name: `${model.name}.edge.${hash}`, content }
  objects.set(config.name, config)
  const { volumes: _volumes, ...kept } = service
  return {
    ...stackService(
      { ...kept, stop_grace_period: `${drainTimeout}s`, deploy: { mode: 'global' } },
      { order: 'stop-first', parallelism: 1 },
    ),
    configs: [{ source: config.name, target: `${configFolder}/haproxy.cfg`, mode: 0o444 }],
  }
}

/** The top-level sections: the cluster's own configs and secrets exist before the stack is deployed. */
function topLevel(model: ComposeModel, objects: ReadonlyMap<string, StackObject>): Partial<Stack> {
  const made = (kind: StackObject['kind'], section: unknown): Record<string, unknown> =>
    Object.fromEntries([
      ...Object.entries((section ?? {}) as Record<string, unknown>).filter(([key]) =>
        isExternal(section, key),
      ),
      ...[...objects.values()].flatMap((one) =>
        one.kind === kind ? [[one.name, { name: one.name, external: true }]] : [],
      ),
    ])
  const sections = {
    networks: withoutEmpty(model.networks),
    volumes: withoutEmpty(model.volumes),
    configs: made('config', model.configs),
    secrets: made('secret', model.secrets),
  }
  return Object.fromEntries(Object.entries(sections).filter(([, section]) => Object.keys(section).length > 0))
}

/** Compose prints an empty `ipam` for each network, which a stack file may not have. */
function withoutEmpty(section: Record<string, unknown> = {}): Record<string, unknown> {
  const plain = (settings: unknown): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries((settings ?? {}) as Record<string, unknown>).filter(
        ([, value]) => value !== null && (typeof value !== 'object' || Object.keys(value).length > 0),
      ),
    )
  return Object.fromEntries(Object.entries(section).map(([key, settings]) => [key, plain(settings)]))
}

/** Labels each service's containers with a hash of all that shapes them: tasks of another definition show that an update is not done. */
function withDefinitions(stack: Stack): Stack {
  const told = Object.entries(stack.services).map(([name, service]): [string, StackService] => {
    const { [definitionLabel]: _hash, [partsLabel]: _parts, ...labels } = service.labels ?? {}
    const { services, ...sections } = partOf({ ...stack, services: { [name]: { ...service, labels } } }, [
      name,
    ])
    // How a service is replaced and how many tasks it has make no task another one.
    const { update_config: _update, replicas: _replicas, ...deploy } = services[name]?.deploy ?? {}
    const shape = JSON.stringify([{ ...services[name], deploy }, sections])
    const hash = createHash('sha256').update(shape).digest('hex').slice(0, 12)
    return [name, { ...service, labels: { ...labels, [definitionLabel]: hash } }]
  })
  return { ...stack, services: Object.fromEntries(told) }
}

/** Seconds that a service's tasks may take to end; Swarm's default is 10. Pure. */
export function graceOf(stack: Stack, names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => graceSecondsOf(stack.services[name] ?? {})))
}

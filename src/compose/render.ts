import { createHash } from 'node:crypto'
import type { OtherWeb } from '../model/edge/edge.ts'
import {
  type ComposeModel,
  type ComposeService,
  escapeDollars,
  replicasOf,
} from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'
import { withDefinitions } from './accessories/definition-labels.ts'
import { joinCutLines } from './cut-lines.ts'
import { isProxyLabel, joinedLater } from './front.ts'
import { definitionLabel, partsLabel, releaseLabel, roleLabel } from './labels.ts'
import { oneOffService, withoutServing } from './one-off.ts'
import { fixedPorts } from './ports.ts'
import { ProjectError } from './read/project-error.ts'
import { withRestart } from './restart.ts'
import { isAwaited, markedAwaited } from './run-once.ts'

/** Options that a release adds to the project. */
export interface RenderOptions {
  /** `repository@sha256:…` */
  image: string
  /** Images of the further web services, by service. */
  images?: Readonly<Record<string, string>>
  /** The further web services with their ports at the edge. */
  otherWeb?: readonly OtherWeb[]
  release: string
  /** The release's version for people, and the commit that it was built from; empty when unknown. */
  version: string
  commit: string
  /** Number of containers by service; for services not named here, the Compose file's number. */
  replicas?: Readonly<Record<string, number>>
  edgeImage: string
  hostFolder: string
  /** Names by web service that the edge answers to inside the project's networks; none when nobody uses a name. */
  names?: Readonly<Record<string, readonly string[]>>
  /** The port that web listens on. */
  port?: number
}

/** Labels for people who read `docker ps`. */
const versionLabel = 'saleor-deploy.version'
const commitLabel = 'saleor-deploy.commit'

/**
 * Renders the Compose model of one release, to be written with {@link formatModel} and used by `docker compose -f` on
 * the host. App services run the image by digest, further web services run their own images, and the edge takes over
 * the ports of all web services.
 * @throws ProjectError when the project has its own service `edge`
 */
export function renderRelease(model: ComposeModel, roles: Roles, options: RenderOptions): ComposeModel {
  const services = Object.entries(model.services)
    .filter(([name]) => !roles.jobs.includes(name))
    .map(([name, service]) => {
      const isNamed = (options.names?.[name] ?? []).length > 0
      const later = isNamed ? joinedLater(model, name) : []
      const rendered = withoutNetworks(renderService(name, started(service, roles), roles, options), later)
      const isOnce = roles.accessories.includes(name) && isAwaited(model, name)
      return [name, isOnce ? markedAwaited(rendered) : rendered]
    })
  const web = renderService(roles.web, started(model.services[roles.web] ?? {}, roles), roles, options)
  return sorted({
    ...model,
    services: {
      ...withDefinitions({ ...model, services: Object.fromEntries(services) }, roles.accessories),
      [oneOffService]: { ...withoutServing(web), labels: { ...labelsOf(options), [roleLabel]: 'one-off' } },
      edge: renderEdge(model, roles, options),
    },
  })
}

/** Formats the model as JSON that Compose reads back unchanged. */
export function formatModel(model: ComposeModel): string {
  // Compose parses JSON as YAML, where these characters are line breaks or forbidden unless escaped.
  const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(model, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}\n`
}

/** Identifies a release's content apart from its id: SHA-256 over the model without the labels that name the release. */
export function fingerprint(model: ComposeModel): string {
  const told = [releaseLabel, versionLabel, commitLabel, definitionLabel, partsLabel]
  const services = Object.entries(model.services).map(([name, service]) => {
    const labels = Object.entries(service.labels ?? {}).filter(([label]) => !told.includes(label))
    return [name, { ...service, labels: Object.fromEntries(labels) }]
  })
  const content = JSON.stringify(sorted({ ...model, services: Object.fromEntries(services) }))
  return createHash('sha256').update(content).digest('hex')
}

/**
 * Prepares a service for the host. The model contains only requested profiles and no jobs. The host builds nothing, and
 * images are pulled beforehand with the registry login, which Compose on the host does not have.
 */
function started(service: ComposeService, roles: Roles): ComposeService {
  const { build: _build, develop: _develop, profiles: _profiles, ...here } = service
  const { pull_policy: policy, pull_refresh_after: _age, ...rest } = here
  const kept = policy === 'never' ? { ...rest, pull_policy: policy } : rest
  if (service.depends_on === undefined) return kept
  const others = Object.entries(service.depends_on).filter(([name]) => !roles.jobs.includes(name))
  return { ...kept, depends_on: Object.fromEntries(others) }
}

function renderService(
  name: string,
  service: ComposeService,
  roles: Roles,
  options: RenderOptions,
): ComposeService {
  const role = roleOf(name, roles)
  if (role === undefined) return service
  // A second container beside the first can't have the same fixed name.
  const { container_name: _name, pull_policy: _policy, ...kept } = joinCutLines(service)?.service ?? service
  const app: ComposeService = {
    ...kept,
    image: escapeDollars(options.images?.[name] ?? options.image),
    labels: { ...service.labels, ...labelsOf(options), [roleLabel]: role },
  }
  const scaled = withRestart(withReplicas(app, options.replicas?.[name]))
  if (role !== 'web') return scaled
  const { ports: _ports, ...web } = scaled
  const labels = Object.entries(web.labels ?? {}).filter(([label]) => !isProxyLabel(label))
  return { ...web, labels: Object.fromEntries(labels) }
}

function withoutNetworks(service: ComposeService, keys: readonly string[]): ComposeService {
  if (keys.length === 0) return service
  const kept = Object.entries(service.networks ?? {}).filter(([key]) => !keys.includes(key))
  return { ...service, networks: Object.fromEntries(kept) }
}

function labelsOf({ release, version, commit }: RenderOptions): Record<string, string> {
  const labels = { [releaseLabel]: release, [versionLabel]: version, [commitLabel]: commit }
  return Object.fromEntries(
    Object.entries(labels).flatMap(([label, value]) => (value === '' ? [] : [[label, escapeDollars(value)]])),
  )
}

function withReplicas(service: ComposeService, replicas = replicasOf(service)): ComposeService {
  if (service.deploy === undefined) return { ...service, scale: replicas }
  // Compose rejects a file in which `scale` and `deploy.replicas` differ, and `up --scale` sets the first.
  const { replicas: _replicas, ...deploy } = service.deploy
  return { ...service, deploy, scale: replicas }
}

/** Nothing here changes between releases, so that Compose has no reason to replace the edge. */
function renderEdge(model: ComposeModel, roles: Roles, options: RenderOptions): ComposeService {
  if (model.services.edge !== undefined && model.services.edge.labels?.[roleLabel] !== 'edge')
    throw new ProjectError(
      'The Compose project has a service named edge, which is the name of the proxy that a deploy adds.',
      'Give the service another name.',
      ['services', 'edge'],
    )
  const { otherWeb = [] } = options
  const web = model.services[roles.web] ?? {}
  const { names = {}, port } = options
  const labels = Object.entries(web.labels ?? {}).filter(([label]) => isProxyLabel(label))
  const ports = [
    ...fixedPorts(model, roles.web),
    ...otherWeb.flatMap(({ service, listen }) =>
      fixedPorts(model, service).map((one) => ({ ...one, target: listen })),
    ),
  ]
  const networks = edgeNetworks(model, [roles.web, ...otherWeb.map(({ service }) => service)], names)
  return {
    image: escapeDollars(options.edgeImage),
    labels: { ...Object.fromEntries(labels), [roleLabel]: 'edge' },
    ...(Object.keys(networks).length === 0 ? {} : { networks }),
    // A proxy that finds containers by label takes the port from here.
    ...(ports.length > 0 ? { ports } : port === undefined ? {} : { expose: [String(port)] }),
    restart: 'unless-stopped',
    // HAProxy drops all connections on SIGTERM and finishes them on SIGUSR1, which the official image sets too.
    stop_signal: 'SIGUSR1',
    volumes: [
      {
        type: 'bind',
        source: escapeDollars(`${options.hostFolder}/edge`),
        target: '/usr/local/etc/haproxy',
        read_only: true,
        bind: { create_host_path: false },
      },
    ],
  }
}

/** The networks of all web services; on each, the edge has the names by which other services reach them. */
function edgeNetworks(
  { services }: ComposeModel,
  web: readonly string[],
  names: Readonly<Record<string, readonly string[]>>,
): Record<string, { aliases: string[] } | null> {
  const joined = web.flatMap((service) =>
    Object.keys(services[service]?.networks ?? {}).map((key) => ({ key, own: names[service] ?? [] })),
  )
  const aliases = (key: string): string[] => joined.flatMap((one) => (one.key === key ? one.own : []))
  return Object.fromEntries(
    joined.map(({ key }) => [key, aliases(key).length === 0 ? null : { aliases: aliases(key) }]),
  )
}

function roleOf(name: string, roles: Roles): 'web' | 'worker' | 'scheduler' | undefined {
  if (name === roles.web || roles.otherWeb?.includes(name) === true) return 'web'
  if (roles.workers.includes(name)) return 'worker'
  return roles.schedulers.includes(name) ? 'scheduler' : undefined
}

/** Sorts keys at every level, so that equal models give equal text. */
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)])) as T
}

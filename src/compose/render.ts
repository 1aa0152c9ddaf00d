import { createHash } from 'node:crypto'
import { UserError } from '../errors.ts'
import { mendCommand } from './mend.ts'
import { type ComposeModel, type ComposeService, escapeDollars, replicasOf } from './model.ts'
import { fixedPorts } from './ports.ts'
import { withRestart } from './restart.ts'
import type { Roles } from './roles.ts'

/** What a release adds to the project. */
export interface RenderOptions {
  /** `repository@sha256:…` */
  image: string
  release: string
  /** What people call the release, and the commit that it was built from; empty where nobody said. */
  version: string
  commit: string
  /** How many containers of a service; of those that aren't named as many as the Compose file says. */
  replicas?: Readonly<Record<string, number>>
  edgeImage: string
  hostFolder: string
}

/** Labels by which containers are found again: the release they belong to, and what they do. */
export const releaseLabel = 'saleor-deploy.release'
export const roleLabel = 'saleor-deploy.role'

/** Labels for people who look at `docker ps`. */
const versionLabel = 'saleor-deploy.version'
const commitLabel = 'saleor-deploy.commit'

/**
 * The Compose model of one release, ready to be written with {@link formatModel} and used by `docker compose -f` on the
 * host. The app's services run the image by digest, and the port of web moves to the edge.
 * @throws UserError when the project has its own service `edge`, or web publishes nothing
 */
export function renderRelease(model: ComposeModel, roles: Roles, options: RenderOptions): ComposeModel {
  const services = Object.entries(model.services)
    .filter(([name]) => !roles.jobs.includes(name))
    .map(([name, service]) => [name, renderService(name, started(service, roles), roles, options)])
  return sorted({
    ...model,
    services: { ...Object.fromEntries(services), edge: renderEdge(model, roles, options) },
  })
}

/** The model as JSON that Compose reads back as it is. */
export function formatModel(model: ComposeModel): string {
  // Compose reads JSON as YAML, where these characters are line breaks or forbidden unless they are escaped.
  const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(model, undefined, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped)}\n`
}

/** Identifies the content of a release apart from its id: SHA-256 over the model without the labels that name it. */
export function fingerprint(model: ComposeModel): string {
  const services = Object.entries(model.services).map(([name, service]) => {
    const labels = Object.entries(service.labels ?? {}).filter(
      ([label]) => ![releaseLabel, versionLabel, commitLabel].includes(label),
    )
    return [name, { ...service, labels: Object.fromEntries(labels) }]
  })
  const content = JSON.stringify(sorted({ ...model, services: Object.fromEntries(services) }))
  return createHash('sha256').update(content).digest('hex')
}

/** A service as the host shall start it: only profiles that were asked for are in the model, and no job is. */
function started(service: ComposeService, roles: Roles): ComposeService {
  const { build: _build, profiles: _profiles, ...kept } = service
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
  // A fixed container name can't be given to the second container that is started beside the first one.
  const { container_name: _name, pull_policy: _policy, ...kept } = mendCommand(service)?.service ?? service
  const app: ComposeService = {
    ...kept,
    image: escapeDollars(options.image),
    labels: { ...service.labels, ...labelsOf(options), [roleLabel]: role },
  }
  const scaled = withRestart(withReplicas(app, options.replicas?.[name]))
  if (role !== 'web') return scaled
  const { ports: _ports, ...web } = scaled
  return web
}

function labelsOf({ release, version, commit }: RenderOptions): Record<string, string> {
  const labels = { [releaseLabel]: release, [versionLabel]: version, [commitLabel]: commit }
  return Object.fromEntries(
    Object.entries(labels).flatMap(([label, value]) => (value === '' ? [] : [[label, escapeDollars(value)]])),
  )
}

function withReplicas(service: ComposeService, replicas = replicasOf(service)): ComposeService {
  if (service.deploy === undefined) return { ...service, scale: replicas }
  // Compose refuses a file in which `scale` and `deploy.replicas` differ, and `up --scale` sets the first.
  const { replicas: _replicas, ...deploy } = service.deploy
  return { ...service, deploy, scale: replicas }
}

/** Nothing here changes between releases: Compose must never see a reason to replace the edge. */
function renderEdge(model: ComposeModel, roles: Roles, options: RenderOptions): ComposeService {
  if (model.services.edge !== undefined && model.services.edge.labels?.[roleLabel] !== 'edge')
    throw new UserError(
      'bad-input',
      'The Compose project has a service named edge, which is the name of the proxy that a deploy adds.',
      'Give the service another name.',
    )
  const web = model.services[roles.web] ?? {}
  return {
    image: escapeDollars(options.edgeImage),
    labels: { [roleLabel]: 'edge' },
    ...(web.networks === undefined
      ? {}
      : { networks: Object.fromEntries(Object.keys(web.networks).map((name) => [name, null])) }),
    ports: fixedPorts(model, roles.web),
    restart: 'unless-stopped',
    // HAProxy drops all connections on SIGTERM and finishes them on SIGUSR1; the official image says so too.
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

function roleOf(name: string, roles: Roles): 'web' | 'worker' | 'scheduler' | undefined {
  if (name === roles.web) return 'web'
  if (roles.workers.includes(name)) return 'worker'
  return roles.schedulers.includes(name) ? 'scheduler' : undefined
}

/** Keys in order at every level, so that equal models are equal texts. */
function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)])) as T
}

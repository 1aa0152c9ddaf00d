import { appServices, type DesiredState } from './desired.ts'
import type { Maintenance, Upstream } from './edge/edge.ts'
import { servesWeb } from './placement.ts'
import { replicasOf, unescapeDollars } from './project/project.ts'
import { parseReference } from './release/image-reference.ts'
import type { Release } from './release/release.ts'
import type { ObservedSwarm } from './swarm.ts'

/** A container of the project, as `docker ps` shows it. */
export interface Container {
  name: string
  service: string
  /** created, running, restarting, paused, exited, dead. */
  state: string
  /** The release that created it; empty for a container started by hand. */
  release: string
  /** The edge's definition when it was created, see {@link edgeLabel}. */
  edge: string
  /** Its role in the release that created it: web, worker, scheduler. */
  role?: string
  image: string
  /** Its definition when it was created, as a hash and its parts; empty when unknown. */
  definition?: string
  parts?: Readonly<Record<string, string>>
}

/** The observed state of a host, before any change. */
export interface ObservedState {
  host: string
  engine: string
  compose: string
  /** What Compose on the host says against the release, which a newer Compose wrote; undefined when it reads it. */
  composeRefuses?: string | undefined
  architecture: string
  containers: readonly Container[]
  /** The networks that the release needs and that exist. */
  networks: readonly string[]
  /** The volumes on the host; undefined when Docker did not answer. */
  volumes?: readonly string[] | undefined
  live: Release | undefined
  /** The id of the release that was live before; undefined when none was. */
  previous?: string | undefined
  /** All releases on the host, including the live one. */
  releases: readonly Release[]
  /** The edge's configuration file, empty when there is none. */
  edgeConfig: string
  releaseMap: string
  /** The containers that the edge sends requests to. */
  upstreams: readonly Upstream[]
  /** The current maintenance; undefined while the shop is open. */
  maintenance: Maintenance | undefined
  /** The previous release's web, which runs without requests. */
  warm?: readonly Upstream[]
  /** The images on the host, each as `repository@sha256:…` and as `repository:tag`. */
  images?: readonly string[]
  /** Size of the host's history, `events.log`, in bytes. */
  history?: number
  /** Files and folders of the server that the release mounts and that do not exist. */
  missingPaths?: readonly string[]
  /** Free bytes where Docker keeps images. */
  freeBytes: number
  /** Free bytes in the deployment's folder. */
  freeInRoot?: number
  /** What holds the public port: a container's name, or `a program`. */
  portHolder: string | undefined
  /** What holds the ports of the further web services; undefined for a free port. */
  otherPortHolders?: Readonly<Record<number, string>>
  /** Size in bytes of the live release's images, an estimate for the next one. 0 when nothing is live. */
  imageBytes?: number
  /** Whether the host already has the release's images. */
  imagePresent: boolean
  writable: boolean
  /** Of a manager of a Swarm: its cluster. */
  swarm?: ObservedSwarm
}

/** A hash of the edge's definition: the edge is recreated only when this changes. */
export const edgeLabel = 'saleor-deploy.edge'

/** The containers of a service. */
export function containersOf(observed: ObservedState, service: string): Container[] {
  return observed.containers.filter((one) => one.service === service)
}

/** Containers of a service that belong to another release than this one, or to none. */
export function oldContainers(observed: ObservedState, service: string, release: string): Container[] {
  return containersOf(observed, service).filter((one) => one.release !== release)
}

/** Containers of a release. */
export function ofRelease(observed: ObservedState, service: string, release: string): Container[] {
  return containersOf(observed, service).filter((one) => one.release === release)
}

/** Services that run in the project, but neither belong to this release nor were created by an earlier one for the app. */
export function orphans({ model, roles }: DesiredState, { containers }: ObservedState): string[] {
  const services = containers.flatMap(({ service, release, state }) =>
    state === 'running' && release === '' && service !== '' ? [service] : [],
  )
  return [...new Set(services)].filter((one) => !(one in model.services) && !roles.jobs.includes(one))
}

/** Whether the edge runs on the host. */
export function edgeRuns(observed: ObservedState): boolean {
  return containersOf(observed, 'edge').some(({ state }) => state === 'running')
}

/** The edge's upstreams, without containers that no longer exist. */
export function standingUpstreams({ upstreams, containers }: ObservedState): Upstream[] {
  return upstreams.filter(({ container }) => containers.some(({ name }) => name === container))
}

/** Whether an edge with the desired definition exists: image, port, networks. */
export function edgeIsUpToDate({ model }: Pick<DesiredState, 'model'>, observed: ObservedState): boolean {
  const made = containersOf(observed, 'edge')
  return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel])
}

/** Web services that still publish their port themselves, after a manual `docker compose up`, or as accessories of a previous release. */
export function startedByHand(desired: DesiredState, observed: ObservedState): string[] {
  const { web, otherWeb = [] } = desired.roles
  // An edge that was created for these ports holds them.
  const named = edgeRuns(observed) ? (edgeIsUpToDate(desired, observed) ? [] : otherWeb) : [web, ...otherWeb]
  return named.filter((service) =>
    containersOf(observed, service).some(({ state, release }) => state === 'running' && release === ''),
  )
}

/** Whether a deploy creates the edge's container, as the first one or as a replacement. */
export function edgeIsNew({
  desired,
  observed,
}: {
  desired: DesiredState
  observed: ObservedState
}): boolean {
  return !edgeRuns(observed) || !edgeIsUpToDate(desired, observed)
}

/** Whether the edge gets a port only after its web service has released it. */
export function mustTakeOver(desired: DesiredState, observed: ObservedState): boolean {
  return startedByHand(desired, observed).length > 0
}

/** Whether the host has an image of this name; the engine omits Docker Hub's part of names. */
export function hasImage({ images = [] }: ObservedState, name: string): boolean {
  const { registry, repository, tag, digest } = parseReference(unescapeDollars(name)) ?? {}
  const place = registry === 'docker.io' ? repository?.replace(/^library\//, '') : `${registry}/${repository}`
  return images.includes(digest === undefined ? `${place}:${tag ?? 'latest'}` : `${place}@${digest}`)
}

/** Whether all containers of the release exist, with web running behind slots of the edge, so that a rollback is a switch. */
export function isWarm({ desired, observed }: { desired: DesiredState; observed: ObservedState }): boolean {
  const { release, roles, model } = desired
  const slots = new Set(observed.warm?.map(({ container }) => container))
  return (
    (!servesWeb(desired) || (edgeRuns(observed) && edgeIsUpToDate(desired, observed))) &&
    appServices(desired).every((service) => {
      const there = ofRelease(observed, service, release.id)
      const isWeb = service === roles.web || roles.otherWeb?.includes(service) === true
      const isReady = !isWeb || there.every((one) => one.state === 'running' && slots.has(one.name))
      return isReady && there.length === replicasOf(model.services[service] ?? {})
    })
  )
}

/** A warm release's containers by service, sorted by name; empty for a service that needs new ones. */
export function standbyContainers(target: {
  desired: DesiredState
  observed: ObservedState
}): Record<string, string[]> {
  if (!isWarm(target)) return {}
  const { desired, observed } = target
  return Object.fromEntries(
    appServices(desired).map((service) => [
      service,
      ofRelease(observed, service, desired.release.id)
        .map(({ name }) => name)
        .sort(byNumber),
    ]),
  )
}

/** Sorts a service's containers by Compose's number. */
export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

import { replicasOf } from '../compose/model.ts'
import type { Maintenance } from '../edge/maintenance.ts'
import type { Upstream } from '../edge/upstreams.ts'
import type { Release } from '../release/release.ts'
import { appServices, type Wanted } from './wanted.ts'

/** A container of the project, as `docker ps` tells. */
export interface Container {
  name: string
  service: string
  /** created, running, restarting, paused, exited, dead. */
  state: string
  /** The release that made it; empty for one that was started by hand. */
  release: string
  /** The edge's own definition when it was made, see {@link edgeLabel}. */
  edge: string
  image: string
}

/** What was found on a host before anything changed. */
export interface Observed {
  host: string
  engine: string
  compose: string
  architecture: string
  containers: readonly Container[]
  /** Which of the networks that the release needs are there. */
  networks: readonly string[]
  live: Release | undefined
  /** The id of the release that was live before; undefined where none was. */
  previous?: string | undefined
  /** All releases on the host, the live one among them. */
  releases: readonly Release[]
  /** The edge's configuration file, empty when there is none. */
  edgeConfig: string
  releaseMap: string
  /** Where the edge sends requests. */
  upstreams: readonly Upstream[]
  /** What the shop is closed with; undefined while it is open. */
  maintenance: Maintenance | undefined
  /** The web of the release before, which runs and gets none. */
  warm?: readonly Upstream[]
  /** The images on the host, `repository@sha256:…`. */
  images?: readonly string[]
  /** Bytes of the host's history, `events.log`. */
  history?: number
  /** Bytes free where Docker keeps images. */
  freeBytes: number
  /** Bytes free in the deployment's folder. */
  freeInRoot?: number
  /** What listens on the public port: a container's name, or `a program`. */
  portHolder: string | undefined
  /** Bytes that the live release's image takes: what to expect of the next one. 0 when nothing is live. */
  imageBytes?: number
  /** Whether the image is on the host already. */
  imagePresent: boolean
  writable: boolean
}

/** A hash of the edge's definition: it is made anew only when this changes. */
export const edgeLabel = 'saleor-deploy.edge'

/** The containers of a service. */
export function containersOf(seen: Observed, service: string): Container[] {
  return seen.containers.filter((one) => one.service === service)
}

/** Containers of a service that belong to another release than this one, or to none. */
export function oldContainers(seen: Observed, service: string, release: string): Container[] {
  return containersOf(seen, service).filter((one) => one.release !== release)
}

/** Containers of a release. */
export function ofRelease(seen: Observed, service: string, release: string): Container[] {
  return containersOf(seen, service).filter((one) => one.release === release)
}

/** Whether the edge runs on the host. */
export function edgeRuns(seen: Observed): boolean {
  return containersOf(seen, 'edge').some(({ state }) => state === 'running')
}

/** What the edge sends requests to, without containers that are gone. */
export function standingUpstreams({ upstreams, containers }: Observed): Upstream[] {
  return upstreams.filter(({ container }) => containers.some(({ name }) => name === container))
}

/** Whether there is an edge that was made by the definition that is wanted now: image, port, networks. */
export function edgeIsAsWanted({ model }: Pick<Wanted, 'model'>, seen: Observed): boolean {
  const made = containersOf(seen, 'edge')
  return made.length > 0 && made.every(({ edge }) => edge === model.services.edge?.labels?.[edgeLabel])
}

/** Whether web still publishes the port itself, as after `docker compose up` by hand. */
export function mustTakeOver({ roles, release }: Wanted, seen: Observed): boolean {
  return (
    !edgeRuns(seen) &&
    oldContainers(seen, roles.web, release.id).some(
      ({ state, release: made }) => state === 'running' && made === '',
    )
  )
}

/** Accessories that don't run yet; a deploy starts them and never replaces them. */
export function missingAccessories({ roles }: Wanted, seen: Observed): string[] {
  return roles.accessories.filter(
    (service) => !containersOf(seen, service).some(({ state }) => state === 'running'),
  )
}

/** Whether all containers of the release are there, its web running behind slots of the edge: going back is a switch. */
export function isWarm({ wanted, seen }: { wanted: Wanted; seen: Observed }): boolean {
  const { release, roles, model } = wanted
  const slots = new Set(seen.warm?.map(({ container }) => container))
  return (
    edgeRuns(seen) &&
    edgeIsAsWanted(wanted, seen) &&
    appServices(wanted).every((service) => {
      const there = ofRelease(seen, service, release.id)
      const isReady =
        service !== roles.web || there.every((one) => one.state === 'running' && slots.has(one.name))
      return isReady && there.length === replicasOf(model.services[service] ?? {})
    })
  )
}

/** The containers of a warm release by service, in the order of their names; none of one that has to be created. */
export function standingBy(target: { wanted: Wanted; seen: Observed }): Record<string, string[]> {
  if (!isWarm(target)) return {}
  const { wanted, seen } = target
  return Object.fromEntries(
    appServices(wanted).map((service) => [
      service,
      ofRelease(seen, service, wanted.release.id)
        .map(({ name }) => name)
        .sort(byNumber),
    ]),
  )
}

/** Compose numbers the containers of a service. */
export function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

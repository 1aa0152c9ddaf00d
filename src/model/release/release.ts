import type { EdgeSettings } from '../edge/edge.ts'
import type { Placement } from '../placement.ts'
import type { Roles } from '../project/roles.ts'

/** An immutable unit of deploy and rollback. Its record is a folder on each host. */
export interface Release {
  /** `20261123-064512-1a2b3c4d5e6f`: the time of its creation and its image. Sorts by time. */
  id: string
  /** `repository@sha256:…` */
  image: string
  /** The images of the further web services, by service; undefined for none. */
  images?: Readonly<Record<string, string>>
  version: string
  commit: string
  /** Identifies the content: image, Compose model, environment. With equal fingerprints there is nothing to deploy. */
  fingerprint: string
  /** ISO time. */
  created: string
  /** The workflow run that created it. */
  run: string
  actor: string
  /** The hash of the approval behind its deploy: each approval allows one deploy. */
  approval?: string
  /** Its run settings besides the Compose file; a rollback to it needs none of the original inputs. */
  settings?: ReleaseSettings
  /** The services that ran once in its deploy and ended well; undefined for none. */
  ranOnce?: readonly string[]
  /** The ids of the stored files that it mounts; undefined for none. */
  files?: readonly string[]
  /** The newest migration of each Django app in its code, `{ order: '0189_total' }`; undefined when unknown. */
  schema?: Readonly<Record<string, string>>
}

/** The inputs of a deploy that belong to the release. */
export interface ReleaseSettings {
  roles: Roles
  edge: EdgeSettings
  /** The port on the host that the edge answers on; 0 for none. */
  publicPort: number
  /** Whether its web can't run beside another release. */
  recreate: boolean
  /** Workers that can't run beside their old ones. */
  stopFirst: readonly string[]
  /** The migration command as words, empty for none. */
  migrate: readonly string[]
  /** The host that ran the scheduler, as the inputs named it. */
  scheduler: string
  /** The services that run on this record's host; undefined for all, and in releases of earlier versions. */
  placement?: Placement | undefined
  /** Services that send requests to web by its name and may cache an address; undefined for none. */
  fronts?: readonly string[]
  /** The service that its one-off containers are created from; undefined in releases of earlier versions, which use web. */
  oneOff?: string
}

/** Builds the id from the time (milliseconds) and the image's digest. */
export function releaseId(now: number, image: string): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  const digest = image.split('@sha256:')[1] ?? ''
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 12)}`
}

/** The folder of a release, inside the deployment's folder. */
export function releaseFolder(root: string, id: string): string {
  return `${root}/releases/${id}`
}

/** Parses a record; undefined when it is not one. */
export function parseRelease(json: string): Release | undefined {
  try {
    const record = JSON.parse(json) as Partial<Release>
    return typeof record.id === 'string' && typeof record.image === 'string' ? (record as Release) : undefined
  } catch {
    return undefined
  }
}

/** All image digests that a release runs: the app's first, then those of the further web services. */
export function imagesOf({ image, images = {} }: Pick<Release, 'image' | 'images'>): [string, ...string[]] {
  return [image, ...Object.values(images)]
}

/** The releases to prune: all but the newest `keep`, and never one that is needed. */
export function prunable(releases: readonly Release[], keep: number, needed: readonly string[]): Release[] {
  const newest = releases
    .map(({ id }) => id)
    .sort()
    .slice(-keep)
  return releases.filter(({ id }) => !newest.includes(id) && !needed.includes(id))
}

/** Sorts releases newest first; their ids sort by time. */
export function newestFirst(releases: readonly Release[]): Release[] {
  return releases.toSorted((one, other) => (one.id > other.id ? -1 : 1))
}

/** A host's releases, and which of them is live and which was before. */
export interface Store {
  live: Release | undefined
  /** The id of the release that was live before; undefined when none was. */
  previous: string | undefined
  releases: readonly Release[]
}

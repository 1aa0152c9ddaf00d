import type { Roles } from '../compose/roles.ts'
import type { EdgeSettings } from '../edge/config.ts'

/** One immutable thing that can be deployed and gone back to. Its record is a folder on each host. */
export interface Release {
  /** `20261123-064512-1a2b3c4d5e6f`: when it was made, and which image. Sorts by time. */
  id: string
  /** `repository@sha256:…` */
  image: string
  version: string
  commit: string
  /** What identifies its content: image, Compose model, environment. Equal means that there is nothing to deploy. */
  fingerprint: string
  /** ISO time. */
  created: string
  /** The workflow run that made it. */
  run: string
  actor: string
  /** The hash of the approval that it was deployed with: an approval is good for one deploy. */
  approval?: string
  /** How it is run beside what its Compose file says; going back to it needs no input of that time. */
  settings?: ReleaseSettings
  /** The newest migration of each Django app that its code has, `{ order: '0189_total' }`; undefined when it was not asked. */
  schema?: Readonly<Record<string, string>>
}

/** What of a deploy's inputs belongs to the release. */
export interface ReleaseSettings {
  roles: Roles
  edge: EdgeSettings
  /** The port on the host that the edge answers on. */
  publicPort: number
  /** Whether its web can't run beside another release. */
  recreate: boolean
  /** Workers that can't run beside their old ones. */
  stopFirst: readonly string[]
  /** The words of the migration command, empty for none. */
  migrate: readonly string[]
  /** The host that ran the scheduler, as the inputs named it. */
  scheduler: string
}

/** Makes the id from the time (milliseconds) and the image's digest. */
export function releaseId(now: number, image: string): string {
  const [day = '', time = ''] = new Date(now).toISOString().split('T')
  const digest = image.split('@sha256:')[1] ?? ''
  return `${day.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${digest.slice(0, 12)}`
}

/** The folder of a release below the deployment's folder. */
export function releaseFolder(root: string, id: string): string {
  return `${root}/releases/${id}`
}

/** Reads a record back; undefined for anything that is none. */
export function parseRelease(json: string): Release | undefined {
  try {
    const record = JSON.parse(json) as Partial<Release>
    return typeof record.id === 'string' && typeof record.image === 'string' ? (record as Release) : undefined
  } catch {
    return undefined
  }
}

/** Which releases may go: all but the newest `keep`, and never one that is needed. */
export function prunable(releases: readonly Release[], keep: number, needed: readonly string[]): Release[] {
  const newest = releases
    .map(({ id }) => id)
    .sort()
    .slice(-keep)
  return releases.filter(({ id }) => !newest.includes(id) && !needed.includes(id))
}

/** Newest first, by their ids, which sort by time. */
export function newestFirst(releases: readonly Release[]): Release[] {
  return releases.toSorted((one, other) => (one.id > other.id ? -1 : 1))
}

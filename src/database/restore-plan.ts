import type { ComposeService } from '../compose/model.ts'
import { containersOf, type Observed } from '../deploy/observed.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import { type Release, releaseFolder } from '../release/release.ts'
import { backupImage } from './backup-plan.ts'
import { databaseClient, type Identity } from './client.ts'
import type { Counts } from './counts.ts'
import { countRows } from './inside.ts'
import type { Loss } from './loss.ts'
import type { Manifest } from './manifest.ts'
import { restoreProgram, restoreQueries } from './restore-program.ts'
import type { Connection } from './url.ts'

/** What a restore will do, and by and by what it did. */
export interface Restoring {
  backup: Manifest
  /** The dump's file on the first host. */
  path: string
  names: DatabaseNames
  /** Before the restore: what is there now against the backup. After it: what was there against what is now. */
  losses: Loss[]
  /** Whether the database is the restored one, and the old one has the name `names.kept`. */
  swapped: boolean
}

/** The databases on the server, by what they are here. */
export interface DatabaseNames {
  live: string
  /** Restored into, next to the live one. */
  beside: string
  /** The name of the old one once the restored one is live. */
  kept: string
  /** What the names of those begin with that an earlier restore kept. */
  older: string
}

/** PostgreSQL cuts names off there, in bytes. */
const longestName = 63

/** @param id the name of this run's own backup, which begins with the time: `20261125-153000-…` */
export function databaseNames(live: string, id: string): DatabaseNames {
  const [day = '', time = ''] = id.split('-')
  const named = (what: string): string => `${firstBytes(live, longestName - what.length - 15)}${what}`
  return {
    live,
    beside: `${named('_restored_')}${day}_${time}`,
    kept: `${named('_before_')}${day}_${time}`,
    older: named('_before_'),
  }
}

/** As many whole characters as there is room for. */
function firstBytes(text: string, bytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}

/**
 * The backup that brings back the data as they were when the target served: the one that was asked for, or the newest.
 * @throws UserError `bad-input` when there is none, or when its schema isn't the target's
 */
export function findBackup(
  manifests: readonly Manifest[],
  { release, model, root, back, backup: { folder } }: Wanted,
  releases: readonly Release[],
): Manifest {
  const mine = manifests
    .filter(({ project, root: other }) => project === model.name && other === root)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const isOfTarget = ({ live }: Manifest): boolean => {
    const served = releases.find(({ id }) => id === live)
    return live === release.id || (served !== undefined && sameCode(served, release))
  }
  const asked = back?.backup
  const found = asked === undefined ? mine.find(isOfTarget) : mine.find(({ id }) => id === asked)
  const list = mine.map(({ id, live }) => `${id} (of ${live || 'an empty database'})`).join(', ') || 'none'
  if (found === undefined)
    throw new UserError(
      'bad-input',
      asked === undefined
        ? `No backup in ${folder} was made while ${release.id} served.`
        : `There is no backup ${asked} in ${folder}.`,
      `Backups there: ${list}. Go back without restoring, or to a release that a backup is of.`,
    )
  if (isOfTarget(found)) return found
  throw new UserError(
    'bad-input',
    `The backup ${found.id} was made while ${found.live || 'nothing'} served: its schema is not that of ${release.id}.`,
    `Backups there: ${list}. Name one of ${release.id}, or go back to the release that it is of.`,
  )
}

function sameCode(one: Release, other: Release): boolean {
  return one.image === other.image
}

/** The image with the right PostgreSQL; while the server's own version is unknown, that of the backup is close enough. */
export function restoreImage(
  wanted: Wanted,
  seen: Observed,
  connection: Connection,
  version: number | null | undefined,
): string {
  const image = backupImage(wanted, seen, connection, version ?? undefined)
  if (image !== undefined) return image
  throw new UserError(
    'bad-input',
    'The backup does not tell the version of PostgreSQL.',
    'Set backup-image to an image with the same or a newer one, such as postgres:15.',
  )
}

/** The label of all containers of a restore. */
export function restoreLabel({ backup }: Wanted): [name: string, value: string] {
  return ['saleor-deploy.restore', backup.id]
}

/** The Compose file with the clients and the password; there from the restore to the commit, or to the end of the way back. */
export function restoreFile({ root, release }: Wanted): string {
  return `${releaseFolder(root, release.id)}/restore.json`
}

/** What a client can do, see {@link restoreProgram}. */
export type RestoreAction = 'check' | 'restore' | 'swap' | 'swap_back' | 'drop' | 'forget'

/** How a client reaches the database, and as whom it reads the dump. */
interface Reach {
  connection: Connection
  identity: Identity
  image: string
}

/** The service that does it. */
export function restoreService(action: RestoreAction): string {
  return `saleor-deploy-${action.replace('_', '-')}`
}

/** The clients that change something, as one Compose file over the release's own. */
export function restoreOverlay(
  wanted: Wanted,
  reach: Reach,
  restoring: Pick<Restoring, 'backup' | 'names'>,
): string {
  const actions = ['restore', 'swap', 'swap_back', 'drop', 'forget'] as const
  const services = actions.map((action) => [
    restoreService(action),
    restoreClient(wanted, reach, restoring, action),
  ])
  return JSON.stringify({ services: Object.fromEntries(services) as Record<string, ComposeService> })
}

/** One client. */
export function restoreClient(
  wanted: Wanted,
  { connection, identity, image }: Reach,
  { backup, names: { live, beside, kept, older } }: Pick<Restoring, 'backup' | 'names'>,
  action: RestoreAction,
): ComposeService {
  return databaseClient(wanted, connection, identity, {
    image,
    words: ['bash', '-c', restoreProgram, 'restore', action],
    environment: {
      PGAPPNAME: `saleor-deploy-${wanted.backup.id}`,
      ...{ LIVE: live, BESIDE: beside, KEPT: kept, OLDER: older, DUMP: `/backup/${backup.id}.dump` },
      ...{ ...restoreQueries, QUERY: countRows },
    },
    label: restoreLabel(wanted),
    writes: false,
  })
}

/** The rows of a backup's tables. */
export function countsOf({ tables }: Manifest): Counts {
  return new Map(Object.entries(tables).map(([table, rows]) => [table, rows ?? undefined]))
}

/** Whether the live database runs in the Compose project, and so takes room on this host. */
export function isHere({ model }: Wanted, seen: Observed, { host }: Connection): boolean {
  return model.services[host] !== undefined && containersOf(seen, host).length > 0
}

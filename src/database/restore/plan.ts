import { UserError } from '../../errors.ts'
import type { Counts, DatabaseNames, Manifest, Restoring } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import { containersOf, type ObservedState } from '../../model/observed.ts'
import type { ComposeService } from '../../model/project/project.ts'
import { type Release, releaseFolder } from '../../model/release/release.ts'
import { databaseClient, type Identity } from '../backup/client.ts'
import { countRows } from '../backup/client-scripts.ts'
import { backupImage } from '../backup/plan.ts'
import type { Connection } from '../url.ts'
import { restoreProgram, restoreQueries } from './program.ts'

/** The longest name in PostgreSQL, in bytes; it truncates longer ones. */
const longestName = 63

/** @param id the name of this run's backup, which starts with the time: `20261125-153000-…` */
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

/** Truncates to whole characters. */
function firstBytes(text: string, bytes: number): string {
  let kept = ''
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}

/**
 * The backup with the data from when the target was live: the one from the input, or the newest.
 * @throws UserError `bad-input` if there is none, or if its schema is not the target's
 */
export function findBackup(
  manifests: readonly Manifest[],
  { release, model, root, rollback, backup: { folder } }: DesiredState,
  releases: readonly Release[],
): Manifest {
  const mine = manifests
    .filter(({ project, root: other }) => project === model.name && other === root)
    .toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const isOfTarget = ({ live }: Manifest): boolean => {
    const served = releases.find(({ id }) => id === live)
    return live === release.id || (served !== undefined && sameCode(served, release))
  }
  const asked = rollback?.backup
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

/** The image with the right PostgreSQL. While the server's version is unknown, the version of the backup is close enough. */
export function restoreImage(
  desired: DesiredState,
  observed: ObservedState,
  connection: Connection,
  version: number | null | undefined,
): string {
  const image = backupImage(desired, observed, connection, version ?? undefined)
  if (image !== undefined) return image
  throw new UserError(
    'bad-input',
    'The backup does not name the version of PostgreSQL.',
    'Set backup-image to an image with the same or a newer one, such as postgres:15.',
  )
}

/** The label of all containers of a restore. */
export function restoreLabel({ backup }: DesiredState): [name: string, value: string] {
  return ['saleor-deploy.restore', backup.id]
}

/** The Compose file with the clients and the password. It exists from the restore until the commit, or until the end of the undo. */
export function restoreFile({ root, release }: DesiredState): string {
  return `${releaseFolder(root, release.id)}/restore.json`
}

/** The actions of a client, see {@link restoreProgram}. */
export type RestoreAction = 'check' | 'restore' | 'swap' | 'swap_back' | 'drop' | 'forget'

/** The connection of a client, and the user that reads the dump. */
interface Reach {
  connection: Connection
  identity: Identity
  image: string
}

/** The service of an action. */
export function restoreService(action: RestoreAction): string {
  return `saleor-deploy-${action.replace('_', '-')}`
}

/** A Compose overlay with the clients that change data. */
export function restoreOverlay(
  desired: DesiredState,
  reach: Reach,
  restoring: Pick<Restoring, 'backup' | 'names'>,
): string {
  const actions = ['restore', 'swap', 'swap_back', 'drop', 'forget'] as const
  const services = actions.map((action) => [
    restoreService(action),
    restoreClient(desired, reach, restoring, action),
  ])
  return JSON.stringify({ services: Object.fromEntries(services) as Record<string, ComposeService> })
}

/** One client. */
export function restoreClient(
  desired: DesiredState,
  { connection, identity, image }: Reach,
  { backup, names: { live, beside, kept, older } }: Pick<Restoring, 'backup' | 'names'>,
  action: RestoreAction,
): ComposeService {
  return databaseClient(desired, connection, identity, {
    image,
    words: ['bash', '-c', restoreProgram, 'restore', action],
    environment: {
      PGAPPNAME: `saleor-deploy-${desired.backup.id}`,
      ...{ LIVE: live, BESIDE: beside, KEPT: kept, OLDER: older, DUMP: `/backup/${backup.id}.dump` },
      ...{ ...restoreQueries, QUERY: countRows },
    },
    label: restoreLabel(desired),
    writes: false,
  })
}

/** The rows of a backup's tables. */
export function countsOf({ tables }: Manifest): Counts {
  return new Map(Object.entries(tables).map(([table, rows]) => [table, rows ?? undefined]))
}

/** Whether the live database runs in the Compose project, and so needs disk space on this host. */
export function isHere({ model }: DesiredState, observed: ObservedState, { host }: Connection): boolean {
  return model.services[host] !== undefined && containersOf(observed, host).length > 0
}

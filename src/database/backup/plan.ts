import { accessoryWork } from '../../compose/accessory-work.ts'
import { hostsOf } from '../../compose/addresses.ts'
import { UserError } from '../../errors.ts'
import type { DatabaseState } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import { containersOf, type ObservedState } from '../../model/observed.ts'
import { type ComposeService, environmentOf, unescapeDollars } from '../../model/project/project.ts'
import { releaseFolder } from '../../model/release/release.ts'
import { type Connection, parseDatabaseUrl } from '../url.ts'
import { databaseClient, type Identity } from './client.ts'
import { countRows, dumpScript, listTables } from './client-scripts.ts'

/** The label of all containers that a backup starts, with the backup's id as its value. */
export const backupLabel = 'saleor-deploy.backup'

/** The service in the overlay that makes the dump. */
export const clientService = 'saleor-deploy-backup'

/** The paths of one backup. */
export interface BackupFiles {
  /** The dump until it is verified. */
  partial: string
  dump: string
  /** The archive of uploads, which only some backups have. */
  media: string
  mediaPartial: string
  manifest: string
  /** A Compose file with the client and the database password; it exists only during the dump. */
  overlay: string
}

/** The paths of this run's backup. */
export function backupFiles({ backup, release, root }: DesiredState): BackupFiles {
  const path = `${backup.folder}/${backup.id}`
  return {
    partial: `${path}.dump.partial`,
    dump: `${path}.dump`,
    media: `${path}.media.tar`,
    mediaPartial: `${path}.media.tar.partial`,
    manifest: `${path}.json`,
    overlay: `${releaseFolder(root, release.id)}/backup.json`,
  }
}

/** Whether this deploy makes a backup, given the pending migrations. */
export function isBackupDue(
  { backup }: Pick<DesiredState, 'backup'>,
  database: DatabaseState | undefined,
): boolean {
  return backup.when === 'always' || (backup.when === 'pending' && (database?.pending.length ?? 0) > 0)
}

/** Whether the deploy replaces the container of the database that web uses; it is backed up before, whatever was asked for. */
export function replacesDatabase(desired: DesiredState, observed: ObservedState): boolean {
  const { replace } = accessoryWork(desired, observed)
  const url = environmentOf(desired.model.services[desired.roles.web] ?? {}).get('DATABASE_URL') ?? ''
  const hosts = hostsOf(url)
  return replace.some(({ service }) => hosts.includes(service) && isServer(desired.model.services[service]))
}

/**
 * Refuses settings that would make a backup fail, before anything changes.
 * @throws UserError `bad-input`
 */
export function checkBackup(desired: DesiredState): void {
  const { backup, migrate } = desired
  if (backup.when === 'never' || (backup.when === 'pending' && migrate.length === 0)) return
  const { host } = connectionOf(desired)
  if (backup.copy.length > 0 && !backup.copy.some((word) => word.includes('{}')))
    throw new UserError(
      'bad-input',
      `Input 'backup-copy': "${backup.copy.join(' ')}" does not say where the backup's path goes.`,
      'Put {} there, such as: aws s3 cp {} s3://my-backups/',
    )
  if (migrate.length === 0 && backup.image === '' && !isServer(desired.model.services[host]))
    throw new UserError(
      'bad-input',
      `Without a migrate-command the version of the database at ${host} is not queried, so its image is unknown.`,
      'Set backup-image to an image with the same or a newer PostgreSQL, such as postgres:15.',
    )
}

/**
 * The database that web uses.
 * @throws UserError `bad-input` if there is none, or none that can be dumped
 */
export function connectionOf({ model, roles }: DesiredState): Connection {
  const url = environmentOf(model.services[roles.web] ?? {}).get('DATABASE_URL')
  if (url !== undefined && url !== '') return parseDatabaseUrl(url)
  throw new UserError(
    'bad-input',
    `A backup is requested, but ${roles.web} has no DATABASE_URL.`,
    'Set DATABASE_URL in the environment input or the Compose file; or set backup: never.',
  )
}

/**
 * The image with the right PostgreSQL: the one from the input, that of the database in Compose, or the official one of the
 * server's version. Undefined if that version is unknown too.
 */
export function backupImage(
  { backup, model }: DesiredState,
  observed: ObservedState,
  { host }: Connection,
  serverVersion: number | undefined,
): string | undefined {
  if (backup.image !== '') return backup.image
  const service = model.services[host]
  if (isServer(service)) {
    const runs = containersOf(observed, host)[0]?.image
    return runs ?? (service?.image === undefined ? undefined : unescapeDollars(service.image))
  }
  return serverVersion === undefined ? undefined : `postgres:${Math.floor(serverVersion / 10000)}`
}

/** Whether the service is a PostgreSQL server and not a pooler or proxy in front of one, judged by the settings of its image. */
export function isServer(service: ComposeService | undefined): boolean {
  return (
    service !== undefined && [...environmentOf(service).keys()].some((name) => name.startsWith('POSTGRES_'))
  )
}

/**
 * A Compose overlay with the client that makes the dump. The password is in this file and nowhere else.
 */
export function clientOverlay(
  desired: DesiredState,
  connection: Connection,
  image: string,
  identity: Identity,
): string {
  const { id, verify } = desired.backup
  // A restore reports the lost rows, so they must be counted.
  const isCounted = verify === 'restore' || desired.rollback?.database === 'restore'
  const query = isCounted ? countRows : listTables
  const client = databaseClient(desired, connection, identity, {
    image,
    words: ['bash', '-c', dumpScript, 'dump', `/backup/${id}.dump.partial`, query],
    environment: { PGAPPNAME: clientService },
    label: [backupLabel, id],
    writes: true,
  })
  return JSON.stringify({ services: { [clientService]: client } })
}

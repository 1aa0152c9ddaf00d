import { type ComposeService, environmentOf, unescapeDollars } from '../compose/model.ts'
import { containersOf, type Observed } from '../deploy/observed.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import { releaseFolder } from '../release/release.ts'
import { databaseClient, type Identity } from './client.ts'
import type { DatabaseState } from './database.ts'
import { countRows, dumpScript, listTables } from './inside.ts'
import { type Connection, parseDatabaseUrl } from './url.ts'

/** The label of all containers that a backup starts, with the backup's id as its value. */
export const backupLabel = 'saleor-deploy.backup'

/** The service in the overlay that makes the dump. */
export const clientService = 'saleor-deploy-backup'

/** Where everything of one backup is. */
export interface BackupFiles {
  /** While it isn't proved. */
  partial: string
  dump: string
  manifest: string
  /** A Compose file with the client and the database's password; there only while the dump is made. */
  overlay: string
}

/** The paths of this run's backup. */
export function backupFiles({ backup, release, root }: Wanted): BackupFiles {
  const path = `${backup.folder}/${backup.id}`
  return {
    partial: `${path}.dump.partial`,
    dump: `${path}.dump`,
    manifest: `${path}.json`,
    overlay: `${releaseFolder(root, release.id)}/backup.json`,
  }
}

/** Whether this deploy makes a backup, now that it is known what is pending. */
export function isBackupDue(
  { backup }: Pick<Wanted, 'backup'>,
  database: DatabaseState | undefined,
): boolean {
  return backup.when === 'always' || (backup.when === 'pending' && (database?.pending.length ?? 0) > 0)
}

/**
 * Refuses before anything is changed what would fail once a backup is due.
 * @throws UserError `bad-input`
 */
export function checkBackup(wanted: Wanted): void {
  const { backup, migrate } = wanted
  if (backup.when === 'never' || (backup.when === 'pending' && migrate.length === 0)) return
  const { host } = connectionOf(wanted)
  if (backup.copy.length > 0 && !backup.copy.some((word) => word.includes('{}')))
    throw new UserError(
      'bad-input',
      `Input 'backup-copy': "${backup.copy.join(' ')}" does not say where the backup's path goes.`,
      'Put {} there, such as: aws s3 cp {} s3://my-backups/',
    )
  if (migrate.length === 0 && backup.image === '' && !isServer(wanted.model.services[host]))
    throw new UserError(
      'bad-input',
      `Without a migrate-command nobody asks the database at ${host} for its version, so its image is unknown.`,
      'Set backup-image to an image with the same or a newer PostgreSQL, such as postgres:15.',
    )
}

/**
 * The database that web uses.
 * @throws UserError `bad-input` when there is none, or none that can be dumped
 */
export function connectionOf({ model, roles }: Wanted): Connection {
  const url = environmentOf(model.services[roles.web] ?? {}).get('DATABASE_URL')
  if (url !== undefined && url !== '') return parseDatabaseUrl(url)
  throw new UserError(
    'bad-input',
    `A backup is wanted, but ${roles.web} has no DATABASE_URL.`,
    'Set DATABASE_URL in the environment input or the Compose file; or set backup: never.',
  )
}

/**
 * The image with the right PostgreSQL: what was asked for, the Compose database's own, or the official one of the
 * server's version. Undefined when the version is not known either.
 */
export function backupImage(
  { backup, model }: Wanted,
  seen: Observed,
  { host }: Connection,
  serverVersion: number | undefined,
): string | undefined {
  if (backup.image !== '') return backup.image
  const service = model.services[host]
  if (isServer(service)) {
    const runs = containersOf(seen, host)[0]?.image
    return runs ?? (service?.image === undefined ? undefined : unescapeDollars(service.image))
  }
  return serverVersion === undefined ? undefined : `postgres:${Math.floor(serverVersion / 10000)}`
}

/** Whether the service is a PostgreSQL server, not a pooler or proxy in front of one: by how its image is set up. */
export function isServer(service: ComposeService | undefined): boolean {
  return (
    service !== undefined && [...environmentOf(service).keys()].some((name) => name.startsWith('POSTGRES_'))
  )
}

/**
 * A Compose file over the release's own with the client that makes the dump. The password is in here and nowhere else.
 */
export function clientOverlay(
  wanted: Wanted,
  connection: Connection,
  image: string,
  identity: Identity,
): string {
  const { id, verify } = wanted.backup
  // Where data are taken back, people are told what they lose.
  const isCounted = verify === 'restore' || wanted.back?.database === 'restore'
  const query = isCounted ? countRows : listTables
  const client = databaseClient(wanted, connection, identity, {
    image,
    words: ['bash', '-c', dumpScript, 'dump', `/backup/${id}.dump.partial`, query],
    environment: { PGAPPNAME: clientService },
    label: [backupLabel, id],
    writes: true,
  })
  return JSON.stringify({ services: { [clientService]: client } })
}

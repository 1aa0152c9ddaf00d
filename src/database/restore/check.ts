import { formatModel } from '../../compose/render.ts'
import type { Commands } from '../../engine/commands.ts'
import type { Session, StepResults } from '../../engine/session.ts'
import { UserError } from '../../errors.ts'
import { inspect } from '../../host/inspect.ts'
import { large } from '../../host/limits.ts'
import type { Counts, Manifest, Restoring } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { FleetHost } from '../../model/fleet.ts'
import { type ComposeModel, environmentOf } from '../../model/project/project.ts'
import { releaseFolder } from '../../model/release/release.ts'
import { lastWords } from '../../runner/last-words.ts'
import type { Log } from '../../runner/log.ts'
import { type Identity, readIdentity } from '../backup/client.ts'
import { readCounts } from '../backup/counts.ts'
import { findManifests, parseManifests } from '../backup/manifest.ts'
import { connectionOf } from '../backup/plan.ts'
import { readDisk, roomProblem } from '../backup/room.ts'
import { type Connection, parseDatabaseUrl } from '../url.ts'
import { losses, lossText } from './loss.ts'
import {
  countsOf,
  databaseNames,
  findBackup,
  isHere,
  restoreClient,
  restoreImage,
  restoreService,
} from './plan.ts'
import { type Facts, isPoolers, obstacles, poolerObstacle, readFacts } from './rights.ts'

/**
 * Verifies, before anything changes, that the backup can be restored and swapped in, and logs the expected loss.
 * @throws UserError `bad-input` or `not-ready` with everything that is missing, and the rights to grant
 */
export async function checkRestore(
  run: Session,
): Promise<Required<Pick<StepResults, 'restoring' | 'database'>>> {
  const { restoring, facts } = await ask(run, run.commands)
  // The following dump needs them, and a rollback does not query Django.
  const known = { pending: [], schema: undefined, serverVersion: facts.version, bytes: facts.bytes }
  say(restoring, facts, run.runner.log)
  return { restoring, database: run.results.database ?? known }
}

/**
 * The same for a dry run, without a transaction: it changes nothing.
 * @throws UserError as {@link checkRestore}
 */
export async function previewRestore(member: FleetHost, commands: Commands): Promise<Restoring> {
  return (await ask(member, commands)).restoring
}

async function ask(at: FleetHost, commands: Commands): Promise<{ restoring: Restoring; facts: Facts }> {
  const { host, desired, observed } = at
  const { folder } = desired.backup
  const connection = connectionOf(desired)
  const [manifests, uid, gid, options, left, disk, engine] = await inspect(host, [
    findManifests(folder),
    ['id', '-u'],
    ['id', '-g'],
    commands.securityOptions,
    ['cat', `${releaseFolder(desired.root, desired.rollback?.from.id ?? desired.release.id)}/compose.json`],
    ['df', '-Pk', folder],
    commands.freeForImages,
  ])
  assertNoOtherRestore(desired, connection, left.stdout)
  const backup = findBackup(parseManifests(manifests.stdout), desired, observed.releases)
  const path = `${folder}/${backup.id}.dump`
  await assertUndamaged(at, path, backup)
  const names = databaseNames(connection.variables.PGDATABASE ?? '', desired.backup.id)
  const identity = readIdentity(uid.stdout, gid.stdout, options.stdout)
  const { facts, counts } = await askServer(at, commands, connection, identity, names, backup)
  const needs = [
    { disk: readDisk(disk.stdout), bytes: facts.bytes, what: 'a dump of the data as they are now' },
    ...(desired.backup.verify === 'restore'
      ? [{ disk: readDisk(engine.stdout), bytes: facts.bytes, what: 'proving it' }]
      : []),
    ...(isHere(desired, observed, connection)
      ? [{ disk: readDisk(engine.stdout), bytes: facts.bytes, what: 'the second database' }]
      : []),
  ]
  const full = roomProblem(needs)
  if (full !== undefined)
    throw new UserError('not-ready', `${host.name}: ${full}.`, 'Make room there; nothing was changed.')
  const restoring = { backup, path, names, losses: losses(counts, countsOf(backup)), swapped: false }
  return { restoring, facts }
}

function say({ backup, losses: all }: Restoring, { publications }: Facts, log: Log): void {
  log.info(`  the backup ${backup.id} of ${backup.created} is whole: ${backup.proof}`)
  log.warning(`Data written since ${backup.created} will be lost: ${lossText(all)}.`)
  if (publications > 0)
    log.warning('The database has publications, which do not come back: subscribers stay with the old one.')
}

/** The live release may use another database: then a restore would not replace the data in use. */
function assertNoOtherRestore(
  { release, rollback }: DesiredState,
  target: Connection,
  composeJson: string,
): void {
  if (rollback === undefined) return
  let url: string | undefined
  try {
    const { services } = JSON.parse(composeJson) as ComposeModel
    url = environmentOf(services[rollback.from.settings?.roles.web ?? 'web'] ?? {}).get('DATABASE_URL')
  } catch {
    // The other backup is gone or was made by hand: nothing more is known.
  }
  if (url === undefined || url === '') return
  const { variables } = parseDatabaseUrl(url)
  const place = ({ PGHOST, PGPORT, PGDATABASE }: Record<string, string>): string =>
    `${PGDATABASE} on ${PGHOST}:${PGPORT}`
  if (place(variables) === place(target.variables)) return
  throw new UserError(
    'not-ready',
    `${rollback.from.id} uses the database ${place(variables)}, and ${release.id} used ${place(target.variables)}.`,
    'Restore by hand where the data are, then go back without restoring.',
  )
}

async function assertUndamaged({ host }: FleetHost, path: string, { id, sha256 }: Manifest): Promise<void> {
  const read = await host.run(['sha256sum', path], '', { seconds: large })
  const { code, stdout } = read
  if (code === 0 && stdout.startsWith(sha256)) return
  throw new UserError(
    'not-ready',
    code === 0
      ? `${host.name}: the backup ${id} is damaged: its checksum is not that of when it was written.`
      : `${host.name}: the backup ${id} can not be read: ${lastWords(read)}`,
    'Name another backup, or put a good copy in its place.',
  )
}

/** Queries the server with a client that reaches it as web does. The password travels over standard input. */
async function askServer(
  { host, desired, observed }: FleetHost,
  commands: Commands,
  connection: Connection,
  identity: Identity,
  names: Restoring['names'],
  backup: Manifest,
): Promise<{ facts: Facts; counts: Counts }> {
  const image = restoreImage(desired, observed, connection, backup.serverVersion)
  const service = restoreService('check')
  const client = restoreClient(desired, { connection, identity, image }, { backup, names }, 'check')
  const model = { ...desired.model, services: { ...desired.model.services, [service]: client } }
  const command = commands.runOnce(desired, { service, fromInput: true })
  const ran = await host.run(command, formatModel(model), {
    seconds: large,
    what: 'asking the database',
  })
  const { stdout, stderr } = ran
  const facts = readFacts(stdout)
  const hasElsewhere = /^elsewhere$/m.test(stdout)
  const all =
    facts !== undefined
      ? obstacles(names.live, facts, hasElsewhere, backup.serverVersion)
      : isPoolers(stderr)
        ? [poolerObstacle]
        : [{ what: `the database can not be asked: ${lastWords({ ...ran, stdout: '' })}`, fix: '' }]
  if (all.length > 0)
    throw new UserError(
      'not-ready',
      `${host.name}: ${all.map(({ what }) => what).join('; ')}.`,
      all.map(({ fix }) => fix).join('\n'),
    )
  const counts = readCounts(stdout)
  if (facts === undefined || counts === undefined)
    throw new UserError(
      'not-ready',
      `${host.name}: the tables were not told: ${lastWords({ ...ran, stdout: '' })}`,
      '',
    )
  return { facts, counts }
}

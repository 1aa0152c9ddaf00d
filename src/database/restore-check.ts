import { type ComposeModel, environmentOf } from '../compose/model.ts'
import { formatModel } from '../compose/render.ts'
import { compose, type HostRun } from '../deploy/host-run.ts'
import type { Member } from '../deploy/survey.ts'
import type { Wanted } from '../deploy/wanted.ts'
import { UserError } from '../errors.ts'
import { look } from '../host/look.ts'
import { releaseFolder } from '../release/release.ts'
import type { Log } from '../runner/log.ts'
import { connectionOf } from './backup-plan.ts'
import { type Identity, readIdentity } from './client.ts'
import { type Counts, readCounts } from './counts.ts'
import { losses, lossText } from './loss.ts'
import { type Manifest, parseManifests } from './manifest.ts'
import {
  countsOf,
  databaseNames,
  findBackup,
  isHere,
  type Restoring,
  restoreClient,
  restoreImage,
  restoreService,
} from './restore-plan.ts'
import { type Facts, isPoolers, obstacles, poolerObstacle, readFacts } from './restore-rights.ts'
import { readDisk, roomComplaint } from './room.ts'
import { type Connection, parseDatabaseUrl } from './url.ts'

/**
 * Makes sure, before anything is changed, that the backup can be restored and swapped in, and says what will be lost.
 * @throws UserError `bad-input` or `not-ready` with all that is missing, and what to grant
 */
export async function checkRestore(run: HostRun): Promise<void> {
  const { restoring, facts } = await ask(run)
  run.restoring = restoring
  // The dump that follows needs them, and nobody asks Django in a rollback.
  run.database ??= { pending: [], schema: undefined, serverVersion: facts.version, bytes: facts.bytes }
  say(restoring, facts, run.runner.log)
}

/**
 * The same for a dry run, without a transaction: it changes nothing.
 * @throws UserError as {@link checkRestore}
 */
export async function previewRestore(member: Member): Promise<Restoring> {
  return (await ask(member)).restoring
}

async function ask(at: Member): Promise<{ restoring: Restoring; facts: Facts }> {
  const { host, wanted, seen } = at
  const { folder } = wanted.backup
  const connection = connectionOf(wanted)
  const [manifests, uid, gid, options, left, disk, engine] = await look(host, [
    ['find', folder, '-maxdepth', '1', '-name', '*.json', '-exec', 'cat', '{}', '+'],
    ['id', '-u'],
    ['id', '-g'],
    ['docker', 'info', '--format', '{{.SecurityOptions}}'],
    ['cat', `${releaseFolder(wanted.root, wanted.back?.from.id ?? wanted.release.id)}/compose.json`],
    ['df', '-Pk', folder],
    ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
  ])
  refuseAnother(wanted, connection, left.stdout)
  const backup = findBackup(parseManifests(manifests.stdout), wanted, seen.releases)
  const path = `${folder}/${backup.id}.dump`
  await refuseDamaged(at, path, backup)
  const names = databaseNames(connection.variables.PGDATABASE ?? '', wanted.backup.id)
  const identity = readIdentity(uid.stdout, gid.stdout, options.stdout)
  const { facts, counts } = await askServer(at, connection, identity, names, backup)
  const needs = [
    { disk: readDisk(disk.stdout), bytes: facts.bytes, what: 'a dump of the data as they are now' },
    ...(wanted.backup.verify === 'restore'
      ? [{ disk: readDisk(engine.stdout), bytes: facts.bytes, what: 'proving it' }]
      : []),
    ...(isHere(wanted, seen, connection)
      ? [{ disk: readDisk(engine.stdout), bytes: facts.bytes, what: 'the second database' }]
      : []),
  ]
  const full = roomComplaint(needs)
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

/** The release that is left may have moved the data elsewhere: then a restore would not touch what is in use. */
function refuseAnother({ release, back }: Wanted, target: Connection, composeJson: string): void {
  if (back === undefined) return
  let url: string | undefined
  try {
    const { services } = JSON.parse(composeJson) as ComposeModel
    url = environmentOf(services[back.from.settings?.roles.web ?? 'web'] ?? {}).get('DATABASE_URL')
  } catch {
    // It is gone or was made by hand: then nobody knows better.
  }
  if (url === undefined || url === '') return
  const { variables } = parseDatabaseUrl(url)
  const place = ({ PGHOST, PGPORT, PGDATABASE }: Record<string, string>): string =>
    `${PGDATABASE} on ${PGHOST}:${PGPORT}`
  if (place(variables) === place(target.variables)) return
  throw new UserError(
    'not-ready',
    `${back.from.id} uses the database ${place(variables)}, and ${release.id} used ${place(target.variables)}.`,
    'Restore by hand where the data are, then go back without restoring.',
  )
}

async function refuseDamaged({ host }: Member, path: string, { id, sha256 }: Manifest): Promise<void> {
  const { code, stdout, stderr } = await host.run(['sha256sum', path])
  if (code === 0 && stdout.startsWith(sha256)) return
  throw new UserError(
    'not-ready',
    code === 0
      ? `${host.name}: the backup ${id} is damaged: its checksum is not that of when it was written.`
      : `${host.name}: the backup ${id} can not be read: ${stderr.trim()}`,
    'Name another backup, or put a good copy in its place.',
  )
}

/** Asks the server by a client that reaches it as web does; the password goes in by standard input. */
async function askServer(
  { host, wanted, seen }: Member,
  connection: Connection,
  identity: Identity,
  names: Restoring['names'],
  backup: Manifest,
): Promise<{ facts: Facts; counts: Counts }> {
  const image = restoreImage(wanted, seen, connection, backup.serverVersion)
  const service = restoreService('check')
  const client = restoreClient(wanted, { connection, identity, image }, { backup, names }, 'check')
  const model = { ...wanted.model, services: { ...wanted.model.services, [service]: client } }
  const command = compose({ wanted }, 'run', '--rm', '--no-deps', '-T', service)
  const { stdout, stderr } = await host.run(command.with(command.indexOf('-f') + 1, '-'), formatModel(model))
  const facts = readFacts(stdout)
  const hasElsewhere = /^elsewhere$/m.test(stdout)
  const all =
    facts !== undefined
      ? obstacles(names.live, facts, hasElsewhere, backup.serverVersion)
      : isPoolers(stderr)
        ? [poolerObstacle]
        : [{ what: `the database can not be asked: ${stderr.trim().split('\n').at(-1)}`, fix: '' }]
  if (all.length > 0)
    throw new UserError(
      'not-ready',
      `${host.name}: ${all.map(({ what }) => what).join('; ')}.`,
      all.map(({ fix }) => fix).join('\n'),
    )
  const counts = readCounts(stdout)
  if (facts === undefined || counts === undefined)
    throw new UserError('not-ready', `${host.name}: the tables were not told: ${stderr.trim()}`, '')
  return { facts, counts }
}

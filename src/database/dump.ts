import { compose, type HostRun, put } from '../deploy/host-run.ts'
import { look } from '../host/look.ts'
import { size } from '../report/markdown.ts'
import { backupFiles, backupLabel, clientService } from './backup-plan.ts'
import { backupFailed, backupFailure, telling } from './backup-progress.ts'
import { type Identity, readIdentity } from './client.ts'
import { type Counts, readCounts } from './counts.ts'
import { readDisk, roomComplaint } from './room.ts'

/** Makes the folder and looks whether there is room; says as whom to write there. */
export async function prepare(run: HostRun): Promise<Identity> {
  const { transaction, wanted, host, database } = run
  const { folder, verify } = wanted.backup
  await transaction.change(
    { run: [['install', '-d', '-m', '700', folder]] },
    backupFailed(run, `the folder ${folder} can't be used`),
  )
  const [uid, gid, options, disk, engine] = await look(host, [
    ['id', '-u'],
    ['id', '-g'],
    ['docker', 'info', '--format', '{{.SecurityOptions}}'],
    ['df', '-Pk', folder],
    ['bash', '-c', `df -Pk "$(docker info --format '{{.DockerRootDir}}')"`],
  ])
  // The dump may become as large as the database, and restoring it takes as much again where Docker keeps its data.
  const bytes = database?.bytes ?? 0
  const proving = verify === 'restore' && engine.code === 0 ? readDisk(engine.stdout) : undefined
  const complaint = roomComplaint([
    { disk: readDisk(disk.stdout), bytes, what: 'the dump' },
    { disk: proving, bytes, what: 'restoring it' },
  ])
  if (complaint !== undefined)
    throw backupFailure(run, `there is no room for a backup in ${folder}`, complaint)
  return readIdentity(uid.stdout, gid.stdout, options.stdout)
}

/** Returns how many rows each table had at the dump's moment. */
export async function dump(run: HostRun, image: string, overlay: string): Promise<Counts> {
  const { transaction, wanted, database } = run
  const files = backupFiles(wanted)
  const label = `${backupLabel}=${wanted.backup.id}`
  const name = `${wanted.model.name}-backup-${wanted.backup.id}`
  const large = database?.bytes === undefined ? '' : ` (${size(database.bytes)} on its server)`
  run.runner.log.info(`  dumping the database${large} with ${image}`)
  const { stdout } = await telling(
    run,
    'dumping',
    transaction.change(
      {
        // Played from the last: whoever writes the files goes before the files.
        undo: [
          ['rm', '-f', files.partial, files.overlay],
          ['scrap', label],
        ],
        run: [
          ['rm', '-f', files.partial],
          put(files.overlay, '600', overlay),
          compose(run, '-f', files.overlay, 'run', '--rm', '--no-deps', '-T', '--name', name, clientService),
          ['rm', '-f', files.overlay],
        ],
      },
      backupFailed(run, 'the database could not be dumped'),
    ),
  )
  const counts = readCounts(stdout)
  if (counts === undefined) throw backupFailure(run, 'the tables of the database were not told', stdout)
  return counts
}

/** The dump is on the disk for good, and nobody else reads it. */
export async function seal(run: HostRun): Promise<{ bytes: number; sha256: string }> {
  const { partial } = backupFiles(run.wanted)
  const { stdout } = await run.transaction.change(
    {
      run: [
        ['chmod', '600', partial],
        ['sync', partial],
        ['stat', '-c', '%s', partial],
        ['sha256sum', partial],
      ],
    },
    backupFailed(run, 'the dump could not be read back'),
  )
  const [bytes = '', sum = ''] = stdout.split('\n')
  return { bytes: Number(bytes), sha256: sum.split(' ')[0] ?? '' }
}

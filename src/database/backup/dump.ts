import type { Session } from '../../engine/session.ts'
import { inspect } from '../../host/inspect.ts'
import { longest } from '../../host/limits.ts'
import type { Counts } from '../../model/database.ts'
import { size } from '../../report/markdown.ts'
import { type Identity, readIdentity } from './client.ts'
import { readCounts } from './counts.ts'
import { backupFiles, backupLabel, clientService } from './plan.ts'
import { backupFailed, backupFailure, reporting } from './progress.ts'
import { readDisk, roomProblem } from './room.ts'

/** Creates the backup folder, checks the free disk space, and returns the user that writes there. */
export async function prepare(run: Session): Promise<Identity> {
  const { transaction, desired, host, results, commands } = run
  const { folder, verify } = desired.backup
  await transaction.change(
    { run: [['install', '-d', '-m', '700', folder]] },
    backupFailed(run, `the folder ${folder} can't be used`),
  )
  const [uid, gid, options, disk, engine] = await inspect(host, [
    ['id', '-u'],
    ['id', '-g'],
    commands.securityOptions,
    ['df', '-Pk', folder],
    commands.freeForImages,
  ])
  // The dump may become as large as the database, and restoring it takes as much again where Docker keeps its data.
  const bytes = results.database?.bytes ?? 0
  const proving = verify === 'restore' && engine.code === 0 ? readDisk(engine.stdout) : undefined
  const problem = roomProblem([
    { disk: readDisk(disk.stdout), bytes, what: 'the dump' },
    { disk: proving, bytes, what: 'restoring it' },
  ])
  if (problem !== undefined) throw backupFailure(run, `there is no room for a backup in ${folder}`, problem)
  return readIdentity(uid.stdout, gid.stdout, options.stdout)
}

/** Dumps the database, and returns the rows of each table at that moment. */
export async function dump(run: Session, image: string, overlay: string): Promise<Counts> {
  const { transaction, desired, results, commands } = run
  const files = backupFiles(desired)
  const label = `${backupLabel}=${desired.backup.id}`
  const name = `${desired.model.name}-backup-${desired.backup.id}`
  const added = { file: files.overlay, content: overlay }
  const large =
    results.database?.bytes === undefined ? '' : ` (${size(results.database.bytes)} on its server)`
  run.runner.log.info(`  dumping the database${large} with ${image}`)
  const { stdout } = await reporting(
    run,
    'dumping',
    transaction.change(
      {
        // The undo runs from the last line: the writing container is removed before its files.
        undo: [['rm', '-f', files.partial, files.overlay], commands.removeLabelled(label)],
        run: [
          ['rm', '-f', files.partial],
          ...commands.writeOverlay(added),
          commands.runOnce(desired, { service: clientService, overlay: added, name }),
          ['rm', '-f', files.overlay],
        ],
        seconds: longest,
      },
      backupFailed(run, 'the database could not be dumped'),
    ),
  )
  const counts = readCounts(stdout)
  if (counts === undefined) throw backupFailure(run, 'the tables of the database were not told', stdout)
  return counts
}

/** Syncs a file of the backup to disk, and makes it private. */
export async function seal(run: Session, partial: string): Promise<{ bytes: number; sha256: string }> {
  const { stdout } = await run.transaction.change(
    {
      run: [
        ['chmod', '600', partial],
        ['sync', partial],
        ['stat', '-c', '%s', partial],
        ['sha256sum', partial],
      ],
      seconds: longest,
    },
    backupFailed(run, `${partial} could not be read back`),
  )
  const [bytes = '', sum = ''] = stdout.split('\n')
  return { bytes: Number(bytes), sha256: sum.split(' ')[0] ?? '' }
}

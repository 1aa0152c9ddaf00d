import type { Session, StepResults } from '../../engine/session.ts'
import { StepFailed } from '../../errors.ts'
import { inspect } from '../../host/inspect.ts'
import { longest } from '../../host/limits.ts'
import type { Manifest } from '../../model/database.ts'
import { age, size } from '../../report/markdown.ts'
import { readIdentity } from './client.ts'
import { findManifests, ofDeployment, parseManifests } from './manifest.ts'
import { verifyMedia } from './media.ts'
import { backupImage, backupLabel, connectionOf } from './plan.ts'
import { backupFailure, reporting } from './progress.ts'
import { prove } from './prove.ts'

/**
 * Tests a backup that was made earlier: reads it back, restores it into a scratch database that nothing reaches, and
 * compares the rows of each table with what its manifest says.
 * @throws StepFailed `backup-failed` where there is none, it is too old, damaged, or not what its manifest says
 */
export async function verifyBackup(run: Session): Promise<Pick<StepResults, 'verified'>> {
  const { desired, host, transaction, commands, runner, observed } = run
  const { folder } = desired.backup
  const [found, uid, gid, options] = await inspect(host, [
    findManifests(folder),
    ['id', '-u'],
    ['id', '-g'],
    commands.securityOptions,
  ])
  const backup = choose(run, parseManifests(found.stdout))
  const file = `${folder}/${backup.id}.dump`
  runner.log.info(`  ${backup.id}, ${size(backup.bytes)}, taken ${ageOf(backup, runner.clock.now())} ago`)
  const { stdout } = await transaction.change(
    { run: [['sha256sum', file]], seconds: longest },
    ({ stdout: said }) => backupFailure(run, `the backup ${backup.id} can't be read`, said),
  )
  if (!stdout.startsWith(backup.sha256))
    throw backupFailure(
      run,
      `the backup ${backup.id} is damaged`,
      'its checksum is not that of when it was written',
    )
  const image = backupImage(desired, observed, connectionOf(desired), backup.serverVersion ?? undefined)
  if (image === undefined)
    throw backupFailure(
      run,
      `nobody knows which PostgreSQL the backup ${backup.id} needs; set backup-image`,
      '',
    )
  await transaction.attempt({ undo: [commands.removeLabelled(`${backupLabel}=${desired.backup.id}`)] })
  const counts = new Map(Object.entries(backup.tables).map(([table, rows]) => [table, rows ?? undefined]))
  const identity = readIdentity(uid.stdout, gid.stdout, options.stdout)
  const work = prove(run, { file, counts, verify: 'restore', image, identity })
  const restored = await reporting(run, 'restoring the backup', work)
  const read = backup.media === undefined ? [] : [await verifyMedia(run, backup.id, backup.media)]
  const proof = [restored, ...read].join('; ')
  runner.log.info(`  ${proof}`)
  return { verified: { backup, proof } }
}

/** The backup that was named, or the newest of this deployment. */
function choose({ desired, host, runner }: Session, all: readonly Manifest[]): Manifest {
  const { backup: named = '', maxAge = 0 } = desired.task ?? {}
  const { folder } = desired.backup
  const own = ofDeployment(all, desired)
  const backup = named === '' ? own[0] : own.find(({ id }) => id === named)
  const fail = (what: string): StepFailed => new StepFailed('backup-failed', `${host.name}: ${what}`)
  if (backup === undefined)
    throw fail(
      named === ''
        ? `there is no backup of ${desired.model.name} in ${folder}.`
        : `there is no backup ${named} in ${folder}; there are ${own.map(({ id }) => id).join(', ') || 'none'}.`,
    )
  const now = runner.clock.now()
  if (maxAge > 0 && now - Date.parse(backup.created) > maxAge * 1000)
    throw fail(
      `the newest backup, ${backup.id}, is ${ageOf(backup, now)} old, older than max-age (${age(maxAge)}).`,
    )
  return backup
}

function ageOf({ created }: Manifest, now: number): string {
  return age((now - Date.parse(created)) / 1000)
}

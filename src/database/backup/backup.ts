import type { Session, StepResults } from '../../engine/session.ts'
import { longest } from '../../host/limits.ts'
import type { Manifest } from '../../model/database.ts'
import { when } from '../../model/step.ts'
import { size } from '../../report/markdown.ts'
import { since } from '../../report/progress.ts'
import { dump, prepare, seal } from './dump.ts'
import { findManifests, manifestOf, parseManifests, prunableBackups } from './manifest.ts'
import { archiveMedia } from './media.ts'
import {
  backupFiles,
  backupImage,
  clientOverlay,
  connectionOf,
  isBackupDue,
  replacesDatabase,
} from './plan.ts'
import { backupFailed, backupFailure, reporting } from './progress.ts'
import { prove } from './prove.ts'

/**
 * Makes a backup if one is due: dumps the database, verifies the dump and moves it into place. No partial file is left; a
 * finished backup stays, however the deploy ends.
 * @throws StepFailed `backup-failed`; the database is unchanged then
 */
export async function backUp(run: Session): Promise<Pick<StepResults, 'backup'>> {
  const { desired, runner } = run
  const { database, restoring } = run.results
  if (!(isBackupDue(desired, database) || replacesDatabase(desired, run.observed))) return {}
  const started = runner.clock.now()
  const connection = connectionOf(desired)
  const image = backupImage(desired, run.observed, connection, database?.serverVersion)
  if (image === undefined)
    throw backupFailure(run, 'PostgreSQL did not tell its version; set backup-image to an image with it', '')
  const identity = await prepare(run)
  const counts = await dump(run, image, clientOverlay(desired, connection, image, identity))
  const { partial } = backupFiles(desired)
  const { bytes, sha256 } = await seal(run, partial)
  runner.log.info(`  dumped ${size(bytes)} in ${since(run, started)}`)
  const dumped = { file: partial, counts, verify: desired.backup.verify, image, identity }
  const proof = await reporting(run, 'proving the dump', prove(run, dumped))
  runner.log.info(`  ${proof}`)
  const media = desired.backup.media === true ? await archiveMedia(run) : undefined
  const { model, root, release, backup } = desired
  const created = new Date(started).toISOString()
  const place = { id: backup.id, project: model.name, root, release, live: run.observed.live, created }
  const manifest = {
    ...manifestOf(place, { bytes, sha256, proof }, database?.serverVersion, counts),
    ...(media === undefined ? {} : { media }),
  }
  await keep(run, manifest, restoring?.backup.id)
  const files = backupFiles(desired)
  const seconds = (runner.clock.now() - started) / 1000
  await copy(run, files.dump)
  if (media !== undefined) await copy(run, files.media)
  const made = { path: files.dump, bytes, sha256, proof, counts, seconds }
  return { backup: { ...made, ...(media === undefined ? {} : { media }) } }
}

/** Moves the verified dump into place. Older backups are removed once the new release is live. */
async function keep(run: Session, manifest: Manifest, needed: string | undefined): Promise<void> {
  const { transaction, desired, host, commands } = run
  const { folder, keep: count } = desired.backup
  const files = backupFiles(desired)
  const hasMedia = manifest.media !== undefined
  const known = await host.run(findManifests(folder))
  const old = prunableBackups([...parseManifests(known.stdout), manifest], manifest, count, needed)
  await transaction.change(
    {
      // Played backwards: without the dump, which comes last, the manifest goes, and without the manifest the archive.
      undo: [
        ...when(hasMedia, commands.keepPair(files.media, files.manifest)),
        commands.keepPair(files.dump, files.manifest),
      ],
      afterCommit: old.map((id) => [
        'rm',
        '-f',
        ...['dump', 'media.tar', 'json'].map((end) => `${folder}/${id}.${end}`),
      ]),
      run: [
        commands.writeFile(files.manifest, '600', `${JSON.stringify(manifest)}\n`),
        ...when(hasMedia, ['mv', '-fT', files.mediaPartial, files.media]),
        ['mv', '-fT', files.partial, files.dump],
        ['sync', folder],
      ],
    },
    backupFailed(run, 'the backup could not be put in its place'),
  )
}

async function copy(run: Session, path: string): Promise<void> {
  const { copy: argv } = run.desired.backup
  if (argv.length === 0) return
  // `command` runs the program, although a function of the guard may have its name.
  const command = ['command', ...argv.map((word) => word.replaceAll('{}', path))]
  run.runner.log.info(`  copying the backup with ${argv[0]}`)
  const failed = backupFailed(run, `${argv[0]} could not copy the backup ${path}`)
  await reporting(run, 'copying', run.transaction.change({ run: [command], seconds: longest }, failed))
}

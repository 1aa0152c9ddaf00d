import { type HostRun, put } from '../deploy/host-run.ts'
import { size } from '../report/markdown.ts'
import { backupFiles, backupImage, clientOverlay, connectionOf, isBackupDue } from './backup-plan.ts'
import { backupFailed, backupFailure, telling } from './backup-progress.ts'
import { dump, prepare, seal } from './dump.ts'
import { type Manifest, manifestOf, parseManifests, prunableBackups } from './manifest.ts'
import { since } from './progress.ts'
import { prove } from './prove.ts'

/**
 * Dumps the database, proves the dump and puts it in its place, when that is due. Nothing half-made is ever left; a
 * backup that is finished stays, whatever becomes of the deploy.
 * @throws StepFailed `backup-failed`; then nothing was done to the database
 */
export async function backUp(run: HostRun): Promise<void> {
  const { wanted, runner } = run
  if (!isBackupDue(wanted, run.database)) return
  const started = runner.clock.now()
  const connection = connectionOf(wanted)
  const image = backupImage(wanted, run.seen, connection, run.database?.serverVersion)
  if (image === undefined)
    throw backupFailure(run, 'PostgreSQL did not tell its version; set backup-image to an image with it', '')
  const identity = await prepare(run)
  const counts = await dump(run, image, clientOverlay(wanted, connection, image, identity))
  const { bytes, sha256 } = await seal(run)
  runner.log.info(`  dumped ${size(bytes)} in ${since(run, started)}`)
  const proof = await telling(run, 'proving the dump', prove(run, image, identity, counts))
  runner.log.info(`  ${proof}`)
  const { model, root, release, backup } = wanted
  const created = new Date(started).toISOString()
  const place = { id: backup.id, project: model.name, root, release, live: run.seen.live, created }
  const manifest = manifestOf(place, { bytes, sha256, proof }, run.database?.serverVersion, counts)
  await keep(run, manifest)
  const path = backupFiles(wanted).dump
  run.backup = { path, bytes, sha256, proof, counts, seconds: (runner.clock.now() - started) / 1000 }
  await copy(run, path)
}

/** From here on it is a backup. Older ones go once the new release serves. */
async function keep(run: HostRun, manifest: Manifest): Promise<void> {
  const { transaction, wanted, host } = run
  const { folder, keep: count } = wanted.backup
  const files = backupFiles(wanted)
  const known = await host.run([
    'find',
    folder,
    '-maxdepth',
    '1',
    '-name',
    '*.json',
    '-exec',
    'cat',
    '{}',
    '+',
  ])
  const needed = run.restoring?.backup.id
  const old = prunableBackups([...parseManifests(known.stdout), manifest], manifest, count, needed)
  await transaction.change(
    {
      undo: [['pair', files.dump, files.manifest]],
      afterCommit: old.map((id) => ['rm', '-f', `${folder}/${id}.dump`, `${folder}/${id}.json`]),
      run: [
        put(files.manifest, '600', `${JSON.stringify(manifest)}\n`),
        ['mv', '-fT', files.partial, files.dump],
        ['sync', folder],
      ],
    },
    backupFailed(run, 'the backup could not be put in its place'),
  )
}

async function copy(run: HostRun, path: string): Promise<void> {
  const { copy: words } = run.wanted.backup
  if (words.length === 0) return
  // As a program: a function of the guard may have the same name.
  const command = ['command', ...words.map((word) => word.replaceAll('{}', path))]
  run.runner.log.info(`  copying the backup with ${words[0]}`)
  const failed = backupFailed(run, `${words[0]} could not copy the backup ${path}`)
  await telling(run, 'copying', run.transaction.change({ run: [command] }, failed))
}

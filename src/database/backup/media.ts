import { oneOffIn } from '../../compose/one-off.ts'
import { mediaFolderOf, mountOf } from '../../compose/served/media.ts'
import type { Session } from '../../engine/session.ts'
import { UserError } from '../../errors.ts'
import { longest } from '../../host/limits.ts'
import type { MediaArchive } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import { size } from '../../report/markdown.ts'
import { seal } from './dump.ts'
import { backupFiles } from './plan.ts'
import { backupFailed, backupFailure, reporting } from './progress.ts'

/**
 * The folder of uploads in web's container.
 * @throws UserError `bad-input` when no volume or folder of the host is mounted there
 */
export function uploadsFolder({ model, roles }: Pick<DesiredState, 'model' | 'roles'>): string {
  const web = model.services[roles.web] ?? {}
  const folder = mediaFolderOf(web)
  if (mountOf(web, folder) !== undefined) return folder
  throw new UserError(
    'bad-input',
    `Input 'media': ${roles.web} mounts no volume at ${folder}, so there are no uploads on the host.`,
    'Leave it out where uploads are in a bucket; versioning of the bucket keeps old ones.',
  )
}

/**
 * Archives the uploads, and proves the archive by reading it to its end. It comes after the dump: what the database
 * names is there. The archive passes through the one-off container's output, so it belongs to the SSH user.
 * @throws StepFailed `backup-failed`; uploads are only read
 */
export async function archiveMedia(run: Session): Promise<MediaArchive> {
  const { transaction, desired, commands, runner } = run
  const { mediaPartial: partial } = backupFiles(desired)
  const { model, roles, backup } = desired
  const name = `${model.name}-media-${backup.id}`
  const words = ['sh', '-c', archiveScript, 'archive', uploadsFolder(desired)]
  const archive = commands.runOnce(desired, { service: oneOffIn(model, roles), name, words })
  const { stdout } = await reporting(
    run,
    'archiving the uploads',
    transaction.change(
      {
        // The undo runs from the last line: the writing container is removed before its file.
        undo: [['rm', '-f', partial], commands.removeContainer(name)],
        run: [['bash', '-c', 'umask 077; exec "${@:2}" >"$1"', 'into', partial, ...archive]],
        seconds: longest,
      },
      backupFailed(run, 'the uploads could not be archived'),
    ),
    partial,
  )
  const there = Number(/^files (\d+)$/m.exec(stdout)?.[1])
  const { bytes, sha256 } = await seal(run, partial)
  const files = await countFiles(run, partial)
  // Uploads go on meanwhile: there may be more, and no fewer.
  if (!(files >= there))
    throw backupFailure(
      run,
      `the archive of the uploads has ${files} files of ${there}; run it again`,
      stdout,
    )
  runner.log.info(`  archived ${files} uploads, ${size(bytes)}`)
  return { bytes, sha256, files }
}

/**
 * Reads an archive of uploads again.
 * @throws StepFailed `backup-failed` when it is missing, damaged, or not what the manifest says
 */
export async function verifyMedia(run: Session, id: string, archive: MediaArchive): Promise<string> {
  const file = `${run.desired.backup.folder}/${id}.media.tar`
  const { stdout } = await run.transaction.change(
    { run: [['sha256sum', file]], seconds: longest },
    backupFailed(run, `the archive of the uploads of ${id} can't be read`),
  )
  if (!stdout.startsWith(archive.sha256))
    throw backupFailure(run, `the archive of the uploads of ${id} is damaged`, 'its checksum has changed')
  const files = await countFiles(run, file, ` of ${id}`)
  if (files === archive.files) return `${files} uploads read`
  throw backupFailure(run, `the archive of the uploads of ${id} has ${files} files of ${archive.files}`, '')
}

/** FOLDER: writes an archive to its output, and tells on the other one how many files there were before. GNU tar's 1 means: a file changed meanwhile. */
const archiveScript = `cd "$1" && echo "files $(find . -type f | wc -l)" >&2 || exit 2
tar -cf - .
code=$?
[ "$code" -le 1 ]`

async function countFiles(run: Session, file: string, of = ''): Promise<number> {
  const count = `set -o pipefail; tar -tvf "$1" | awk '/^[-h]/ { n++ } END { print n + 0 }'`
  const { stdout } = await run.transaction.change(
    { run: [['bash', '-c', count, 'count', file]], seconds: longest },
    backupFailed(run, `the archive of the uploads${of} can't be read`),
  )
  return Number(stdout)
}

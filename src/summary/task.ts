import type { LiveTaskDone } from '../execute/outcome.ts'
import type { Manifest, MediaArchive } from '../model/database.ts'
import { when } from '../model/step.ts'
import { inFull } from '../report/image-names.ts'
import { age, code, counted, details, duration, inlineCode, size, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'

/** Lines of output that the summary shows at once; all of it is in a fold. */
const shownLines = 20

/** The job summary of `run-command`. Pure. */
export function commandSummary({ result, fleet, steps, timeline: entries, results }: LiveTaskDone): string {
  const [{ host, observed, desired }] = fleet.members
  const { line = '' } = desired.task?.command ?? {}
  const reason = desired.task?.reason ?? ''
  const where = `on ${inlineCode(host.name)}, release ${inlineCode(observed.live?.id ?? 'none')}`
  if (result === 'planned') return planned(steps, `${inlineCode(line)} ${where}`)
  const { output = '', seconds = 0 } = results.command ?? {}
  const lines = output.split('\n')
  return [
    '### ✅ The command ended with exit code 0; the release serves as before',
    `${inlineCode(line)} ran for ${duration(seconds)} ${where}.${reason === '' ? '' : ` Reason: ${reason}`}`,
    output === '' ? 'It printed nothing.' : code(lines.slice(-shownLines).join('\n')),
    ...(lines.length > shownLines ? [details(`All ${lines.length} lines`, code(output))] : []),
    timeline(entries),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The job summary of `backup`. Pure. */
export function backupSummary({ result, fleet, steps, timeline: entries, results }: LiveTaskDone): string {
  const [{ host, observed }] = fleet.members
  const where = `on ${inlineCode(host.name)}, release ${inlineCode(observed.live?.id ?? 'none')}`
  if (result === 'planned') return planned(steps, where)
  const { backup, verified } = results
  const facts: [string, string][] =
    backup === undefined
      ? [
          ['Backup', inlineCode(verified?.backup.id ?? '')],
          ['Taken', verified?.backup.created ?? ''],
          ['Size', size(verified?.backup.bytes ?? 0)],
          ...when(verified?.backup.media !== undefined, uploads(verified?.backup.media)),
          ['Test', verified?.proof ?? ''],
        ]
      : [
          ['Backup', inlineCode(backup.path)],
          ['Size', `${size(backup.bytes)}, in ${duration(backup.seconds)}`],
          ['Test', backup.proof],
          ...when(backup.media !== undefined, uploads(backup.media)),
        ]
  return [
    `### ✅ ${backup === undefined ? 'The backup can be restored' : `${backup.media === undefined ? 'The database is' : 'Database and uploads are'} backed up`}; the release serves as before`,
    capital(where),
    table(['', ''], facts),
    timeline(entries),
    inFull([['SHA-256 of the backup', backup?.sha256]]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The job summary of `backup` with `operation: list`. Pure. */
export function backupList(host: string, backups: readonly Manifest[], now: number): string {
  const title = `### ✅ ${backups.length === 0 ? 'No backups' : counted(backups.length, 'backup')} on ${inlineCode(host)}`
  if (backups.length === 0) return title
  return [
    title,
    table(
      ['Backup', 'Age', 'Size', 'Uploads', 'Release that was live', 'Test when it was made'],
      backups.map(({ id, created, bytes, media, live, proof }) => [
        inlineCode(id),
        age((now - Date.parse(created)) / 1000),
        size(bytes),
        media === undefined ? 'none' : size(media.bytes),
        live === '' ? 'none' : inlineCode(live),
        proof,
      ]),
    ),
  ].join('\n\n')
}

function uploads(media: MediaArchive | undefined): [string, string] {
  return ['Uploads', `${media?.files ?? 0} files, ${size(media?.bytes ?? 0)}`]
}

function planned(steps: LiveTaskDone['steps'], what: string): string {
  const list = steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n')
  return ['### 📝 Dry run, nothing was changed', capital(what), list].join('\n\n')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

import type { Session } from '../../engine/session.ts'
import { StepFailed } from '../../errors.ts'
import { longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import type { Counts } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { Identity } from './client.ts'
import { contentsScript, countRows, restoreScript } from './client-scripts.ts'
import { differences, notInContents, readContents, readCounts, totalRows } from './counts.ts'
import { backupLabel } from './plan.ts'

/** The number of tables shown in a message. */
const readable = 20

/** A dump, and what it must hold. */
export interface Provable {
  /** The dump on the host. */
  file: string
  counts: Counts
  verify: DesiredState['backup']['verify']
  /** An image with PostgreSQL's client and server. */
  image: string
  identity: Identity
}

/**
 * Proves a dump, and says in words how.
 * @throws StepFailed `backup-failed` that names the tables which are not as they were
 */
export async function prove(run: Session, dump: Provable): Promise<string> {
  const { counts, verify } = dump
  if (verify === 'none') return `not proved: ${counts.size} tables`
  const words =
    verify === 'restore'
      ? ['bash', '-c', restoreScript, 'restore', '/dump', countRows]
      : ['bash', '-c', contentsScript, 'list', '/dump']
  const command = scratch(run, dump, words)
  const { stdout } = await run.transaction.change({ run: [command], seconds: longest }, (ran) =>
    notRestored(run, ran.stdout),
  )
  if (verify === 'list') {
    const contents = readContents(stdout)
    if (contents === undefined) throw notRestored(run, stdout)
    const missing = notInContents(counts, contents)
    if (missing.length > 0)
      throw differs(
        run,
        missing.map((table) => `${table} is missing`),
      )
    return `table of contents read: ${counts.size} tables`
  }
  const restored = readCounts(stdout)
  if (restored === undefined) throw notRestored(run, stdout)
  const problems = differences(counts, restored)
  if (problems.length > 0) throw differs(run, problems)
  return `restored and counted: ${counts.size} tables, ${totalRows(counts).toLocaleString('en')} rows`
}

/** An isolated container whose data is removed with it. The undo knows its name and label. */
function scratch(
  { desired, commands }: Session,
  { file, image, identity }: Provable,
  words: readonly string[],
): Command {
  return commands.runAlone({
    name: `${desired.model.name}-prove-${desired.backup.id}`,
    label: `${backupLabel}=${desired.backup.id}`,
    ...{ image, words, user: '0:0', hostUsers: identity.remapped },
    // Outside of the image's volume, so that the data is always removed with the container.
    environment: { POSTGRES_HOST_AUTH_METHOD: 'trust', PGDATA: '/scratch/data' },
    mount: { source: file, target: '/dump' },
  })
}

function notRestored({ host }: Session, output: string): StepFailed {
  const lines = output.trim().split('\n')
  const cause = lines.find((line) => /error:|ERROR:|FATAL:/.test(line)) ?? lines.at(-1) ?? ''
  const extension = /extension "?[\w-]+"? is not available/.test(output)
    ? ' Set backup-image to an image that has the extension, or verify-backup: list.'
    : ''
  return new StepFailed(
    'backup-failed',
    `${host.name}: the dump could not be restored; the database was not touched: ${cause}${extension}`,
    lines.slice(-40).join('\n'),
  )
}

function differs({ host }: Session, problems: readonly string[]): StepFailed {
  const more = problems.length > 3 ? ` and ${problems.length - 3} more` : ''
  return new StepFailed(
    'backup-failed',
    `${host.name}: the dump is not what the database holds, which was not touched: ${problems.slice(0, 3).join(', ')}${more}`,
    problems.slice(0, readable).join('\n'),
  )
}

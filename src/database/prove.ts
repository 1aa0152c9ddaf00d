import type { HostRun } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import { backupFiles, backupLabel } from './backup-plan.ts'
import type { Identity } from './client.ts'
import { type Counts, differences, notInContents, readContents, readCounts, totalRows } from './counts.ts'
import { contentsScript, countRows, restoreScript } from './inside.ts'

/** How many lines of a list of tables people read. */
const readable = 20

/**
 * Proves a dump before it counts as a backup, and says in words how.
 * @throws StepFailed `backup-failed` that names the tables which are not as they were
 */
export async function prove(
  run: HostRun,
  image: string,
  identity: Identity,
  counts: Counts,
): Promise<string> {
  const { verify } = run.wanted.backup
  if (verify === 'none') return `not proved: ${counts.size} tables`
  const command =
    verify === 'restore'
      ? scratch(run, image, identity, ['bash', '-c', restoreScript, 'restore', '/dump', countRows])
      : scratch(run, image, identity, ['bash', '-c', contentsScript, 'list', '/dump'])
  const { stdout } = await run.transaction.change({ run: [command] }, (ran) => notRestored(run, ran.stdout))
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
  const complaints = differences(counts, restored)
  if (complaints.length > 0) throw differs(run, complaints)
  return `restored and counted: ${counts.size} tables, ${totalRows(counts).toLocaleString('en')} rows`
}

/** A container that nothing reaches, whose data goes with it; its name and label are known to the undo. */
function scratch({ wanted }: HostRun, image: string, identity: Identity, words: readonly string[]): Command {
  const [program = '', ...rest] = words
  return [
    ...['docker', 'run', '--rm', '--init', '--name', `${wanted.model.name}-prove-${wanted.backup.id}`],
    ...['--label', `${backupLabel}=${wanted.backup.id}`, '--network', 'none', '--user', '0:0'],
    ...(identity.remapped ? ['--userns', 'host'] : []),
    // Not where the image keeps a volume: what is written goes with the container in every case.
    ...['--env', 'POSTGRES_HOST_AUTH_METHOD=trust', '--env', 'PGDATA=/scratch/data'],
    ...['--mount', `type=bind,source=${backupFiles(wanted).partial},target=/dump,readonly`],
    ...['--entrypoint', program, image, ...rest],
  ]
}

function notRestored({ host }: HostRun, output: string): StepFailed {
  const said = output.trim().split('\n')
  const cause = said.find((line) => /error:|ERROR:|FATAL:/.test(line)) ?? said.at(-1) ?? ''
  const extension = /extension "?[\w-]+"? is not available/.test(output)
    ? ' Set backup-image to an image that has the extension, or verify-backup: list.'
    : ''
  return new StepFailed(
    'backup-failed',
    `${host.name}: the dump could not be restored, so the database was not touched: ${cause}${extension}`,
    said.slice(-40).join('\n'),
  )
}

function differs({ host }: HostRun, complaints: readonly string[]): StepFailed {
  const more = complaints.length > 3 ? ` and ${complaints.length - 3} more` : ''
  return new StepFailed(
    'backup-failed',
    `${host.name}: the dump is not what the database holds, which was not touched: ${complaints.slice(0, 3).join(', ')}${more}`,
    complaints.slice(0, readable).join('\n'),
  )
}

import { compose, type HostRun, put } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import { look } from '../host/look.ts'
import type { Command } from '../host/quote.ts'
import type { Ran } from '../runner/process.ts'
import { connectionOf } from './backup-plan.ts'
import { telling } from './backup-progress.ts'
import { readIdentity } from './client.ts'
import { differences, readCounts, totalRows } from './counts.ts'
import { note } from './history.ts'
import { losses, lossText } from './loss.ts'
import { since } from './progress.ts'
import {
  countsOf,
  type RestoreAction,
  type Restoring,
  restoreFile,
  restoreImage,
  restoreLabel,
  restoreOverlay,
  restoreService,
} from './restore-plan.ts'
import { quoted } from './restore-rights.ts'

/**
 * Restores the backup into a new database beside the live one, and counts its rows. The live one is not touched.
 * @throws StepFailed `restore-failed`
 */
export async function restoreBeside(run: HostRun): Promise<void> {
  const { wanted, host, transaction, runner } = run
  const { backup, names } = checked(run)
  const started = runner.clock.now()
  const connection = connectionOf(wanted)
  const [uid, gid, options] = await look(host, [
    ['id', '-u'],
    ['id', '-g'],
    ['docker', 'info', '--format', '{{.SecurityOptions}}'],
  ])
  const identity = readIdentity(uid.stdout, gid.stdout, options.stdout)
  const version = run.database?.serverVersion ?? backup.serverVersion
  const image = restoreImage(wanted, run.seen, connection, version)
  const file = restoreFile(wanted)
  const { stdout } = await telling(
    run,
    'restoring',
    transaction.change(
      {
        // Played from the last: who is at it goes first, then what it made, then the password that this took.
        undo: [['rm', '-f', file], ['having', file, ...client(run, 'drop')], scrap(run)],
        run: [
          put(file, '600', restoreOverlay(wanted, { connection, identity, image }, { backup, names })),
          client(run, 'restore'),
        ],
      },
      restoreFailed(run, `${backup.id} could not be restored into ${names.beside}`),
    ),
  )
  const restored = readCounts(stdout)
  if (restored === undefined)
    throw restoreFailed(
      run,
      'the tables of the restored database were not told',
    )({ code: 0, stdout, stderr: '' })
  const complaints = differences(countsOf(backup), restored)
  if (complaints.length > 0) throw differs(run, complaints)
  if (run.backup !== undefined)
    run.restoring = { ...checked(run), losses: losses(run.backup.counts, restored) }
  runner.log.info(
    `  restored ${restored.size} tables, ${totalRows(restored).toLocaleString('en')} rows in ${since(run, started)}`,
  )
}

/**
 * Makes the restored database the live one, and keeps the old one under another name: in one transaction of the server, so
 * that there is one of them at every moment. Nobody may use the database meanwhile: web, workers and scheduler stand still.
 * @throws StepFailed `restore-failed`
 */
export async function swapDatabases(run: HostRun): Promise<void> {
  const { transaction, runner, wanted } = run
  const { backup, names, losses: lost } = checked(run)
  // It holds the password, and is there from the restore to the end of all this.
  const file = restoreFile(wanted)
  await transaction.change(
    {
      undo: [['having', file, ...client(run, 'swap_back')], scrap(run)],
      afterCommit: [
        note(run, wanted.release, { did: 'restored', names: [], dangers: [], of: backup.created }),
        ['having', file, ...client(run, 'forget')],
        ['rm', '-f', file],
      ],
      run: [client(run, 'swap')],
    },
    restoreFailed(run, `${names.beside} could not take the place of ${names.live}`),
  )
  run.restoring = { ...checked(run), swapped: true }
  runner.log.info(
    `  ${names.live} is the restored database now; the old one is kept as ${names.kept} until the next restore, or until: DROP DATABASE ${quoted(names.kept)};`,
  )
  runner.log.warning(`Lost is what was written since ${backup.created}: ${lossText(lost)}.`)
}

function checked({ restoring }: HostRun): Restoring {
  if (restoring === undefined) throw new Error('a restore begins with its check')
  return restoring
}

/** The password is in the overlay alone; a name of their own would stand in the way of a second try. */
function client(run: HostRun, action: RestoreAction): Command {
  const options = ['run', '--rm', '--no-deps', '-T', restoreService(action)]
  return compose(run, '-f', restoreFile(run.wanted), ...options)
}

function scrap({ wanted }: HostRun): Command {
  return ['scrap', restoreLabel(wanted).join('=')]
}

function restoreFailed({ host }: HostRun, what: string): (ran: Ran) => StepFailed {
  return ({ stdout }) => {
    const lines = stdout.trim().split('\n')
    const cause = lines.find((line) => /error:|ERROR:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? ''
    return new StepFailed('restore-failed', `${host.name}: ${what}: ${cause}`, lines.slice(-40).join('\n'))
  }
}

function differs({ host }: HostRun, complaints: readonly string[]): StepFailed {
  const more = complaints.length > 3 ? ` and ${complaints.length - 3} more` : ''
  return new StepFailed(
    'restore-failed',
    `${host.name}: the restored database is not what the backup holds: ${complaints.slice(0, 3).join(', ')}${more}`,
    complaints.slice(0, 20).join('\n'),
  )
}

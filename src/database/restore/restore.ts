import type { Session, StepResults } from '../../engine/session.ts'
import { StepFailed } from '../../errors.ts'
import { inspect } from '../../host/inspect.ts'
import { longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import type { Restoring } from '../../model/database.ts'
import { since } from '../../report/progress.ts'
import type { Ran } from '../../runner/ran.ts'
import { readIdentity } from '../backup/client.ts'
import { differences, readCounts, totalRows } from '../backup/counts.ts'
import { connectionOf } from '../backup/plan.ts'
import { reporting } from '../backup/progress.ts'
import { note } from '../schema/history.ts'
import { losses, lossText } from './loss.ts'
import {
  countsOf,
  type RestoreAction,
  restoreFile,
  restoreImage,
  restoreLabel,
  restoreOverlay,
  restoreService,
} from './plan.ts'
import { quoted } from './rights.ts'

/**
 * Restores the backup into a new database beside the live one, and counts its rows. The live one is not touched.
 * @throws StepFailed `restore-failed`
 */
export async function restoreBeside(run: Session): Promise<Pick<StepResults, 'restoring'>> {
  const { desired, host, transaction, runner, commands } = run
  const { backup, names } = checked(run)
  const started = runner.clock.now()
  const connection = connectionOf(desired)
  const [uid, gid, options] = await inspect(host, [['id', '-u'], ['id', '-g'], commands.securityOptions])
  const identity = readIdentity(uid.stdout, gid.stdout, options.stdout)
  const version = run.results.database?.serverVersion ?? backup.serverVersion
  const image = restoreImage(desired, run.observed, connection, version)
  const file = restoreFile(desired)
  const { stdout } = await reporting(
    run,
    'restoring',
    transaction.change(
      {
        // The undo runs from the last line: the running client goes first, then its database, then the file with the password.
        undo: [['rm', '-f', file], commands.ifExists(file, client(run, 'drop')), scrap(run)],
        run: [
          ...commands.writeOverlay({
            file,
            content: restoreOverlay(desired, { connection, identity, image }, { backup, names }),
          }),
          client(run, 'restore'),
        ],
        seconds: longest,
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
  const problems = differences(countsOf(backup), restored)
  if (problems.length > 0) throw differs(run, problems)
  runner.log.info(
    `  restored ${restored.size} tables, ${totalRows(restored).toLocaleString('en')} rows in ${since(run, started)}`,
  )
  const before = run.results.backup?.counts
  return before === undefined ? {} : { restoring: { ...checked(run), losses: losses(before, restored) } }
}

/**
 * Makes the restored database live, and keeps the old one under another name. One transaction on the server does both, so
 * that a live database exists at each moment. Web, workers and scheduler are stopped, because nobody may use it meanwhile.
 * @throws StepFailed `restore-failed`
 */
export async function swapDatabases(run: Session): Promise<Pick<StepResults, 'restoring'>> {
  const { transaction, runner, desired, commands } = run
  const { backup, names, losses: lost } = checked(run)
  // The file holds the password, and exists from the restore until the end.
  const file = restoreFile(desired)
  await transaction.change(
    {
      undo: [commands.ifExists(file, client(run, 'swap_back')), scrap(run)],
      afterCommit: [
        note(run, desired.release, { did: 'restored', names: [], dangers: [], of: backup.created }),
        commands.ifExists(file, client(run, 'forget')),
        ['rm', '-f', file],
      ],
      run: [client(run, 'swap')],
    },
    restoreFailed(run, `${names.beside} could not take the place of ${names.live}`),
  )
  runner.log.info(
    `  ${names.live} is the restored database now; the old one is kept as ${names.kept} until the next restore, or until: DROP DATABASE ${quoted(names.kept)};`,
  )
  runner.log.warning(`Lost is what was written since ${backup.created}: ${lossText(lost)}.`)
  return { restoring: { ...checked(run), swapped: true } }
}

function checked({ results: { restoring } }: Session): Restoring {
  if (restoring === undefined) throw new Error('a restore begins with its check')
  return restoring
}

/** The password is only in the overlay. The containers have no fixed names, so that a retry does not collide. */
function client(run: Session, action: RestoreAction): Command {
  const { desired, commands } = run
  return commands.runOnce(desired, {
    service: restoreService(action),
    overlay: { file: restoreFile(desired) },
  })
}

function scrap({ desired, commands }: Session): Command {
  return commands.removeLabelled(restoreLabel(desired).join('='))
}

function restoreFailed({ host }: Session, what: string): (ran: Ran) => StepFailed {
  return ({ stdout }) => {
    const lines = stdout.trim().split('\n')
    const cause = lines.find((line) => /error:|ERROR:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? ''
    return new StepFailed('restore-failed', `${host.name}: ${what}: ${cause}`, lines.slice(-40).join('\n'))
  }
}

function differs({ host }: Session, problems: readonly string[]): StepFailed {
  const more = problems.length > 3 ? ` and ${problems.length - 3} more` : ''
  return new StepFailed(
    'restore-failed',
    `${host.name}: the restored database is not what the backup holds: ${problems.slice(0, 3).join(', ')}${more}`,
    problems.slice(0, 20).join('\n'),
  )
}

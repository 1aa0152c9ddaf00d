import { backUp } from '../database/backup.ts'
import { reverse, reversePlan } from '../database/reverse.ts'
import { UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { Runner } from '../runner/runner.ts'
import { beginAll } from './begin.ts'
import { cleanUp } from './finish.ts'
import { beginRun, type HostRun } from './host-run.ts'
import type { Member } from './survey.ts'
import { undo } from './undo.ts'

/**
 * The schema follows the code, in a transaction of its own: when it fails, the old code goes on serving on the newer
 * schema, and does not give way to newer code on a schema that is half-way back.
 * Returns what came of it: the migrations that were reversed, and the backup before.
 * @throws UserError `live-changed` when another run was quicker, StepFailed `migration-failed`
 */
export async function reverseSchema(member: Member, runner: Runner): Promise<HostRun> {
  const { host, wanted } = member
  const locks = new Map<string, Transaction>()
  await beginAll([{ ...member, wanted: { ...wanted, lockWait: 60 } }], locks, runner)
  const transaction = locks.get(host.name)
  if (transaction === undefined) throw new Error(`no lock on ${host.name}`)
  const run = beginRun(member, transaction, runner)
  try {
    if (transaction.live !== `releases/${wanted.release.id}`)
      throw new UserError(
        'live-changed',
        `${host.name}: ${transaction.live} is live now, so the schema was left as it is.`,
        'Look at what is live, and run the rollback again if it is still wanted.',
      )
    const asked = await reversePlan(run)
    if (asked.plan.length === 0) runner.log.info('  the schema is that of the release already')
    else {
      await backUp(run)
      await reverse(run, asked)
    }
    await transaction.commit()
  } catch (error) {
    await undo(member, transaction, runner)
    throw error
  }
  await cleanUp(run)
  return run
}

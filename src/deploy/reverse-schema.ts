import { reverse } from '../database/reverse.ts'
import { UserError } from '../errors.ts'
import { beginAll } from './begin.ts'
import type { HostRun } from './host-run.ts'

/**
 * The schema follows the code, in a transaction of its own: when it fails, the old code goes on serving on the newer
 * schema, and does not give way to newer code on a schema that is half-way back.
 * @throws UserError `live-changed` when another run was quicker, StepFailed `migration-failed`
 */
export async function reverseSchema(run: HostRun): Promise<void> {
  const { host, wanted, runner } = run
  const locks = new Map<string, HostRun['transaction']>()
  await beginAll([{ ...run, wanted: { ...wanted, lockWait: 60 } }], locks, runner)
  const transaction = locks.get(host.name)
  if (transaction === undefined) throw new Error(`no lock on ${host.name}`)
  try {
    if (transaction.live !== `releases/${wanted.release.id}`)
      throw new UserError(
        'live-changed',
        `${host.name}: ${transaction.live} is live now, so the schema was left as it is.`,
        'Look at what is live, and run the rollback again if it is still wanted.',
      )
    run.transaction = transaction
    await reverse(run)
    await transaction.commit()
  } catch (error) {
    await transaction.abort()
    throw error
  }
  await transaction.finish()
}

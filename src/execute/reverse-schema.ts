import { backUp } from '../database/backup/backup.ts'
import { reverse, reversePlan } from '../database/schema/reverse.ts'
import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { FleetHost } from '../model/fleet.ts'
import { noBatch } from '../model/step.ts'
import type { Runner } from '../runner/runner.ts'

/**
 * Reverses the schema after the code, in a separate transaction. When that fails, the old code keeps serving on the
 * newer schema, instead of giving way to newer code on a half-reversed schema. Returns the reversed migrations and the
 * backup made before.
 * @throws UserError `live-changed` when another run came first, StepFailed `migration-failed`
 */
export async function reverseSchema(engine: Engine, member: FleetHost, runner: Runner): Promise<Session> {
  const { host, desired } = member
  const locks = new Map<string, Transaction>()
  await engine.lock([{ ...member, desired: { ...desired, lockWait: 60 } }], locks, runner)
  const transaction = locks.get(host.name)
  if (transaction === undefined) throw new Error(`no lock on ${host.name}`)
  const session = engine.open(member, transaction, runner)
  try {
    if (transaction.live !== `releases/${desired.release.id}`)
      throw new UserError(
        'live-changed',
        `${host.name}: ${transaction.live} is live now, so the schema was left as it is.`,
        'Look at what is live, and run the rollback again if it is still wanted.',
      )
    const asked = await reversePlan(session)
    if (asked.plan.length === 0) runner.log.info('  the schema is that of the release already')
    else {
      const { serverVersion, bytes } = asked
      // The backup needs these values, and a rollback does not check for pending migrations.
      session.results = { database: { pending: [], schema: undefined, serverVersion, bytes } }
      session.results = { ...session.results, ...(await backUp(session)) }
      session.results = { ...session.results, ...(await reverse(session, asked)) }
    }
    await transaction.commit()
  } catch (error) {
    await engine.abort(member, transaction, runner)
    throw error
  }
  await engine.perform('clean-up', session, { batch: noBatch })
  return session
}

import { backUp } from '../database/backup/backup.ts'
import { verifyBackup } from '../database/backup/verify.ts'
import { checkRestore } from '../database/restore/check.ts'
import { gateWebStart } from '../database/restore/gate-web.ts'
import { restoreBeside, swapDatabases } from '../database/restore/restore.ts'
import { forgetSchedules, mayNotKnowSchedules } from '../database/schema/forget-schedules.ts'
import { migrate } from '../database/schema/migrate.ts'
import { askPending } from '../database/schema/pending.ts'
import type { DatabaseStep, Engine, EngineStep } from '../engine/engine.ts'
import type { Session, StepResults } from '../engine/session.ts'
import { noBatch, type Step } from '../model/step.ts'
import { runCommand } from './run-command.ts'

/** Steps of one host; the loop makes the steps that concern the whole fleet. */
type OfOneHost = Exclude<Step['do'], 'pull' | 'begin' | 'commit' | 'reverse'>

const database: Record<
  Exclude<DatabaseStep, 'reverse'>,
  (session: Session) => Promise<StepResults | void>
> = {
  pending: askPending,
  backup: backUp,
  migrate,
  'check-restore': checkRestore,
  hold: gateWebStart,
  restore: restoreBeside,
  'swap-data': swapDatabases,
  'verify-backup': verifyBackup,
}

/** Makes one step on one host, by the database's own code or by the engine. */
export async function perform(
  engine: Engine,
  step: Step['do'],
  session: Session,
  batch = noBatch,
): Promise<StepResults> {
  const kind = step as OfOneHost
  if (kind === 'run-command') return await runCommand(session)
  if (isOfDatabase(kind)) return (await database[kind](session)) ?? {}
  const forget =
    kind === 'scheduler' && mayNotKnowSchedules(session)
      ? { whileStopped: () => forgetSchedules(session) }
      : {}
  return await engine.perform(kind satisfies EngineStep, session, { batch, ...forget })
}

function isOfDatabase(kind: OfOneHost): kind is keyof typeof database {
  return kind in database
}

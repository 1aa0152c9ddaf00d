import type { Session, StepResults } from '../../engine/session.ts'
import type { Migration } from '../../model/database.ts'
import { withProgress } from '../../report/progress.ts'
import { migrationFailed, oneOff, oneOffName } from '../one-off.ts'
import { migrationsDone } from '../progress.ts'
import { noteApplied } from './history.ts'
import { failedMigration } from './migrations.ts'

/**
 * Applies the pending migrations once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded is not undone with the deploy, because old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
export async function migrate(run: Session): Promise<Pick<StepResults, 'migrations'>> {
  const pending = [...(run.results.database?.pending ?? [])]
  if (pending.length === 0) return {}
  const { log } = run.runner
  for (const { name, operations } of pending) log.info(`  ${name}: ${operations.join('; ')}`)
  // Without a live release nothing is in danger, and there is nothing to go back to.
  if (run.observed.live !== undefined) warn(run, pending)
  const applied = await withProgress(
    run,
    'applying',
    oneOff(run, run.desired.migrate, [noteApplied(run, pending)]),
    () => migrationsDone(run, oneOffName(run), pending.length),
  )
  if (applied.code !== 0)
    throw migrationFailed(
      run,
      `migration ${failedMigration(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`,
      applied,
    )
  return { migrations: pending }
}

function warn({ runner: { log }, host }: Session, pending: readonly Migration[]): void {
  const listOf = (which: (one: Migration) => readonly string[]): string =>
    pending.flatMap((one) => which(one).map((text) => `\n${one.name}: ${text}`)).join('')
  const [dangers, oneWay] = [listOf((one) => one.dangers), listOf((one) => one.oneWay)]
  if (dangers !== '') log.warning(`${host.name}: migrations that the live release may not survive:${dangers}`)
  if (oneWay !== '') log.warning(`${host.name}: migrations that only a restored backup takes back:${oneWay}`)
}

import type { HostRun } from '../deploy/host-run.ts'
import { noteApplied } from './history.ts'
import { failedMigration, type Migration } from './migrations.ts'
import { migrationFailed, oneOff, oneOffName } from './one-off.ts'
import { migrationsDone, tellingHowFar } from './progress.ts'

/**
 * Applies what was found pending, once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded stays: it is not undone with the deploy, as old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
export async function migrate(run: HostRun): Promise<void> {
  const pending = [...(run.database?.pending ?? [])]
  if (pending.length === 0) return
  const { log } = run.runner
  for (const { name, operations } of pending) log.info(`  ${name}: ${operations.join('; ')}`)
  // Where nothing serves yet, there is nothing to be in danger, and nothing to go back to.
  if (run.seen.live !== undefined) warn(run, pending)
  const applied = await tellingHowFar(
    run,
    'applying',
    oneOff(run, run.wanted.migrate, [noteApplied(run, pending)]),
    () => migrationsDone(run, oneOffName(run), pending.length),
  )
  if (applied.code !== 0)
    throw migrationFailed(
      run,
      `migration ${failedMigration(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`,
      applied.stdout,
    )
  run.migrations = pending
}

function warn({ runner: { log }, host }: HostRun, pending: readonly Migration[]): void {
  const told = (which: (one: Migration) => readonly string[]): string =>
    pending.flatMap((one) => which(one).map((text) => `\n${one.name}: ${text}`)).join('')
  const [dangers, oneWay] = [told((one) => one.dangers), told((one) => one.oneWay)]
  if (dangers !== '') log.warning(`${host.name}: migrations that the live release may not survive:${dangers}`)
  if (oneWay !== '') log.warning(`${host.name}: migrations that only a restored backup takes back:${oneWay}`)
}

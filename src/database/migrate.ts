import { compose, type HostRun } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import { failedMigration, readPlan } from './migrations.ts'

/** Milliseconds that a migration waits for a lock before it gives up: while it waits, every request behind it waits. */
const lockTimeout = 5000

/**
 * Applies what is pending, once, in a one-off container of the new image, while the old release serves. A migration
 * that succeeded stays: it is not undone with the deploy, as old code runs on the new schema.
 * @throws StepFailed `migration-failed` that names the migration
 */
export async function migrate(run: HostRun): Promise<void> {
  const planned = await oneOff(run, ['--plan'])
  if (planned.code !== 0) throw failed(run, 'the pending migrations could not be listed', planned.stdout)
  if (/No planned migration operations/.test(planned.stdout)) return
  const pending = readPlan(planned.stdout)
  for (const { name, operations } of pending) run.runner.log.info(`  ${name}: ${operations.join('; ')}`)
  const applied = await oneOff(run, [])
  if (applied.code !== 0)
    throw failed(
      run,
      `migration ${failedMigration(applied.stdout) ?? pending[0]?.name ?? ''} failed; the old release still serves`,
      applied.stdout,
    )
  run.migrations = pending
}

async function oneOff(run: HostRun, extra: readonly string[]): ReturnType<HostRun['transaction']['attempt']> {
  const { wanted, transaction } = run
  const name = `${wanted.model.name}-migrate-${wanted.release.id}`
  const options = [
    '--rm',
    '--no-deps',
    '-T',
    '--name',
    name,
    '-e',
    `PGOPTIONS=-c lock_timeout=${lockTimeout}`,
  ]
  return await transaction.attempt({
    undo: [['retire', name]],
    run: [compose(run, 'run', ...options, wanted.roles.web, ...wanted.migrate, ...extra)],
  })
}

function failed({ host }: HostRun, what: string, output: string): StepFailed {
  const lines = output.trim().split('\n')
  return new StepFailed(
    'migration-failed',
    `${host.name}: ${what}: ${lines.at(-1) ?? ''}`,
    lines.slice(-40).join('\n'),
  )
}

import { compose, type HostRun } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import type { Ran } from '../runner/process.ts'

/** Milliseconds that a migration waits for a lock before it gives up: while it waits, every request behind it waits. */
const lockTimeout = 5000

/**
 * Runs words in a container of the new image as web has it: its environment, its networks. Gone when it ends.
 * @param before what is done on the host first; when that fails, the container isn't started
 */
export async function oneOff(
  run: HostRun,
  words: readonly string[],
  before: readonly Command[] = [],
): Promise<Ran> {
  const { wanted, transaction } = run
  const name = oneOffName(run)
  return await transaction.attempt({
    undo: [['retire', name]],
    run: [...before, compose(run, ...oneOffWords(name), wanted.roles.web, ...words)],
  })
}

/** The container's name. */
export function oneOffName({ wanted }: Pick<HostRun, 'wanted'>): string {
  return `${wanted.model.name}-migrate-${wanted.release.id}`
}

/** How Compose starts it; the service and its words follow. */
export function oneOffWords(name: string): string[] {
  const locks = `PGOPTIONS=-c lock_timeout=${lockTimeout}`
  return ['run', '--rm', '--no-deps', '-T', '--name', name, '-e', locks]
}

/** The error with the last lines that Django printed. */
export function migrationFailed({ host }: HostRun, what: string, output: string): StepFailed {
  const lines = output.trim().split('\n')
  return new StepFailed(
    'migration-failed',
    `${host.name}: ${what}: ${lines.at(-1) ?? ''}`,
    lines.slice(-40).join('\n'),
  )
}

import { oneOffIn } from '../compose/one-off.ts'
import type { Session } from '../engine/session.ts'
import { StepFailed } from '../errors.ts'
import { longest } from '../host/limits.ts'
import type { Command } from '../host/quote.ts'
import { lastWords } from '../runner/last-words.ts'
import type { Ran } from '../runner/ran.ts'

/** The lock timeout of a migration in milliseconds: while it waits, every request behind it waits too. */
export const lockTimeouts = { PGOPTIONS: '-c lock_timeout=5000' }

/**
 * Runs a command in a container of the new image, with web's environment and networks. The container is removed at its end, even
 * if the engine created it without starting it: a retry then finds the name free, and reports its own error.
 * @param before commands to run on the host first; if one fails, the container is not started
 */
export async function oneOff(
  run: Session,
  words: readonly string[],
  before: readonly Command[] = [],
): Promise<Ran> {
  const { desired, transaction, commands } = run
  const name = oneOffName(run)
  const service = oneOffIn(desired.model, desired.roles)
  const ran = await transaction.attempt({
    undo: [commands.removeContainer(name)],
    run: [...before, commands.runOnce(desired, { service, words, name, environment: lockTimeouts })],
    seconds: longest,
  })
  if (ran.code !== 0) await transaction.attempt({ run: [commands.removeContainer(name)] })
  return ran
}

/** The container's name. */
export function oneOffName({ desired }: Pick<Session, 'desired'>): string {
  return `${desired.model.name}-migrate-${desired.release.id}`
}

/** The error with the last lines that Django printed. */
export function migrationFailed({ host }: Session, what: string, ran: Ran): StepFailed {
  return new StepFailed(
    'migration-failed',
    `${host.name}: ${what}: ${lastWords(ran)}`,
    ran.stdout.trim().split('\n').slice(-40).join('\n'),
  )
}

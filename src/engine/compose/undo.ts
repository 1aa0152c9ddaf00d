import type { Transaction } from '../../host/transaction.ts'
import type { FleetHost } from '../../model/fleet.ts'
import type { Runner } from '../../runner/runner.ts'
import { recover } from './begin.ts'
import { noteService } from './note-serving.ts'

/**
 * Undoes everything on a host; a host that lost its connection or guard is undone as soon as it is back. Returns false,
 * with a warning, when the result is unknown.
 */
export async function undo(
  member: FleetHost,
  transaction: Transaction | undefined,
  runner: Runner,
): Promise<boolean> {
  const undone = await transaction?.abort()
  // An undo is not repeated on an engine that hangs: each try takes a minute.
  const isLeft = transaction?.isLeft === true
  if (undone === true || (!isLeft && (await recover(member, runner)) !== undefined)) {
    await noteService(member, runner, transaction?.live)
    return true
  }
  runner.serving.note(member.host.name, { state: 'unknown', release: member.observed.live?.id })
  if (isLeft) return false
  runner.log.warning(
    `${member.host.name}: no response from the guard. The host rolls back on its own, and the next run verifies it.`,
  )
  return false
}

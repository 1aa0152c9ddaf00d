import type { Transaction } from '../host/transaction.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import type { Runner } from '../runner/runner.ts'
import { recover } from './begin.ts'
import type { Member } from './survey.ts'

/** Undoes everything on every host at once, also on one whose connection or guard was lost: as soon as it is back. */
export async function undoAll(
  members: readonly Member[],
  locks: ReadonlyMap<string, Transaction>,
  runner: Runner,
): Promise<TimelineEntry[]> {
  const name = 'Undo everything'
  const one = async (member: Member): Promise<TimelineEntry> => {
    const { host } = member
    const started = runner.clock.now()
    const undone = await undo(member, locks.get(host.name), runner)
    const seconds = (runner.clock.now() - started) / 1000
    return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' }
  }
  return await runner.log.group(name, async () => await Promise.all(members.map(one)))
}

/** The same on one host; false, with a warning, when it could not be made sure of. */
export async function undo(
  member: Member,
  transaction: Transaction | undefined,
  runner: Runner,
): Promise<boolean> {
  if ((await transaction?.abort()) || (await recover(member, runner)) !== undefined) return true
  runner.log.warning(
    `${member.host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`,
  )
  return false
}

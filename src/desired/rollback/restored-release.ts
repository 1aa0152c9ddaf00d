import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import type { LockOwner } from '../../host/lock-owner.ts'

/** How the live release came to a host, as far as its history shows. */
export type CameBy = Pick<LockOwner, 'action' | 'from' | 'database'>

/** Finds the last deploy or rollback that went live in a host's `events.log`; undefined for none. Pure. */
export function cameBy(events: string): CameBy | undefined {
  return events
    .split('\n')
    .flatMap((line): (CameBy & { result?: string })[] => {
      try {
        return [JSON.parse(line)]
      } catch {
        // The line is incomplete: after a power cut, or as the last one.
        return []
      }
    })
    .findLast(({ action, result }) => result === 'live' && (action === 'deploy' || action === 'rollback'))
}

/**
 * Requires, when the target already serves, that its data were restored too: only then has `restore` nothing left to
 * do.
 * @param left the release to roll back from; undefined when people named none and none is live
 * @param isElsewhere whether that release is live on another host
 * @throws UserError `not-ready` when the data were not restored
 */
export async function assertRestored(
  { host, root, live }: { host: Host; root: string; live: string },
  left: string | undefined,
  isElsewhere: boolean,
): Promise<void> {
  const { stdout } = await host.run(['tail', '-n', '200', `${root}/events.log`])
  const came = cameBy(stdout)
  const isBack = came?.action === 'rollback' && (left === undefined || came.from === left)
  if (isBack && (came.database === 'restore' || came.database === 'done')) return
  // A release that never served, or that another deploy replaced, is not rolled back from.
  if (!isBack && left !== undefined && !isElsewhere) return
  throw new UserError(
    'not-ready',
    `${host.name} serves ${live} already, and its data were not restored when that went live.`,
    left === undefined
      ? 'Data come back with the code: deploy or go forward to a newer release, then back with database: restore.'
      : `Data come back with the code: first to: ${left} with database: keep, then back with database: restore.`,
  )
}

import { UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Holder } from '../host/transaction.ts'

/** How a host came to its live release, as far as its history tells. */
export type CameBy = Pick<Holder, 'action' | 'from' | 'database'>

/** What a host's `events.log` says of the last deploy or rollback that went live; undefined when nothing does. Pure. */
export function cameBy(events: string): CameBy | undefined {
  return events
    .split('\n')
    .flatMap((line): (CameBy & { result?: string })[] => {
      try {
        return [JSON.parse(line)]
      } catch {
        // Cut off by a power cut, or the end.
        return []
      }
    })
    .findLast(({ action, result }) => result === 'live' && (action === 'deploy' || action === 'rollback'))
}

/**
 * Where the target serves already, `restore` has nothing left to do only if it was gone back to with its data.
 * @param left the release that is gone back from; undefined when people named none and none is live
 * @param isElsewhere whether that release is live on another host
 * @throws UserError `not-ready` when the data were not restored
 */
export async function refuseUnlessRestored(
  { host, root, live }: { host: Host; root: string; live: string },
  left: string | undefined,
  isElsewhere: boolean,
): Promise<void> {
  const { stdout } = await host.run(['tail', '-n', '200', `${root}/events.log`])
  const came = cameBy(stdout)
  const isBack = came?.action === 'rollback' && (left === undefined || came.from === left)
  if (isBack && (came.database === 'restore' || came.database === 'done')) return
  // What never served, or was followed by another deploy, is not gone back from.
  if (!isBack && left !== undefined && !isElsewhere) return
  throw new UserError(
    'not-ready',
    `${host.name} serves ${live} already, and its data were not restored when that went live.`,
    left === undefined
      ? 'Data come back with the code: deploy or go forward to a newer release, then back with database: restore.'
      : `Data come back with the code: first to: ${left} with database: keep, then back with database: restore.`,
  )
}

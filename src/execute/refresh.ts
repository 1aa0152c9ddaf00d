import type { Engine } from '../engine/engine.ts'
import { UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { DesiredState } from '../model/desired.ts'
import type { Fleet, FleetHost } from '../model/fleet.ts'
import type { ObservedState } from '../model/observed.ts'
import { preflight } from '../observe/preflight.ts'

/**
 * Observes the hosts again once the locks are held, when another run has changed something since, or when a run's
 * remains were just undone. Returns the hosts that changed too, each with the reason.
 * @throws UserError `live-changed` when people made their decision about a release that is no longer live
 */
export async function refreshObserved(
  engine: Engine,
  members: Fleet['members'],
  locks: ReadonlyMap<string, Transaction>,
): Promise<{ members: Fleet['members']; changed: string[] }> {
  const changed: string[] = []
  const now = await Promise.all(
    members.map(async (member) => {
      const { host, desired, observed: before } = member
      const lock = locks.get(host.name)
      const live = before.live === undefined ? '' : `releases/${before.live.id}`
      if (lock?.recovered === false && lock.live === live && lock.history === before.history) return member
      const observed = await engine.observe(host, desired)
      preflight(desired, observed)
      assertLiveUnchanged(member, observed)
      changed.push(`${host.name} (${whatChanged(before, observed, lock?.recovered === true)})`)
      return { ...member, observed }
    }),
  )
  return { members: now as Fleet['members'], changed: changed.sort() }
}

function whatChanged(before: ObservedState, now: ObservedState, recovered: boolean): string {
  if (now.live?.id !== before.live?.id)
    return `${before.live?.id ?? 'nothing'} was live, now ${now.live?.id ?? 'nothing'}`
  return recovered ? 'what an earlier run left was undone' : 'another run was there'
}

/** Some runs apply only to the release that was live when people decided on them. */
function assertLiveUnchanged({ desired, observed: before }: FleetHost, { host, live }: ObservedState): void {
  const decision = decisionOn(desired)
  if (decision === undefined || live?.id === before.live?.id) return
  throw new UserError(
    'live-changed',
    `${host}: ${live?.id ?? 'nothing'} is live now; ${decision.what} ${before.live?.id ?? 'nothing'}.`,
    decision.fix,
  )
}

/** The decision by people that depends on the live release; undefined for a run that may replace any release. */
function decisionOn({ maintenance, task, release, rollback }: DesiredState): Decision | undefined {
  if (maintenance !== undefined) return undefined
  if (task !== undefined)
    return {
      what: 'the task was prepared for',
      fix: 'Run the job again: it uses the release that is live then.',
    }
  const fix = 'Check the live release and request approval again: it must refer to the release that is live.'
  if (rollback !== undefined) return { what: 'the way back was chosen from', fix }
  if (release.approval !== undefined) return { what: 'the approval was given for a change from', fix }
  return undefined
}

interface Decision {
  what: string
  fix: string
}

import { joinCommand, leaveCommand } from '../../../edge/runtime.ts'
import { StepFailed } from '../../../errors.ts'
import type { Command } from '../../../host/quote.ts'
import { mustTakeOver, oldContainers } from '../../../model/observed.ts'
import { allWords } from '../../../runner/last-words.ts'
import { type ComposeSession, edgeName } from '../session.ts'

/**
 * Tells a balancer in front that this host accepts no requests, and waits `balancerWait` seconds for it to notice.
 * @throws StepFailed `switch-failed` when the edge rejects the command
 */
export async function leaveBalancer(run: ComposeSession): Promise<void> {
  if (leaves(run)) await drainHost(run)
}

/**
 * Does the same for every strategy.
 * @throws StepFailed `switch-failed` when the edge rejects the command
 */
export async function drainHost(run: ComposeSession): Promise<void> {
  const { transaction, desired, runner, host } = run
  const edge = edgeName(run)
  await transaction.change(
    { undo: [['readiness', edge, joinCommand]], run: [['readiness', edge, leaveCommand]] },
    (ran) => new StepFailed('switch-failed', `${host.name}: the edge does not drain: ${allWords(ran)}`),
  )
  if (desired.balancerWait === 0) return
  const { readinessPath } = desired.edge
  runner.log.info(
    `${host.name}: ${readinessPath} answers 503; ${desired.balancerWait} s for the balancer to see it`,
  )
  await runner.clock.sleep(desired.balancerWait, runner.cancelled)
}

/** Commands that a switch adds when the host has left the balancer: it rejoins, and in the undo only once old web serves. */
export function backToBalancer(run: ComposeSession): { undo: Command[]; run: Command[] } {
  if (!leaves(run)) return { undo: [], run: [] }
  const edge = edgeName(run)
  return { undo: [['readiness', edge, leaveCommand]], run: [['readiness', edge, joinCommand]] }
}

/** Whether the host leaves: only when web stops before the new one runs, and the edge already exists. */
function leaves({ desired, observed }: ComposeSession): boolean {
  const old = oldContainers(observed, desired.roles.web, desired.release.id)
  return desired.strategy === 'recreate' && old.length > 0 && !mustTakeOver(desired, observed)
}

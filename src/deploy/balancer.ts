import { joinCommand, leaveCommand } from '../edge/runtime.ts'
import { StepFailed } from '../errors.ts'
import type { Command } from '../host/quote.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { mustTakeOver, oldContainers } from './observed.ts'

/**
 * Tells a balancer in front that this host wants no requests, and waits `balancerWait` seconds until it has seen that.
 * @throws StepFailed `switch-failed` when the edge takes no command
 */
export async function leaveBalancer(run: HostRun): Promise<void> {
  if (leaves(run)) await drainHost(run)
}

/**
 * The same, whatever the strategy.
 * @throws StepFailed `switch-failed` when the edge takes no command
 */
export async function drainHost(run: HostRun): Promise<void> {
  const { transaction, wanted, runner, host } = run
  const edge = edgeName(run)
  await transaction.change(
    { undo: [['readiness', edge, joinCommand]], run: [['readiness', edge, leaveCommand]] },
    (ran) => new StepFailed('switch-failed', `${host.name}: the edge does not drain: ${ran.stdout.trim()}`),
  )
  if (wanted.balancerWait === 0) return
  const { readinessPath } = wanted.edge
  runner.log.info(
    `${host.name}: ${readinessPath} answers 503; ${wanted.balancerWait} s for the balancer to see it`,
  )
  await runner.clock.sleep(wanted.balancerWait, runner.cancelled)
}

/** What a switch adds where the host had left: it wants requests again, and on the way back none until the old serve. */
export function backToBalancer(run: HostRun): { undo: Command[]; run: Command[] } {
  if (!leaves(run)) return { undo: [], run: [] }
  const edge = edgeName(run)
  return { undo: [['readiness', edge, leaveCommand]], run: [['readiness', edge, joinCommand]] }
}

/** Only where web is stopped before the new one is there; an edge that takes the port over is not there to be asked. */
function leaves({ wanted, seen }: HostRun): boolean {
  const old = oldContainers(seen, wanted.roles.web, wanted.release.id)
  return wanted.strategy === 'recreate' && old.length > 0 && !mustTakeOver(wanted, seen)
}

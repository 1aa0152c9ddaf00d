import type { Maintenance } from '../edge/maintenance.ts'
import type { Command } from '../host/quote.ts'
import { openingCommands, type Shop, setShop } from '../maintenance/shop.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { configNow } from './start-edge.ts'

/**
 * Closes the shop for a part of the plan. One that people have closed before stays closed as they did.
 * @throws StepFailed `switch-failed`
 */
export async function closeShop(run: HostRun, maintenance: Maintenance): Promise<void> {
  if (run.maintenance === undefined) await set(run, maintenance)
}

/**
 * Opens the shop that {@link closeShop} has closed. What people closed is theirs to open.
 * @throws StepFailed `switch-failed`
 */
export async function openShop(run: HostRun): Promise<void> {
  if (run.maintenance !== undefined && run.seen.maintenance === undefined) await set(run, undefined)
}

/** What opens the shop that {@link closeShop} has closed, once the transaction is committed: nobody writes into data that may still go back. */
export function openLater(run: HostRun): Command[] {
  if (run.maintenance === undefined || run.seen.maintenance !== undefined) return []
  return openingCommands(shopOf(run))
}

async function set(run: HostRun, maintenance: Maintenance | undefined): Promise<void> {
  await setShop(shopOf(run), maintenance)
  run.maintenance = maintenance
}

function shopOf(run: HostRun): Shop {
  const { host, transaction, wanted } = run
  const upstreams = [...run.upstreams, ...run.warm]
  const { root, drainTimeout, edge: settings } = wanted
  return {
    ...{ host, transaction, edge: edgeName(run), root, settings, upstreams, drainTimeout },
    config: configNow(run),
  }
}

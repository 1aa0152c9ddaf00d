import { plainMaintenance } from '../../../edge/maintenance.ts'
import type { Command } from '../../../host/quote.ts'
import type { Maintenance } from '../../../model/edge/edge.ts'
import { openingCommands, type Shop, setShop } from '../maintenance.ts'
import { type ComposeSession, edgeName } from '../session.ts'
import { configNow } from './start-edge.ts'

/**
 * Closes the shop, with a maintenance's page or for part of a plan. A shop that people have closed before stays closed
 * as it is until they change it.
 * @throws StepFailed `switch-failed`
 */
export async function closeShop(run: ComposeSession): Promise<void> {
  const { maintenance } = run.desired
  if (maintenance !== undefined) return await set(run, maintenance.to)
  if (run.maintenance === undefined) await set(run, plainMaintenance)
}

/**
 * Opens the shop that {@link closeShop} closed. If people closed it, only a maintenance opens it.
 * @throws StepFailed `switch-failed`
 */
export async function openShop(run: ComposeSession): Promise<void> {
  if (run.desired.maintenance !== undefined) return await set(run, undefined)
  if (run.maintenance !== undefined && run.observed.maintenance === undefined) await set(run, undefined)
}

/** After the commit, opens the shop that {@link closeShop} closed, so that nobody writes into data that may still be rolled back. */
export function openLater(run: ComposeSession): Command[] {
  if (run.desired.maintenance !== undefined) return []
  if (run.maintenance === undefined || run.observed.maintenance !== undefined) return []
  return openingCommands(shopOf(run))
}

async function set(run: ComposeSession, maintenance: Maintenance | undefined): Promise<void> {
  await setShop(shopOf(run), maintenance)
  run.maintenance = maintenance
}

function shopOf(run: ComposeSession): Shop {
  const { host, transaction, desired } = run
  const upstreams = [...run.upstreams, ...run.warm]
  const { root, drainTimeout, edge: settings } = desired
  return {
    ...{ host, transaction, edge: edgeName(run), root, settings, upstreams, drainTimeout },
    config: configNow(run),
  }
}

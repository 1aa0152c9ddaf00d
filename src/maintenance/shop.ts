import { put } from '../deploy/host-run.ts'
import { type EdgeSettings, readMaintenance, renderConfig, withoutRunTime } from '../edge/config.ts'
import type { Maintenance } from '../edge/maintenance.ts'
import { closeCommand, openCommand } from '../edge/runtime.ts'
import type { Upstream } from '../edge/upstreams.ts'
import { StepFailed } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Command } from '../host/quote.ts'
import type { Transaction } from '../host/transaction.ts'

/** One host's edge, as it is to be closed or opened. */
export interface Shop {
  host: Pick<Host, 'name'>
  transaction: Transaction
  /** The edge's container. */
  edge: string
  /** The deployment's folder. */
  root: string
  settings: EdgeSettings
  /** Warm ones among them. */
  upstreams: readonly Upstream[]
  /** The edge's configuration file as it is now, empty when there is none. */
  config: string
  /** Seconds that requests in flight may still take when it closes. */
  drainTimeout: number
}

/** Seconds until an edge that was told to read its configuration anew must answer by it. */
const reloadSeconds = 15

/**
 * Closes the shop with this maintenance, or opens it. From one moment on no request begins on web any more, also on
 * connections that are open; those in flight get their time. A page or an allow-list that the edge does not have yet comes
 * with a reload after that, which loses no request.
 * @throws StepFailed `switch-failed` when the edge takes no command, or not its new configuration
 */
export async function setShop(shop: Shop, maintenance: Maintenance | undefined): Promise<void> {
  const { transaction, host, edge, config } = shop
  const next = renderConfig(shop.settings, shop.upstreams, maintenance)
  const reload = ['reload', edge, String(reloadSeconds)]
  const reloads = withoutRunTime(config) !== withoutRunTime(next)
  const file = `${shop.root}/edge/haproxy.cfg`
  const failed = (ran: { stdout: string }): StepFailed =>
    new StepFailed(
      'switch-failed',
      `${host.name}: the shop could not be ${maintenance === undefined ? 'opened' : 'closed'}: ${ran.stdout.trim()}`,
    )
  await transaction.change(
    {
      undo: [
        ...(reloads ? [reload] : []),
        config === '' ? ['rm', '-f', file] : put(file, '644', config),
        flag(edge, readMaintenance(config)),
      ],
      run: [flag(edge, maintenance), put(file, '644', next)],
    },
    failed,
  )
  const slots = shop.upstreams.map(({ slot }) => slot)
  // Before the reload: the new process knows nothing of what the old one still has.
  if (maintenance !== undefined && slots.length > 0)
    await transaction.attempt({ run: [['drain', edge, String(shop.drainTimeout), ...slots]] })
  if (reloads) await transaction.change({ run: [reload] }, failed)
}

/** What opens the shop, where nobody waits for it. */
export function openingCommands(shop: Shop): Command[] {
  const next = renderConfig(shop.settings, shop.upstreams)
  const reloads = withoutRunTime(shop.config) !== withoutRunTime(next)
  return [
    put(`${shop.root}/edge/haproxy.cfg`, '644', next),
    flag(shop.edge, undefined),
    ...(reloads ? [['reload', shop.edge, String(reloadSeconds)]] : []),
  ]
}

function flag(edge: string, maintenance: Maintenance | undefined): Command {
  return ['readiness', edge, maintenance === undefined ? openCommand : closeCommand]
}

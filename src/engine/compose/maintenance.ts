import { readMaintenance, renderConfig, withoutRunTime } from '../../edge/config.ts'
import { closeCommand, openCommand } from '../../edge/runtime.ts'
import { slotOf } from '../../edge/upstreams.ts'
import { StepFailed } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import { longest } from '../../host/limits.ts'
import type { Command } from '../../host/quote.ts'
import type { Transaction } from '../../host/transaction.ts'
import type { EdgeSettings, Maintenance, Upstream } from '../../model/edge/edge.ts'
import { allWords } from '../../runner/last-words.ts'
import type { Ran } from '../../runner/ran.ts'
import { put } from './session.ts'

/** One host's edge, to be closed or opened. */
export interface Shop {
  host: Pick<Host, 'name'>
  transaction: Transaction
  /** The edge's container. */
  edge: string
  /** The deployment's folder. */
  root: string
  settings: EdgeSettings
  /** Includes warm ones. */
  upstreams: readonly Upstream[]
  /** The edge's current configuration file, empty when there is none. */
  config: string
  /** Seconds for requests in flight after closing. */
  drainTimeout: number
}

/** Seconds in which a reloaded edge must answer with its new configuration. */
const reloadSeconds = 15

/**
 * Closes the shop with this maintenance, or opens it. From that moment no request reaches web, even on open
 * connections; requests in flight get time to finish. A page or allow-list that the edge does not have yet follows by a
 * reload, which loses no request.
 * @throws StepFailed `switch-failed` when the edge rejects a command or its new configuration
 */
export async function setShop(shop: Shop, maintenance: Maintenance | undefined): Promise<void> {
  const { transaction, host, edge, config } = shop
  const next = renderConfig(shop.settings, shop.upstreams, maintenance)
  const reload = ['reload', edge, String(reloadSeconds)]
  const reloads = withoutRunTime(config) !== withoutRunTime(next)
  const file = `${shop.root}/edge/haproxy.cfg`
  const failed = (ran: Ran): StepFailed =>
    new StepFailed(
      'switch-failed',
      `${host.name}: the shop could not be ${maintenance === undefined ? 'opened' : 'closed'}: ${allWords(ran)}`,
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
  const slots = shop.upstreams.map(slotOf)
  // The drain comes before the reload: the new process does not know the old one's requests.
  if (maintenance !== undefined && slots.length > 0)
    await transaction.attempt({
      run: [['drain', edge, String(shop.drainTimeout), ...slots]],
      seconds: longest,
    })
  if (reloads) await transaction.change({ run: [reload] }, failed)
}

/** Commands that open the shop without waiting. */
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

import { isDeepStrictEqual } from 'node:util'
import { UserError } from '../errors.ts'
import type { Maintenance } from '../model/edge/edge.ts'
import { edgeRuns } from '../model/observed.ts'
import { servesWeb } from '../model/placement.ts'
import type { HostState, Step } from '../model/step.ts'
import { step } from '../model/step.ts'

/** The steps that close or open a shop, on all its hosts. Pure. */
export function planMaintenance(targets: readonly HostState[], maintenance: Maintenance | undefined): Step[] {
  const all = step(targets)
  const but = maintenance?.allow.length ? ` but ${maintenance.allow.join(', ')}` : ''
  return [
    all('begin', 'Take the lock'),
    maintenance === undefined
      ? all('open-shop', 'Open the shop')
      : all('close-shop', `Close the shop for all${but}`),
    all('commit', 'Commit: the point of no return'),
  ]
}

/** Whether the host's shop is already closed or open as desired. */
export function isInDesiredState({ observed }: HostState, maintenance: Maintenance | undefined): boolean {
  return isDeepStrictEqual(observed.maintenance, maintenance)
}

/**
 * Returns the hosts that can be closed: those that run web. Pure.
 * @throws UserError `not-ready` when no host runs web
 */
export function shopsOf<Target extends HostState>(targets: readonly Target[]): Target[] {
  const shops = targets.filter(({ desired }) => servesWeb(desired))
  if (shops.length > 0) return shops
  throw new UserError(
    'not-ready',
    `${targets.map(({ observed }) => observed.host).join(', ')}: the live release has no web there, so there is nothing to close or to open.`,
    'Name all hosts of the environment in hosts.',
  )
}

/**
 * Requires, for maintenance, a running edge on every host with web. Pure.
 * @throws UserError `not-ready` that names every host without one
 */
export function assertEdgeRuns(targets: readonly HostState[]): void {
  const without = targets.filter(
    ({ observed }) => observed.live?.settings === undefined || !edgeRuns(observed),
  )
  if (without.length === 0) return
  throw new UserError(
    'not-ready',
    without
      .map(({ observed }) =>
        observed.live?.settings === undefined
          ? `${observed.host}: no release is live that this version deployed.`
          : `${observed.host}: the edge does not run, so nobody could be shown a page.`,
      )
      .join('\n'),
    'Deploy to all hosts, then run this again.',
  )
}

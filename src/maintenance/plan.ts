import { isDeepStrictEqual } from 'node:util'
import { edgeRuns } from '../deploy/observed.ts'
import type { Step, Target } from '../deploy/plan.ts'
import { step } from '../deploy/steps.ts'
import type { Maintenance } from '../edge/maintenance.ts'
import { UserError } from '../errors.ts'

/** The steps of closing or opening a shop, on all its hosts. Pure. */
export function planMaintenance(targets: readonly Target[], maintenance: Maintenance | undefined): Step[] {
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

/** Whether the host's shop is already as it shall be. */
export function isSo({ seen }: Target, maintenance: Maintenance | undefined): boolean {
  return isDeepStrictEqual(seen.maintenance, maintenance)
}

/**
 * Maintenance needs an edge that answers, on every host. Pure.
 * @throws UserError `not-ready` naming every host that has none
 */
export function refuseWithoutEdge(targets: readonly Target[]): void {
  const without = targets.filter(({ seen }) => seen.live?.settings === undefined || !edgeRuns(seen))
  if (without.length === 0) return
  throw new UserError(
    'not-ready',
    without
      .map(({ seen }) =>
        seen.live?.settings === undefined
          ? `${seen.host}: no release is live that this version deployed.`
          : `${seen.host}: the edge does not run, so nobody could be shown a page.`,
      )
      .join('\n'),
    'Deploy to all hosts, then run this again.',
  )
}

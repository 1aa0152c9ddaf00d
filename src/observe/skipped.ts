import { UserError } from '../errors.ts'
import type { Failure, FleetIntent } from '../model/fleet.ts'
import { placedServices } from '../model/placement.ts'

/**
 * Requires that other hosts run everything that a skipped host would. Pure.
 * @throws UserError `host-unreachable` for services that no host would run
 */
export function assertNothingMissing(
  { desired: { roles }, hosts = [] }: FleetIntent,
  skipped: readonly Failure[],
): void {
  const isSkipped = (name: string): boolean => skipped.some(({ host }) => host === name)
  const left = new Set(
    hosts.flatMap(({ name, placement }) => (isSkipped(name) ? [] : placedServices({ roles, placement }))),
  )
  const missing = hosts.flatMap(({ name, placement }) => {
    const services = placedServices({ roles, placement }).filter((one) => !left.has(one))
    return isSkipped(name) && services.length > 0 ? [{ name, services }] : []
  })
  if (missing.length === 0) return
  throw new UserError(
    'host-unreachable',
    missing
      .map(
        ({ name, services }) =>
          `${name} can't be left out: no host that is reached runs ${services.join(', ')}.`,
      )
      .join('\n'),
    'Make it reachable, or give its services to another host in hosts.',
  )
}

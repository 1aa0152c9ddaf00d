import type { Engine } from '../engine/engine.ts'
import { messageOf, type ReasonCode, UserError } from '../errors.ts'
import type { Address } from '../host/ssh/address.ts'
import type { Failure, Fleet, FleetSettings } from '../model/fleet.ts'
import { allOf } from '../report/host-failures.ts'
import type { Runner } from '../runner/runner.ts'
import { observeFleet, type ResolveDesired } from './fleet.ts'

/** How the hosts of an engine are observed: each of them, or a Swarm through one of its managers. */
export const observing = { compose: observeFleet, swarm: observeManagers } as const

/** Why another manager is asked: this one may be down, or cut off from the others. */
const passing: readonly ReasonCode[] = ['host-unreachable', 'host-unresponsive', 'not-ready']

/**
 * Observes a cluster through the first manager that can be reached and can act for it; it is a fleet of one host.
 * @throws UserError with the reason of each manager when there is none
 */
export async function observeManagers(
  engine: Engine,
  addresses: readonly Address[],
  jump: Address | undefined,
  settings: FleetSettings,
  resolveDesired: ResolveDesired,
  runner: Runner,
): Promise<Fleet> {
  const failures: Failure[] = []
  for (const address of addresses) {
    const host = address.name ?? address.host
    try {
      return await observeFleet(engine, [address], jump, settings, resolveDesired, runner)
    } catch (error) {
      failures.push({ host, error })
      const mayPass = error instanceof UserError && passing.includes(error.reason)
      if (!mayPass) throw error
      if (failures.length === addresses.length) break
      runner.log.warning(`${host} is passed over, as a manager of the Swarm: ${messageOf(error)}`)
      // The cluster is one: what it serves is known from the next manager.
      runner.serving.forget(host)
    }
  }
  throw allOf(failures)
}

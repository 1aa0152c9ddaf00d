import type { EngineName } from '../engine/choose.ts'
import type { Engine } from '../engine/engine.ts'
import { addressesFrom, type ConnectionInputs } from '../host/ssh/address.ts'
import type { Fleet } from '../model/fleet.ts'
import type { Runner } from '../runner/runner.ts'
import type { ResolveDesired } from './fleet.ts'
import { observing } from './managers.ts'

/**
 * Observes the first of the hosts alone, which is enough for a task that one container does; of a Swarm the first manager
 * that can act. `resolver` checks the inputs before a connection is made, and after the addresses.
 * @throws UserError like `addressesFrom`, then `resolver`, then `observeFleet` or `observeManagers`
 */
export async function observeFirstHost(
  engine: Engine,
  inputs: ConnectionInputs & { engine: EngineName; hosts: readonly { name: string }[] },
  resolver: () => ResolveDesired,
  runner: Runner,
): Promise<Fleet> {
  const { targets, jump } = addressesFrom({
    ...inputs,
    hosts: inputs.engine === 'swarm' ? inputs.hosts : inputs.hosts.slice(0, 1),
  })
  const settings = { parallel: 1, onUnreachable: 'refuse' } as const
  return await observing[inputs.engine](engine, targets, jump, settings, resolver(), runner)
}

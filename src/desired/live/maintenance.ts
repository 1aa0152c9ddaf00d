import type { Engine } from '../../engine/engine.ts'
import type { InputsOf } from '../../inputs/contract.ts'
import type { maintenance } from '../../inputs/maintenance.ts'
import type { PlacedHost } from '../../model/placement.ts'
import type { ResolveDesired } from '../../observe/fleet.ts'
import { assertSwarmInputs, maintenanceInSwarm } from '../swarm.ts'
import { readLive } from './live.ts'

type Inputs = InputsOf<typeof maintenance>

/**
 * Resolves maintenance: the live release stays unchanged.
 * @throws UserError `not-ready` when no release is live, or one by a version that kept no record
 */
export function resolveMaintenance(engine: Engine, inputs: Inputs): ResolveDesired {
  const { engine: kind, path: root, 'lock-wait': lockWait, 'drain-timeout': drainTimeout } = inputs
  if (kind === 'swarm') assertSwarmInputs(inputs, maintenanceInSwarm)
  return async (connected) => {
    const all = await connected
    const [host] = all
    const live = await readLive(engine, host, root, 'so there is no edge that could close', kind)
    if (kind === 'swarm') return { desired: { ...live, lockWait, drainTimeout }, scheduler: host.name }
    // The last deploy or rollback decided what runs where; later changes to the inputs do not count.
    const hosts = await Promise.all(
      all.map(async (one): Promise<PlacedHost> => {
        const placement = (await engine.releases(one, root)).live?.settings?.placement
        return { name: one.name, ...(placement === undefined ? {} : { placement }) }
      }),
    )
    return { desired: { ...live, lockWait, drainTimeout }, scheduler: '', hosts }
  }
}

import type { EngineName } from '../../engine/choose.ts'
import type { Engine } from '../../engine/engine.ts'
import { UserError } from '../../errors.ts'
import type { Host } from '../../host/host.ts'
import type { DesiredState } from '../../model/desired.ts'
import { intentFrom } from '../swarm.ts'

/**
 * Reads a host's live release, for an operation that changes nothing of it.
 * @param kind the engine's name
 * @param consequence why the operation needs one, as the end of a sentence
 * @throws UserError `not-ready` when no release is live, or one by a version that kept no record
 */
export async function readLive(
  engine: Engine,
  host: Host,
  root: string,
  consequence: string,
  kind: EngineName = 'compose',
): Promise<DesiredState> {
  const { live } = await engine.releases(host, root)
  if (live?.settings === undefined)
    throw new UserError(
      'not-ready',
      live === undefined
        ? `${host.name}: no release is live in ${root}, ${consequence}.`
        : `${host.name}: release ${live.id} was deployed by an earlier version.`,
      'Deploy first.',
    )
  const { roles, edge, publicPort, migrate, placement } = live.settings
  const model = await engine.readModel(host, root, live)
  return {
    ...{ release: live, model, roles, edge, publicPort, migrate, placement, root },
    ...asItIs,
    ...(kind === 'swarm' ? { swarm: intentFrom(model) } : {}),
  }
}

/** Defaults for fields that only a change of release uses. */
const asItIs = {
  strategy: 'blue-green',
  backup: { id: '', when: 'never', verify: 'none', folder: '', keep: 0, image: '', copy: [] },
  ...{ bake: 0, maxErrorRate: 0, schedules: false, stopFirst: [], balancerWait: 0, healthTimeout: 0 },
  ...{ keepWarm: false, keep: 0, registryLogin: '', lockWait: 0, drainTimeout: 0 },
} as const

import { accessoryWork } from '../compose/accessory-work.ts'
import { type DesiredState, keepsLive } from '../model/desired.ts'
import { containersOf, type ObservedState, orphans } from '../model/observed.ts'
import { isPlaced } from '../model/placement.ts'

/**
 * Warns of each service that differs from the release and is left as it is: an accessory that may hold data, one that
 * `hosts` assigns to another host, and one that the Compose file no longer has. Pure.
 */
export function leftAccessories(desired: DesiredState, observed: ObservedState): string[] {
  if (keepsLive(desired)) return []
  const { left } = accessoryWork(desired, observed)
  const way = (service: string): string =>
    desired.rollback === undefined
      ? `To replace it, name it: update-services: ${service}.`
      : 'It stays as it is; a deploy replaces it where update-services names it.'
  const differing = left.map(
    ({ service, differs, stateful }) =>
      `${observed.host}: ${service} runs otherwise than the Compose file of the release has it (${differs.join(', ')}). It is left as it is, because ${stateful ?? 'it was not named'}. ${way(service)}`,
  )
  const unknown = orphans(desired, observed).map(
    (service) =>
      `${observed.host}: ${service} runs in the project, and the Compose file of the release has no service of this name. It is left as it is. If nobody needs it, on the server: docker rm -f its container.`,
  )
  return [...differing, ...elsewhere(desired, observed), ...unknown]
}

/** Accessories that are assigned to another host; they may hold data. */
function elsewhere(desired: DesiredState, observed: ObservedState): string[] {
  return desired.roles.accessories.flatMap((service) => {
    const names = containersOf(observed, service).flatMap(({ name, state }) =>
      state === 'running' ? [name] : [],
    )
    return names.length === 0 || isPlaced(desired, service)
      ? []
      : [
          `${observed.host}: ${service} runs there, and hosts does not give it to this host any more. It is left, as it may have data. Remove it by hand when it suits: docker rm -f ${names.join(' ')}`,
        ]
  })
}

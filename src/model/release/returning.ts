import { type DesiredState, replacedServices } from '../desired.ts'
import { type Container, containersOf, type ObservedState } from '../observed.ts'

/**
 * Accessories of this release that another release runs behind the edge as further web services. They get their ports
 * back once the edge has released them.
 */
export function returningServices({ roles }: Pick<DesiredState, 'roles'>, observed: ObservedState): string[] {
  return roles.accessories.filter((name) => formerly(observed, name).length > 0)
}

/**
 * Containers of another release whose services this one does not replace: they are accessories now, or gone from the
 * project. They are removed once this release is live.
 */
export function formerContainers(desired: DesiredState, observed: ObservedState): Container[] {
  const replaced = replacedServices(desired)
  return observed.containers.filter(
    ({ service, release }) => release !== '' && release !== desired.release.id && !replaced.includes(service),
  )
}

/** A release labels its containers of web, workers and schedulers; accessories have no release label. */
function formerly(observed: ObservedState, service: string): Container[] {
  return containersOf(observed, service).filter(({ release }) => release !== '')
}

import { appServices, replacedServices } from '../model/desired.ts'
import { containersOf, edgeRuns, oldContainers } from '../model/observed.ts'
import { servesWeb } from '../model/placement.ts'
import type { HostState, Step } from '../model/step.ts'
import { step, when } from '../model/step.ts'

/** The hosts that run web, and so have an edge and a port. */
export function webHosts(targets: readonly HostState[]): HostState[] {
  return targets.filter(({ desired }) => servesWeb(desired))
}

/** Those hosts, and the hosts that web leaves: they may still have customers. */
export function openHosts(targets: readonly HostState[]): HostState[] {
  return targets.filter(({ desired, observed }) => servesWeb(desired) || edgeRuns(observed))
}

/** Whether anything of the app is there that these hosts replace; nothing is in a first deploy. */
export function hasOld(targets: readonly HostState[]): boolean {
  return targets.some(({ desired, observed }) =>
    replacedServices(desired).some(
      (service) => oldContainers(observed, service, desired.release.id).length > 0,
    ),
  )
}

/** Creates the app's new containers on the hosts that run them. */
export function createSteps(targets: readonly HostState[], title: (services: string) => string): Step[] {
  const on = targets.filter(({ desired }) => appServices(desired).length > 0)
  const services = new Set(on.flatMap(({ desired }) => appServices(desired)))
  return when(on.length > 0, step(on)('create', title([...services].join(', '))))
}

/** Drains the hosts that web leaves: a balancer in front must notice before the commit removes the edge. */
export function leaveSteps(targets: readonly HostState[]): Step[] {
  const on = targets.filter(({ desired, observed }) => !servesWeb(desired) && edgeRuns(observed))
  const names = on.map(({ observed }) => observed.host).join(', ')
  const title = `Let requests go to other hosts than ${names}, which web leaves`
  return when(on.length > 0, step(on)('leave-balancer', title))
}

/** The hosts that run one of these services, or have containers of them to remove. */
export function hostsOf(targets: readonly HostState[], services: readonly string[]): HostState[] {
  return targets.filter(({ desired, observed }) => {
    const here = appServices(desired)
    return services.some((name) => here.includes(name) || containersOf(observed, name).length > 0)
  })
}

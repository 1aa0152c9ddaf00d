import { balancerBackend, balancerFlag, configFolder, idleName, shopBackend, shopFlag } from './config.ts'
import type { Upstream } from './upstreams.ts'

/**
 * HAProxy runtime commands that tell slots which containers they are for. They get no requests yet: until the name is
 * resolved, which takes up to two seconds, a slot has no address, whatever `set server … addr` says.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
export function pointCommands(next: readonly Upstream[]): string {
  return next
    .flatMap(({ slot, container, release }) => [
      `set map ${configFolder}/releases.map ${slot} ${release}`,
      `set server web/${slot} fqdn ${container}`,
    ])
    .join('; ')
}

/** On one line and so without a request in between: these answer from now on, those finish what they have. */
export function switchCommands(next: readonly Upstream[], old: readonly Upstream[]): string {
  return [...next.map(readyCommand), ...old.map(drainCommand)].join('; ')
}

/** The way back: the old ones answer again, the new ones finish what they have. */
export function switchBackCommands(next: readonly Upstream[], old: readonly Upstream[]): string {
  return switchCommands(old, next)
}

/** These are known to answer: requests go there without waiting for the edge's own next check. */
export function upCommands(upstreams: readonly Upstream[]): string {
  return upstreams.map(({ slot }) => `set server web/${slot} health up`).join('; ')
}

/** Frees slots whose containers are about to go. */
export function retireCommands(upstreams: readonly Upstream[]): string {
  return upstreams
    .flatMap(({ slot }) => [
      `set server web/${slot} state maint`,
      `set server web/${slot} fqdn ${idleName}`,
      `set map ${configFolder}/releases.map ${slot} none`,
    ])
    .join('; ')
}

/** Keeps slots for containers that go on running without requests: back by one switch, their address is known. */
export function restCommands(upstreams: readonly Upstream[]): string {
  return upstreams.map(({ slot }) => `set server web/${slot} state maint`).join('; ')
}

/** The readiness path answers 503 from now on, so that a balancer in front sends nothing more. */
export const leaveCommand = `set server ${balancerBackend}/${balancerFlag} state maint`

/** The readiness path answers 200 again. */
export const joinCommand = `set server ${balancerBackend}/${balancerFlag} state ready`

/** From this moment on nobody gets to web, also on connections that are open; who is let in all the same does. */
export const closeCommand = `set server ${shopBackend}/${shopFlag} state maint`

/** The shop is open again. */
export const openCommand = `set server ${shopBackend}/${shopFlag} state ready`

function readyCommand({ slot }: Upstream): string {
  return `set server web/${slot} state ready`
}

function drainCommand({ slot }: Upstream): string {
  return `set server web/${slot} state drain`
}

/** Slots and their containers as the guard's `placed` takes them. */
export function places(upstreams: readonly Upstream[]): string[] {
  return upstreams.map(({ slot, container }) => `${slot}=${container}`)
}

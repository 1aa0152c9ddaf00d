import type { Upstream } from '../model/edge/edge.ts'
import { balancerBackend, balancerFlag, configFolder, idleName, shopBackend, shopFlag } from './names.ts'
import { serverOf, slotOf } from './upstreams.ts'

/**
 * HAProxy runtime commands that assign containers to slots, still without requests: `set server … addr` does not count
 * until HAProxy has resolved the name, which takes up to two seconds.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
export function pointCommands(next: readonly Upstream[]): string {
  return next
    .flatMap((one) => [
      `set map ${configFolder}/releases.map ${slotOf(one)} ${one.release}`,
      `set server ${serverOf(one)} fqdn ${one.container}`,
    ])
    .join('; ')
}

/** Switches traffic in one line, so that no request comes in between: new slots answer from now on, old ones finish their requests. */
export function switchCommands(next: readonly Upstream[], old: readonly Upstream[]): string {
  return [...next.map(readyCommand), ...old.map(drainCommand)].join('; ')
}

/** Undoes a switch: the old slots answer again, the new ones finish their requests. */
export function switchBackCommands(next: readonly Upstream[], old: readonly Upstream[]): string {
  return switchCommands(old, next)
}

/** Marks healthy slots as up: they get requests without waiting for the edge's own next check. */
export function upCommands(upstreams: readonly Upstream[]): string {
  return upstreams.map((one) => `set server ${serverOf(one)} health up`).join('; ')
}

/** Frees the slots of containers that are about to be removed. */
export function retireCommands(upstreams: readonly Upstream[]): string {
  return upstreams
    .flatMap((one) => [
      `set server ${serverOf(one)} state maint`,
      `set server ${serverOf(one)} fqdn ${idleName}`,
      `set map ${configFolder}/releases.map ${slotOf(one)} none`,
    ])
    .join('; ')
}

/** Keeps the slots of standby containers: they get no requests, and one switch returns to them, as their address is known. */
export function restCommands(upstreams: readonly Upstream[]): string {
  return upstreams.map((one) => `set server ${serverOf(one)} state maint`).join('; ')
}

/** Makes the readiness path answer 503, so that a balancer in front sends no more requests. */
export const leaveCommand = `set server ${balancerBackend}/${balancerFlag} state maint`

/** Makes the readiness path answer 200 again. */
export const joinCommand = `set server ${balancerBackend}/${balancerFlag} state ready`

/** Closes the shop: from now on no request reaches web, even on open connections, except from allow-listed clients. */
export const closeCommand = `set server ${shopBackend}/${shopFlag} state maint`

/** Opens the shop again. */
export const openCommand = `set server ${shopBackend}/${shopFlag} state ready`

function readyCommand(upstream: Upstream): string {
  return `set server ${serverOf(upstream)} state ready`
}

function drainCommand(upstream: Upstream): string {
  return `set server ${serverOf(upstream)} state drain`
}

/** Formats slots and their containers for the guard's verb `placed`. */
export function slotAddresses(upstreams: readonly Upstream[]): string[] {
  return upstreams.map((one) => `${slotOf(one)}=${one.container}`)
}

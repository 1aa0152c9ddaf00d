import { configFolder, idleName } from './config.ts'
import type { Upstream } from './upstreams.ts'

/** An upstream whose container runs, with the address that it has now. */
export interface Placed extends Upstream {
  address: string
}

/**
 * HAProxy runtime commands, on one line and so without a request between them: these containers answer from now on,
 * those slots finish what they have and get nothing new.
 * https://docs.haproxy.org/2.6/management.html#9.3
 */
export function switchCommands(port: number, next: readonly Placed[], old: readonly Upstream[]): string {
  return [...next.flatMap((one) => enable(port, one)), ...old.map(drainCommand)].join('; ')
}

/** The way back: the old ones answer again, the new ones finish what they have. */
export function switchBackCommands(next: readonly Upstream[], old: readonly Upstream[]): string {
  return [...old.map(({ slot }) => `set server web/${slot} state ready`), ...next.map(drainCommand)].join(
    '; ',
  )
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

function enable(port: number, { slot, container, release, address }: Placed): string[] {
  return [
    `set map ${configFolder}/releases.map ${slot} ${release}`,
    `set server web/${slot} fqdn ${container}`,
    // The name is asked for again only within a second; the address is known already.
    `set server web/${slot} addr ${address} port ${port}`,
    `set server web/${slot} state ready`,
  ]
}

function drainCommand({ slot }: Upstream): string {
  return `set server web/${slot} state drain`
}

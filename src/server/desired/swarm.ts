import { UserError } from '../../errors.ts'
import type { Inputs } from './inputs.ts'

/** The Swarm that a server is a node of. */
export interface DesiredSwarm {
  /** How the server enters a Swarm of another manager; undefined for the first manager of a new one. */
  join: { manager: string; token: string } | undefined
  /** The server's own address or interface for the other nodes; undefined lets Docker choose. */
  address: string | undefined
  /** Addresses of the other nodes, which the firewall lets in. */
  peers: readonly string[]
  labels: readonly NodeLabel[]
}

/** A label of a node, for `placement.constraints`. */
export interface NodeLabel {
  /** The node's host name or id; undefined for the server itself. */
  node: string | undefined
  key: string
  value: string
}

/**
 * Resolves the Swarm from the inputs. Pure.
 * @throws UserError `bad-input` for inputs that do not go together
 */
export function desiredSwarm(inputs: Inputs): DesiredSwarm | undefined {
  const { swarm, 'swarm-manager': manager, 'swarm-token': token, 'swarm-peers': peers } = inputs
  refuseStrays(inputs)
  if (swarm === 'none') return undefined
  const [address, labels] = [inputs['swarm-address'], inputs['swarm-labels'].map(readLabel)]
  if (swarm === 'init') return { join: undefined, address, peers, labels }
  if (manager === undefined || token === undefined)
    throw new UserError(
      'bad-input',
      "Input 'swarm' is join, and swarm-manager or swarm-token is missing.",
      'Name a manager, such as 10.0.0.2, and give the token that `docker swarm join-token -q worker` prints there, from a secret.',
    )
  if (inputs.firewall === 'ufw' && peers.length === 0)
    throw new UserError(
      'bad-input',
      "Input 'swarm-peers' is empty, so the firewall would keep out the other nodes.",
      'List the addresses of the other nodes, or their network, such as 10.0.0.0/24.',
    )
  return {
    join: { manager: manager.includes(':') ? manager : `${manager}:2377`, token },
    address,
    peers,
    labels,
  }
}

/** Refuses inputs that would be ignored. */
function refuseStrays(inputs: Inputs): void {
  const { swarm, firewall } = inputs
  const strays = [
    ...(swarm === 'join' ? [] : (['swarm-manager', 'swarm-token'] as const)),
    ...(swarm === 'init' ? [] : (['swarm-labels'] as const)),
    ...(swarm === 'none' ? (['swarm-address'] as const) : []),
    ...(swarm === 'none' || firewall === 'none' ? (['swarm-peers'] as const) : []),
  ].filter((name) => (inputs[name]?.length ?? 0) > 0)
  if (strays.length === 0) return
  throw new UserError(
    'bad-input',
    `Inputs ${strays.join(' and ')}: nothing uses them with swarm: ${swarm}${strays.includes('swarm-peers') ? ` and firewall: ${firewall}` : ''}.`,
    'Correct the input swarm, or leave them out. Only a manager sets labels, so those of all nodes belong to the first one (swarm: init).',
  )
}

function readLabel(line: string): NodeLabel {
  const [, node, key = '', value = ''] = /^(?:(\S+)\s+)?([^=\s]+)=(\S*)$/.exec(line) ?? []
  return { node, key, value }
}

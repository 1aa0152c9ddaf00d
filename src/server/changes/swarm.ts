import { UserError } from '../../errors.ts'
import { type Change, nothing, type Proposal } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { DesiredSwarm, NodeLabel } from '../desired/swarm.ts'
import type { Facts, Swarm } from '../facts.ts'

/**
 * Plans a new Swarm or the entry into one, and labels of its nodes. Nothing is taken out of a Swarm. Pure.
 * @throws UserError `not-ready` for a Swarm that is broken or another one, or a label for a node that is not there
 */
export function swarmChanges({ swarm }: Facts, { swarm: desired }: DesiredServer): Proposal {
  if (desired === undefined) return nothing
  const isNew = ['', 'inactive'].includes(swarm.state)
  if (!isNew) refuseOther(swarm, desired)
  const labels = desired.labels.filter((label) => valueOf(swarm, isNew, label) !== label.value)
  return {
    changes: [
      ...(isNew ? [enter(desired)] : []),
      ...(labels.length === 0 ? [] : [set(swarm, isNew, labels)]),
    ],
    warnings: isNew ? [] : otherManagers(swarm, desired),
  }
}

function refuseOther({ state, isManager }: Swarm, { join }: DesiredSwarm): void {
  if (state !== 'active')
    throw new UserError(
      'not-ready',
      `The server's Swarm is ${state}.`,
      state === 'locked'
        ? 'Unlock it on the server: docker swarm unlock'
        : 'Look at `docker info` on the server. To begin anew: docker swarm leave --force',
    )
  if (join === undefined && !isManager)
    throw new UserError(
      'not-ready',
      'The server is a worker of a Swarm already, so it is not made the first manager of a new one.',
      'Set swarm: join or none. Or take it out on the server: docker swarm leave',
    )
}

/** Managers know each other by address; a name can't be compared. */
function otherManagers({ managers }: Swarm, { join }: DesiredSwarm): string[] {
  if (join === undefined || !/^[\d.]+:\d+$/.test(join.manager) || managers.includes(join.manager)) return []
  return [
    `The server stays in the Swarm that it is in, with the managers ${managers.join(', ')}, and not ${join.manager}. To change it, on the server: docker swarm leave, then run this again.`,
  ]
}

function enter({ join, address }: DesiredSwarm): Change {
  if (join === undefined)
    return {
      id: 'swarm',
      title: 'Make the server the first manager of a new Swarm',
      // It prints the token for workers.
      script: `${unlessIn}docker swarm init${address === undefined ? '' : ` --advertise-addr '${address}'`} >/dev/null`,
    }
  const body = {
    ...{ ListenAddr: '0.0.0.0:2377', AdvertiseAddr: address ?? '' },
    ...{ RemoteAddrs: [join.manager], JoinToken: join.token.trim() },
  }
  return {
    id: 'swarm',
    title: `Join the Swarm of ${join.manager}`,
    // `docker swarm join` takes the token as an argument, which every user of the server could read. An attempt that
    // failed would go on in the background.
    script: `install_packages curl
${unlessIn}base64 -d <<'END' | curl --silent --show-error --fail-with-body --max-time 120 --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' --data-binary @- http://localhost/swarm/join || { docker swarm leave --force >/dev/null 2>&1 || :; exit 1; }
${Buffer.from(JSON.stringify(body)).toString('base64')}
END`,
  }
}

/** A stopped engine does not say that it is in a Swarm. */
const unlessIn = `[ "$(docker info --format '{{.Swarm.LocalNodeState}}')" = active ] || `

function set(swarm: Swarm, isNew: boolean, labels: readonly NodeLabel[]): Change {
  const shown = labels.map((label) => {
    const old = valueOf(swarm, isNew, label)
    return `${label.key}=${label.value}${label.node === undefined ? '' : ` of ${label.node}`}${old === undefined ? '' : ` (was ${old})`}`
  })
  return {
    id: 'swarm-labels',
    title: `Set ${labels.length === 1 ? 'the label' : 'the labels'} ${shown.join(', ')}`,
    script: labels
      .map(
        ({ node, key, value }) =>
          `docker node update --label-add '${key}=${value}' ${node === undefined ? `"$(docker info --format '{{.Swarm.NodeID}}')"` : `'${node}'`} >/dev/null`,
      )
      .join('\n'),
  }
}

/** The value that the label has now. */
function valueOf({ nodes, self }: Swarm, isNew: boolean, { node, key }: NodeLabel): string | undefined {
  if (isNew && node === undefined) return undefined
  const found = nodes.find(({ id, host }) =>
    node === undefined ? id === self : id === node || host === node,
  )
  if (found !== undefined) return found.labels[key]
  throw new UserError(
    'not-ready',
    `Input 'swarm-labels': the Swarm has no node ${node ?? 'for this server'}${nodes.length === 0 ? '' : `, only ${nodes.map(({ host }) => host).join(', ')}`}.`,
    'Let it join first (prepare-server on that server with swarm: join), then run this again.',
  )
}

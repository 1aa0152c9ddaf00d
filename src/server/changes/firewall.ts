import { UserError } from '../../errors.ts'
import { nothing, type Proposal } from '../change.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'

/** The server turns its firewall off again unless this file exists a minute after it was turned on. */
export const stillReachable = '/run/saleor-deploy-still-reachable'

/** What nodes of a Swarm need of each other; as ufw writes it. https://docs.docker.com/engine/swarm/swarm-tutorial/ */
const nodePorts = [
  { ports: '2377,7946', protocol: 'tcp' },
  { ports: '4789,7946', protocol: 'udp' },
] as const

/**
 * Plans a firewall that allows SSH, on the port of this very connection, and the shop's ports. Pure.
 * @throws UserError `not-ready` when the port of SSH is unknown
 */
export function firewallChanges(
  { firewall, packages, sshPort }: Facts,
  { firewall: kind, openPorts, swarm }: DesiredServer,
): Proposal {
  if (kind === 'none') return nothing
  const peers = swarm?.peers ?? []
  if (firewall.other !== '')
    return {
      changes: [],
      warnings: [
        `${firewall.other} is the firewall here, so ufw is not installed. Let in there: SSH, ${openPorts.join(', ')}${peers.length === 0 ? '' : `, and ${nodePorts.map(({ ports, protocol }) => `${ports}/${protocol}`).join(' and ')} from ${peers.join(', ')}`}.`,
      ],
    }
  if (sshPort === undefined)
    throw new UserError(
      'not-ready',
      'The server does not say on which port SSH came in (SSH_CONNECTION is empty), so a firewall could lock everybody out.',
      'Set firewall: none, and set up the firewall by hand.',
    )
  const missing = [`${sshPort}/tcp`, ...openPorts].filter(
    (port) => !firewall.rules.some((rule) => lets(rule, port)),
  )
  const nodes = peers
    .flatMap((from) =>
      nodePorts.map(({ ports, protocol }) => `ufw allow from ${from} to any port ${ports} proto ${protocol}`),
    )
    .filter((rule) => !firewall.rules.includes(rule))
  if (firewall.isActive && missing.length + nodes.length === 0) return nothing
  const allow = [...missing.map((port) => `ufw allow ${port}`), ...nodes].join('\n')
  const others = nodes.length === 0 ? [] : [`the ports of a Swarm for ${peers.join(', ')}`]
  return {
    changes: [
      {
        id: 'firewall',
        title: firewall.isActive
          ? `Open ${[...missing, ...others].join(', ')} in the firewall`
          : `Turn on the firewall (ufw), which lets in ${[`${sshPort}/tcp`, ...openPorts, ...others].join(', ')}`,
        script: `${packages.has('ufw') ? '' : 'install_packages ufw\n'}${allow}\n${firewall.isActive ? '' : turnOn}`,
        ...(firewall.isActive ? {} : { needsLogin: true }),
      },
    ],
    warnings: [],
  }
}

const turnOn = `rm -f ${stillReachable}
ufw --force enable
setsid --fork bash -c 'sleep 90; [ -e ${stillReachable} ] || ufw --force disable' </dev/null >/dev/null 2>&1`

/** Whether a line of \`ufw show added\` allows everybody on a port. */
function lets(rule: string, port: string): boolean {
  const [, opened = ''] = /^ufw (?:allow|limit) (\S+)/.exec(rule) ?? []
  const named: Record<string, string[]> = {
    OpenSSH: ['22/tcp'],
    ssh: ['22/tcp'],
    http: ['80/tcp'],
    https: ['443/tcp'],
    'Nginx\\ Full': ['80/tcp', '443/tcp'],
  }
  return opened === port || opened === port.split('/')[0] || (named[opened] ?? []).includes(port)
}

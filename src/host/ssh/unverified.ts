import { UserError } from '../../errors.ts'
import type { Address } from './address.ts'
import { fingerprintOf, knownHostsLine, markersFor, pinnedTypes, typeOf } from './host-key.ts'

/** The error for a host key that is not pinned, with its fix. Pure. */
export function unverified(
  { host, port, pins, input = 'host' }: Pick<Address, 'host' | 'port' | 'pins' | 'input'>,
  key: Buffer,
): UserError {
  const shown = `${host}:${port} (the input ${input}) showed a host key that`
  const { revoked, authority } = markersFor(key, host, port, pins)
  // A revoked key may be in the hands of somebody else.
  if (revoked)
    return new UserError(
      'host-key-unverified',
      `${shown} is marked @revoked in known-hosts: ${fingerprintOf(key)}\nWhoever has this key can pretend to be the server.`,
      'Do not use it: give the server a new host key (ssh-keygen -A, after removing the old one), and pin that one.',
    )
  const [what, why] = problem(host, port, pins, authority)
  const file = `/etc/ssh/ssh_host_${/rsa|ecdsa|ed25519/.exec(typeOf(key))?.[0]}_key.pub`
  return new UserError(
    'host-key-unverified',
    `${shown} ${what}: ${fingerprintOf(key)}${why}`,
    `Compare with \`ssh-keygen -lf ${file}\` on the server itself; if it is the same, put this line into the input ` +
      `known-hosts:\n${knownHostsLine(key, host, port)}`,
  )
}

function problem(
  host: string,
  port: number,
  pins: Address['pins'],
  authority: boolean,
): [what: string, why: string] {
  if (pins.knownHosts.length + pins.fingerprints.length === 0) return ['is not pinned', '']
  if (pins.fingerprints.length === 0 && pinnedTypes(host, port, pins).length === 0)
    return authority
      ? [
          'has no line of its own in the input known-hosts',
          '\nThe @cert-authority line there is not used: certificates of hosts are not read.',
        ]
      : ['has no line in the input known-hosts', '']
  return [
    'is not the pinned one',
    '\nEither another of its keys was pinned, or the server was installed anew, or somebody stands between.',
  ]
}

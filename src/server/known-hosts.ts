import { knownHostsLine } from '../host/ssh/host-key.ts'
import type { Facts } from './facts.ts'

/** The first of these key types that exists goes into the output. */
const preferred = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa']

/** Returns a server's known_hosts line, read over a connection with a verified key; empty when it has none of these keys. Pure. */
export function knownHosts({ hostKeys }: Facts, host: string, port: number): string {
  const key = preferred
    .map((type) => hostKeys.find((one) => one.type === type))
    .find((one) => one !== undefined)
  return key === undefined ? '' : knownHostsLine(Buffer.from(key.key, 'base64'), host, port)
}

import { isIP } from 'node:net'

/** Whether this is an address or a network, of IPv4 or IPv6, as HAProxy reads them. Pure. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  // A zone, as in fe80::1%eth0, is of one machine.
  const family = address.includes('%') ? 0 : isIP(address)
  if (family === 0 || more.length > 0) return false
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (family === 4 ? 32 : 128))
}

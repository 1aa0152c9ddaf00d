/** Whether this is an address or a network, of IPv4 or IPv6, as HAProxy reads them. Pure. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const bits = bitsOf(address)
  if (bits === 0 || more.length > 0) return false
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits)
}

/** The bits of an address of this family; 0 for none. An address with a zone, fe80::1%eth0, is valid on one machine only. */
function bitsOf(address: string): 0 | 32 | 128 {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address))
    return address.split('.').every((part) => Number(part) <= 255) ? 32 : 0
  return /^[0-9a-f:.]+$/i.test(address) && URL.canParse(`http://[${address}]/`) ? 128 : 0
}

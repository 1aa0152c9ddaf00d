import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a host's key is checked against: lines of a known_hosts file, or fingerprints as `ssh-keygen -l` prints them. */
export interface Pins {
  knownHosts: readonly string[]
  fingerprints: readonly string[]
}

/** `SHA256:…` of a public key in SSH's wire format, as OpenSSH writes it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Whether the key is one that the user pinned for this host. */
export function isPinned(key: Buffer, host: string, port: number, pins: Pins): boolean {
  if (pins.fingerprints.includes(fingerprintOf(key))) return true
  return pinnedEntries(host, port, pins).some((entry) => entry.key.equals(key) && !entry.revoked)
}

/** The key types pinned for the host: the server is asked for one of these, as it may have others too. */
export function pinnedTypes(host: string, port: number, pins: Pins): string[] {
  return [...new Set(pinnedEntries(host, port, pins).map((entry) => entry.type))]
}

/** The line to put into `known-hosts` for a key, for error messages. */
export function knownHostsLine(key: Buffer, host: string, port: number): string {
  const type = key.subarray(4, 4 + key.readUInt32BE(0)).toString('ascii')
  return `${asKnown(host, port)} ${type} ${key.toString('base64')}`
}

/** Why a known_hosts line can't be used, or undefined when it can. */
export function complaintAbout(line: string): string | undefined {
  const fields = line.replace(/^@\S+\s+/, '').split(/\s+/)
  if (fields.length < 3) return 'has fewer than three fields (host, key type, key)'
  if (!/^[A-Za-z0-9+/]+=*$/.test(fields[2] ?? '')) return 'has a key that is not base64'
  return undefined
}

interface Entry {
  type: string
  key: Buffer
  revoked: boolean
}

/** known_hosts(5): markers, comma-separated patterns with * ? and !, [host]:port, and hashed names (|1|salt|hash). */
function pinnedEntries(host: string, port: number, pins: Pins): Entry[] {
  return pins.knownHosts.flatMap((line) => {
    const marker = /^@(\S+)\s+/.exec(line)
    const [names = '', type = '', key = ''] = line.slice(marker?.[0].length ?? 0).split(/\s+/)
    if (!matches(names, asKnown(host, port))) return []
    return [{ type, key: Buffer.from(key, 'base64'), revoked: marker !== null }]
  })
}

function asKnown(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`
}

function matches(names: string, host: string): boolean {
  if (names.startsWith('|1|')) {
    const [, , salt = '', hash = ''] = names.split('|')
    const expected = Buffer.from(hash, 'base64')
    const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(host).digest()
    return expected.length === actual.length && timingSafeEqual(expected, actual)
  }
  const patterns = names.split(',')
  const hit = (pattern: string): boolean => globToRegExp(pattern).test(host)
  return (
    patterns.some((one) => !one.startsWith('!') && hit(one)) &&
    !patterns.some((one) => one.startsWith('!') && hit(one.slice(1)))
  )
}

function globToRegExp(glob: string): RegExp {
  const body = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${body}$`, 'i')
}

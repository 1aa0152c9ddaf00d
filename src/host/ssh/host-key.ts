import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The pins of a host key: lines of a known_hosts file, or fingerprints as `ssh-keygen -l` prints them. */
export interface Pins {
  knownHosts: readonly string[]
  fingerprints: readonly string[]
}

/** `SHA256:…` of a public key in SSH's wire format, in OpenSSH's form. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`
}

/** Whether the user pinned this key for this host. */
export function isPinned(key: Buffer, host: string, port: number, pins: Pins): boolean {
  const same = pinnedEntries(host, port, pins).filter((entry) => entry.key.equals(key))
  if (same.some(({ marker }) => marker === 'revoked')) return false
  return pins.fingerprints.includes(fingerprintOf(key)) || same.some(({ marker }) => marker === undefined)
}

/** The key types pinned for the host. The client requests one of them, because the server may have others too. */
export function pinnedTypes(host: string, port: number, pins: Pins): string[] {
  const plain = pinnedEntries(host, port, pins).filter(({ marker }) => marker === undefined)
  return [...new Set(plain.map(({ type }) => type))]
}

/** Lines with a marker: this key is revoked, or an authority signs the keys of this host. */
export function markersFor(
  key: Buffer,
  host: string,
  port: number,
  pins: Pins,
): { revoked: boolean; authority: boolean } {
  const entries = pinnedEntries(host, port, pins)
  return {
    revoked: entries.some((entry) => entry.marker === 'revoked' && entry.key.equals(key)),
    authority: entries.some(({ marker }) => marker === 'cert-authority'),
  }
}

/** The line to put into `known-hosts` for a key, for error messages. */
export function knownHostsLine(key: Buffer, host: string, port: number): string {
  return `${asKnown(host, port)} ${typeOf(key)} ${key.toString('base64')}`
}

/** `ssh-ed25519`, `ssh-rsa`, … from the key itself. */
export function typeOf(key: Buffer): string {
  return readWire(key)[0] ?? ''
}

/** Why a known_hosts line is unusable, or undefined. The message does not show the line, because it may be a misplaced key. */
export function pinProblem(line: string): string | undefined {
  if (/PRIVATE KEY-----/.test(line)) return 'is of a private key, which belongs into ssh-key'
  if (/^(SHA256|MD5):/.test(line)) return 'is a fingerprint, which belongs into host-fingerprint'
  const [first = '', second, third] = line.replace(/^@\S+\s+/, '').split(/\s+/)
  if (/^(ssh-|ecdsa-|sk-)/.test(first)) return 'has no host name in front of the key'
  if (second === undefined || third === undefined) return 'has fewer than three fields (host, key type, key)'
  if (!/^[A-Za-z0-9+/]+=*$/.test(third)) return 'has a key that is not Base64'
  const [type, whole] = readWire(Buffer.from(third, 'base64'))
  if (type !== second) return `has a key that is not of the type ${second}`
  return whole ? undefined : 'has a key that is cut off'
}

/** SSH's wire format: strings with a length prefix; the first one is the type. */
function readWire(key: Buffer): [type: string | undefined, whole: boolean] {
  const parts: Buffer[] = []
  let at = 0
  while (at + 4 <= key.length) {
    const length = key.readUInt32BE(at)
    parts.push(key.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return [parts[0]?.toString('latin1'), at === key.length && parts.length > 1]
}

interface Entry {
  type: string
  key: Buffer
  /** `revoked`, `cert-authority`; neither pins the key. */
  marker: string | undefined
}

/** known_hosts(5): markers, comma-separated patterns with * ? and !, [host]:port, and hashed names (|1|salt|hash). */
function pinnedEntries(host: string, port: number, pins: Pins): Entry[] {
  return pins.knownHosts.flatMap((line) => {
    const marker = /^@(\S+)\s+/.exec(line)
    const [names = '', type = '', key = ''] = line.slice(marker?.[0].length ?? 0).split(/\s+/)
    if (!matches(names, asKnown(host, port))) return []
    return [{ type, key: Buffer.from(key, 'base64'), marker: marker?.[1] }]
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

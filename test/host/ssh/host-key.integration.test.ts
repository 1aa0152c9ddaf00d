import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  fingerprintOf,
  isPinned,
  knownHostsLine,
  pinnedTypes,
  pinProblem,
} from '../../../src/host/ssh/host-key.ts'
import { makeKey, sshKeygen } from '../ssh-keygen.ts'

const folder = mkdtempSync(join(tmpdir(), 'host-keys-'))

/** A host key of OpenSSH's own making. */
function hostKey(name: string, type: string): { key: Buffer; line: string; fingerprint: string } {
  const file = join(folder, name)
  const { publicKey: line } = makeKey(file, type)
  const [, fingerprint = ''] = sshKeygen('-l', '-f', file).split(' ')
  return { key: Buffer.from(line.split(' ')[1] ?? '', 'base64'), line, fingerprint }
}

/** The same known_hosts with its names hashed, as Debian's ssh writes it. */
function hashed(knownHosts: string): string[] {
  const file = join(folder, 'known_hosts')
  writeFileSync(file, `${knownHosts}\n`)
  sshKeygen('-q', '-H', '-f', file)
  return readFileSync(file, 'utf8').trim().split('\n')
}

const ours = hostKey('ours', 'ed25519')
const other = hostKey('other', 'ed25519')
const rsa = hostKey('rsa', 'rsa')

const lines = (...knownHosts: string[]) => ({ knownHosts, fingerprints: [] })

describe('a host key', () => {
  it('A host key has the fingerprint that ssh-keygen prints', () => {
    expect(fingerprintOf(ours.key)).toBe(ours.fingerprint)
    expect(fingerprintOf(rsa.key)).toBe(rsa.fingerprint)
  })

  it('A host key becomes a line that pins it, also on another port', () => {
    for (const port of [22, 2222]) {
      const line = knownHostsLine(rsa.key, 'shop.example.com', port)
      expect(line.split(' ')[1]).toBe('ssh-rsa')
      expect(isPinned(rsa.key, 'shop.example.com', port, lines(line))).toBe(true)
      expect(isPinned(rsa.key, 'shop.example.com', port === 22 ? 2222 : 22, lines(line))).toBe(false)
      expect(isPinned(ours.key, 'shop.example.com', port, lines(line))).toBe(false)
    }
  })

  it('A host key is pinned by a fingerprint, whatever the name of the host', () => {
    const pins = { knownHosts: [], fingerprints: [ours.fingerprint] }
    expect(isPinned(ours.key, 'anything', 22, pins)).toBe(true)
    expect(isPinned(other.key, 'anything', 22, pins)).toBe(false)
  })

  it('A host key is never pinned by an empty input', () => {
    expect(isPinned(ours.key, 'shop', 22, lines())).toBe(false)
  })
})

describe('known_hosts', () => {
  it.each([
    ['a name', 'shop', 'shop', 22, true],
    ['another name', 'shop', 'shop2', 22, false],
    ['a list of names', 'a,shop,10.0.0.1', 'shop', 22, true],
    ['capitals', 'Shop.Example.com', 'shop.example.com', 22, true],
    ['a dot that is no wildcard', 'shop.example.com', 'shopxexample.com', 22, false],
    ['a star', '*.example.com', 'shop.example.com', 22, true],
    ['a question mark', 'shop?', 'shop1', 22, true],
    ['an exception', '*.example.com,!shop.example.com', 'shop.example.com', 22, false],
    ['a port', '[shop]:2222', 'shop', 2222, true],
    ['a port that the line does not name', 'shop', 'shop', 2222, false],
    ['an IPv6 address', '2001:db8::1', '2001:db8::1', 22, true],
  ])('A line of known_hosts is matched: %s', (_, names, host, port, pinned) => {
    expect(isPinned(ours.key, host, port, lines(`${names} ${ours.line}`))).toBe(pinned)
  })

  it('Hashed names in known_hosts are matched', () => {
    const known = hashed(`shop ${ours.line}\n[shop]:2222 ${rsa.line}`)
    expect(known[0]).toMatch(/^\|1\|/)
    expect(isPinned(ours.key, 'shop', 22, lines(...known))).toBe(true)
    expect(isPinned(ours.key, 'shop', 2222, lines(...known))).toBe(false)
    expect(isPinned(rsa.key, 'shop', 2222, lines(...known))).toBe(true)
    expect(pinnedTypes('shop', 2222, lines(...known))).toEqual(['ssh-rsa'])
  })

  it('The key types to request from the server come from known_hosts', () => {
    const pins = lines(`shop ${ours.line}`, `shop ${rsa.line}`, `shop ${other.line}`, `elsewhere ${rsa.line}`)
    expect(pinnedTypes('shop', 22, pins)).toEqual(['ssh-ed25519', 'ssh-rsa'])
  })

  it('A revoked key is never accepted, whatever else pins it', () => {
    expect(isPinned(ours.key, 'shop', 22, lines(`@revoked shop ${ours.line}`))).toBe(false)
    const both = lines(`shop ${ours.line}`, `@revoked shop ${ours.line}`)
    expect(isPinned(ours.key, 'shop', 22, both)).toBe(false)
    expect(isPinned(ours.key, 'shop', 22, { ...both, fingerprints: [ours.fingerprint] })).toBe(false)
  })

  it('The key of a certificate authority is not taken for a host key', () => {
    expect(isPinned(ours.key, 'shop', 22, lines(`@cert-authority shop ${ours.line}`))).toBe(false)
  })
})

describe('unusable lines', () => {
  it.each([
    ['shop', 'fewer than three fields'],
    ['shop ssh-ed25519', 'fewer than three fields'],
    [ours.line, 'no host name'],
    ['shop ssh-ed25519 AAA$', 'not Base64'],
    ['shop ssh-ed25519 AAAA', 'not of the type ssh-ed25519'],
    [`shop ssh-rsa ${ours.line.split(' ')[1]}`, 'not of the type ssh-rsa'],
    [`shop ssh-ed25519 ${ours.line.split(' ')[1]?.slice(0, 40)}`, 'cut off'],
    [`SHA256:${'a'.repeat(43)}`, 'host-fingerprint'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----', 'private key'],
  ])('An unusable line is refused: %s', (line, problem) => {
    expect(pinProblem(line)).toContain(problem)
  })

  it.each([
    `shop ${ours.line}`,
    `shop ${ours.line} root@shop`,
    `@revoked shop ${rsa.line}`,
    `[shop]:2222,[10.0.0.1]:2222 ${rsa.line}`,
  ])('A usable line is accepted: %s', (line) => {
    expect(pinProblem(line)).toBeUndefined()
  })
})

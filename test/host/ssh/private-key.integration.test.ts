import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { readPrivateKey } from '../../../src/host/ssh/private-key.ts'
import { makeKey, sshKeygen } from '../ssh-keygen.ts'

const folder = mkdtempSync(join(tmpdir(), 'client-keys-'))
const passphrase = 'pass phrase'

/** A key of OpenSSH's own making. */
function key(type: string, format: 'RFC4716' | 'PEM' | 'PKCS8', secret = ''): string {
  const options = [...(type === 'rsa' ? ['-b', '2048'] : []), '-m', format]
  return makeKey(join(folder, `${type}-${format}-${secret.length}`), type, { passphrase: secret, options })
    .key
}

/** The type that OpenSSH finds in what was made of a key, in one of the forms that the SSH library knows. */
function usable(text: string, secret = ''): string {
  const read = readPrivateKey(text, secret === '' ? undefined : secret)
  expect(read).toMatch(/^\s*-----BEGIN (OPENSSH|RSA|EC) PRIVATE KEY-----\n/)
  const file = join(folder, 'read')
  writeFileSync(file, read.trimStart(), { mode: 0o600 })
  const passphrase = /PKCS8|BEGIN RSA PRIVATE KEY-----\nMII/.test(read) ? '' : secret
  return sshKeygen('-y', '-P', passphrase, '-f', file).split(' ')[0] ?? ''
}

function problem(text: string, secret?: string): string {
  try {
    readPrivateKey(text, secret)
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.fix}`
    throw error
  }
  throw new Error('was accepted')
}

const plain = key('ed25519', 'RFC4716')

describe('a private key', () => {
  it.each([
    ['ed25519', plain, 'ssh-ed25519'],
    ['RSA', key('rsa', 'RFC4716'), 'ssh-rsa'],
    ['RSA, PEM', key('rsa', 'PEM'), 'ssh-rsa'],
    ['RSA, PKCS #8', key('rsa', 'PKCS8'), 'ssh-rsa'],
    ['ECDSA', key('ecdsa', 'RFC4716'), 'ecdsa-sha2-nistp256'],
    ['ECDSA, PEM', key('ecdsa', 'PEM'), 'ecdsa-sha2-nistp256'],
    ['ECDSA, PKCS #8', key('ecdsa', 'PKCS8'), 'ecdsa-sha2-nistp256'],
    ['Windows line ends', plain.replaceAll('\n', '\r\n'), 'ssh-ed25519'],
    ['no last line break', plain.trim(), 'ssh-ed25519'],
    ['indented lines', plain.replaceAll('\n', '\n    '), 'ssh-ed25519'],
    ['blank lines around it', `\n\n${plain}\n\n`, 'ssh-ed25519'],
  ])('A private key is read: %s', (_, text, type) => {
    expect(usable(text)).toBe(type)
  })

  it.each([
    ['ed25519', key('ed25519', 'RFC4716', passphrase)],
    ['RSA, PEM', key('rsa', 'PEM', passphrase)],
    ['RSA, PKCS #8', key('rsa', 'PKCS8', passphrase)],
  ])('A private key with a passphrase is read: %s', (_, text) => {
    expect(usable(text, passphrase)).toMatch(/^ssh-/)
    expect(() => usable(text)).toThrow(/passphrase|Command failed/)
    expect(() => usable(text, 'another')).toThrow(/passphrase|Command failed/)
  })
})

describe('invalid private keys', () => {
  it.each([
    ['the public one', readFileSync(join(folder, 'ed25519-RFC4716-0.pub'), 'utf8'), '.pub'],
    ['with \\n for line breaks', plain.trim().replaceAll('\n', '\\n'), 'two characters \\n'],
    ['on one line', plain.trim().replaceAll('\n', ' '), 'lost its line breaks'],
    ['without its end', plain.slice(0, 200), 'no END line'],
    ['without its beginning', plain.split('\n').slice(1).join('\n'), 'no BEGIN line'],
    ['in quotes', `"${plain.trim()}"`, 'in quotes'],
    ['as Base64', Buffer.from(plain).toString('base64'), 'Base64'],
    ['of PuTTY', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n', 'puttygen'],
    ['a path', '~/.ssh/id_ed25519', 'no BEGIN line'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'certificate'],
    ['damaged', '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----', 'damaged'],
  ])('A text that is no private key is refused: %s', (_, text, told) => {
    const said = problem(text)
    expect(said).toContain(told)
    expect(said).toContain("Input 'ssh-key'")
    expect(said).not.toContain(plain.split('\n')[1]?.slice(0, 12))
  })
})

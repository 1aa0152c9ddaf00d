import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { addressesFrom, type ConnectionInputs } from '../../src/host/address.ts'

const key = ['-----BEGIN OPENSSH PRIVATE KEY-----', 'b3Bl', '-----END OPENSSH PRIVATE KEY-----']

const inputs: ConnectionInputs = {
  host: 'shop.example.com',
  port: 22,
  user: 'deploy',
  'ssh-key': key.join('\n'),
  'ssh-key-passphrase': undefined,
  'known-hosts': [],
  'host-fingerprint': [],
  'jump-host': undefined,
  'jump-user': undefined,
}

function complaint(changed: Partial<ConnectionInputs>): string {
  try {
    addressesFrom({ ...inputs, ...changed })
  } catch (error) {
    if (error instanceof UserError && error.reason === 'bad-input') return `${error.message}\n${error.fix}`
    throw error
  }
  throw new Error('was accepted')
}

describe('the addresses of a connection', () => {
  it('gives the key its final newline back, which GitHub trims', () => {
    expect(addressesFrom(inputs).targets[0]?.privateKey).toBe(`${key.join('\n')}\n`)
    expect(addressesFrom(inputs).jump).toBeUndefined()
  })

  it.each([
    ['bastion.example.com', 'bastion.example.com', 22],
    ['10.0.0.1:2222', '10.0.0.1', 2222],
    ['[2001:db8::1]:2222', '2001:db8::1', 2222],
    ['2001:db8::1', '2001:db8::1', 22],
  ])('goes through %s with the same key', (written, host, port) => {
    const { jump } = addressesFrom({ ...inputs, 'jump-host': written })
    expect(jump).toMatchObject({ host, port, user: 'deploy', privateKey: `${key.join('\n')}\n` })
  })

  it('reads a fleet, with the ports that are given', () => {
    const { host: _, ...rest } = inputs
    const { targets } = addressesFrom({ ...rest, hosts: ['web-1', 'web-2:2222', '[2001:db8::1]:23'] })
    expect(targets.map(({ host, port, name }) => [host, port, name])).toEqual([
      ['web-1', 22, 'web-1'],
      ['web-2', 2222, 'web-2:2222'],
      ['2001:db8::1', 23, '[2001:db8::1]:23'],
    ])
    expect(() => addressesFrom({ ...rest, hosts: ['web-1', 'web-1:22'] })).toThrow(
      /"web-1:22" is named twice/,
    )
  })

  it('logs in to the jump host as somebody else when told', () => {
    const { targets, jump } = addressesFrom({ ...inputs, 'jump-host': 'b', 'jump-user': 'hop' })
    expect([targets[0]?.user, jump?.user]).toEqual(['deploy', 'hop'])
  })

  it.each<[string, Partial<ConnectionInputs>, RegExp]>([
    ['a jump host with a user', { 'jump-host': 'me@bastion' }, /'jump-host'.*"me@bastion".*jump-user/s],
    ['a jump host with a port that is none', { 'jump-host': 'b:99999' }, /'jump-host'.*65535/s],
    ['a jump user without a jump host', { 'jump-user': 'hop' }, /'jump-user'.*jump-host/s],
    [
      'a known_hosts line that is a fragment',
      { 'known-hosts': ['shop AAAA'] },
      /'known-hosts'.*ssh-keyscan/s,
    ],
    ['an MD5 fingerprint', { 'host-fingerprint': ['MD5:00:11'] }, /'host-fingerprint'.*SHA256/s],
  ])('refuses %s', (_, changed, text) => {
    expect(complaint(changed)).toMatch(text)
  })

  it('never shows a private key that was put into the wrong input', () => {
    const text = complaint({ 'known-hosts': key })
    expect(text).not.toContain('b3Bl')
    expect(text).toContain('private key')
  })
})

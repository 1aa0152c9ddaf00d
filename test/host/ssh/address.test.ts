import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { addressesFrom, type ConnectionInputs } from '../../../src/host/ssh/address.ts'

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

function problem(changed: Partial<ConnectionInputs>): string {
  try {
    addressesFrom({ ...inputs, ...changed })
  } catch (error) {
    if (error instanceof UserError && error.reason === 'bad-input') return `${error.message}\n${error.fix}`
    throw error
  }
  throw new Error('was accepted')
}

const named = (...names: string[]): { name: string }[] => names.map((name) => ({ name }))

describe('the addresses of a connection', () => {
  it('The SSH key gets back the final newline that GitHub trims', () => {
    expect(addressesFrom(inputs).targets[0]?.privateKey).toBe(`${key.join('\n')}\n`)
    expect(addressesFrom(inputs).jump).toBeUndefined()
  })

  it.each([
    ['bastion.example.com', 'bastion.example.com', 22],
    ['10.0.0.1:2222', '10.0.0.1', 2222],
    ['[2001:db8::1]:2222', '2001:db8::1', 2222],
    ['2001:db8::1', '2001:db8::1', 22],
  ])('The connection goes through %s with the same key', (written, host, port) => {
    const { jump } = addressesFrom({ ...inputs, 'jump-host': written })
    expect(jump).toMatchObject({ host, port, user: 'deploy', privateKey: `${key.join('\n')}\n` })
  })

  it('A fleet is read with its ports', () => {
    const { host: _, ...rest } = inputs
    const { targets } = addressesFrom({ ...rest, hosts: named('web-1', 'web-2:2222', '[2001:db8::1]:23') })
    expect(targets.map(({ host, port, name }) => [host, port, name])).toEqual([
      ['web-1', 22, 'web-1'],
      ['web-2', 2222, 'web-2:2222'],
      ['2001:db8::1', 23, '[2001:db8::1]:23'],
    ])
    expect(() => addressesFrom({ ...rest, hosts: named('web-1', 'web-1:22') })).toThrow(
      /"web-1:22" is named twice/,
    )
  })

  it.each<[string, number, string, number]>([
    ['10.0.0.5:22', 22, '10.0.0.5', 22],
    ['shop.example.com:2222', 22, 'shop.example.com', 2222],
    ['shop.example.com:2222', 2222, 'shop.example.com', 2222],
    ['[2001:db8::1]', 2222, '2001:db8::1', 2222],
    ['[2001:db8::1]:2200', 22, '2001:db8::1', 2200],
    ['2001:db8::1', 22, '2001:db8::1', 22],
    ['shop', 2222, 'shop', 2222],
  ])('The input host %s with port %i is read as a fleet is read', (written, port, host, at) => {
    expect(addressesFrom({ ...inputs, host: written, port }).targets).toMatchObject([{ host, port: at }])
  })

  it('The jump host can have its own user', () => {
    const { targets, jump } = addressesFrom({ ...inputs, 'jump-host': 'b', 'jump-user': 'hop' })
    expect([targets[0]?.user, jump?.user]).toEqual(['deploy', 'hop'])
  })

  it.each<[string, Partial<ConnectionInputs>, RegExp]>([
    ['a host with a user', { host: 'me@shop' }, /'host'.*"me@shop".*the user goes into user/s],
    [
      'a host as a URL',
      { host: 'ssh://shop:22' },
      /'host'.*"ssh:\/\/shop:22".*without ssh:\/\/.*input port/s,
    ],
    ['a host with a port that is none', { host: 'shop:99999' }, /'host'.*65535/s],
    ['two ports for one host', { host: 'shop:22', port: 2222 }, /port 22, and the input 'port' is 2222/s],
    ['a host with a path', { host: 'shop/x' }, /'host'.*"shop\/x"/s],
    ['a jump host with a user', { 'jump-host': 'me@bastion' }, /'jump-host'.*"me@bastion".*jump-user/s],
    ['a jump host with a port that is none', { 'jump-host': 'b:99999' }, /'jump-host'.*65535/s],
    ['a jump user without a jump host', { 'jump-user': 'hop' }, /'jump-user'.*jump-host/s],
    [
      'a known_hosts line that is a fragment',
      { 'known-hosts': ['shop AAAA'] },
      /'known-hosts'.*ssh-keyscan/s,
    ],
    ['an MD5 fingerprint', { 'host-fingerprint': ['MD5:00:11'] }, /'host-fingerprint'.*SHA256/s],
  ])('An address is refused: %s', (_, changed, text) => {
    expect(problem(changed)).toMatch(text)
  })

  it('A private key in the wrong input is never shown', () => {
    const text = problem({ 'known-hosts': key })
    expect(text).not.toContain('b3Bl')
    expect(text).toContain('private key')
  })
})

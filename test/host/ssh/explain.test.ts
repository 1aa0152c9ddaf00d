import { describe, expect, it } from 'vitest'
import { type Door, explainRefusal } from '../../../src/host/ssh/explain.ts'

const address = { host: 'shop.example.com', port: 2222, user: 'deploy' }

function said(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

/** What ssh2 1.17 and Node say, each tried once by hand or in `test/e2e/connection.test.ts`. */
describe('a refused connection', () => {
  it.each<[string, Error, Door, string, RegExp]>([
    [
      'an account that has expired',
      said('No response from server', 'ETIMEDOUT'),
      { keyShown: true, asked: { left: [], partial: false }, banner: 'Your account has expired;\r\nask.\n' },
      'login-refused',
      /ended the connection while 'deploy' logged in\. It says: Your account has expired; \/ ask\..*chage -l deploy/s,
    ],
    [
      'a second factor',
      said('All configured authentication methods failed'),
      { keyShown: true, asked: { left: ['password'], partial: true } },
      'login-refused',
      /took the key of 'deploy' and asks for password too.*AuthenticationMethods publickey/s,
    ],
    [
      'a server that takes no keys',
      said('All configured authentication methods failed'),
      { keyShown: true, asked: { left: ['password', 'keyboard-interactive'], partial: false } },
      'login-refused',
      /takes no keys from 'deploy', only password, keyboard-interactive.*PubkeyAuthentication yes/s,
    ],
    [
      'a login that hangs',
      said('Timed out while waiting for handshake'),
      { keyShown: true },
      'host-unreachable',
      /did not finish the login within 20 s.*PAM/s,
    ],
  ])('The refusal “%s” is explained by its cause, not by a firewall', (_, error, door, reason, text) => {
    const explained = explainRefusal(error, address, door)
    expect(explained.reason).toBe(reason)
    expect(`${explained.message}\n${explained.fix}`).toMatch(text)
    expect(`${explained.message}\n${explained.fix}`).not.toMatch(/firewall/)
  })

  it.each<[string, Error, string, RegExp]>([
    [
      'no passphrase',
      said('Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given'),
      'bad-input',
      /ssh-key.*encrypted.*ssh-key-passphrase/is,
    ],
    [
      'wrong passphrase',
      said('Cannot parse privateKey: OpenSSH key integrity check failed -- bad passphrase?'),
      'bad-input',
      /ssh-key-passphrase.*(wrong|does not open)/is,
    ],
    [
      'wrong passphrase of a PEM',
      said('Cannot parse privateKey: error:1C800064:Provider routines::bad decrypt'),
      'bad-input',
      /ssh-key-passphrase/,
    ],
    ['not a key', said('Cannot parse privateKey: Unsupported key format'), 'bad-input', /ssh-key.*BEGIN/s],
    [
      'a key the server does not know',
      said('All configured authentication methods failed'),
      'login-refused',
      /deploy.*authorized_keys/s,
    ],
    [
      'no such name',
      said('getaddrinfo ENOTFOUND shop.example.com', 'ENOTFOUND'),
      'host-unreachable',
      /shop\.example\.com does not resolve.*input host/s,
    ],
    [
      'nobody listens',
      said('connect ECONNREFUSED', 'ECONNREFUSED'),
      'host-unreachable',
      /Nothing listens on shop\.example\.com:2222/,
    ],
    [
      'no answer',
      said('Timed out while waiting for handshake'),
      'host-unreachable',
      /did not answer.*firewall/s,
    ],
    ['no way', said('connect EHOSTUNREACH', 'EHOSTUNREACH'), 'host-unreachable', /shop\.example\.com:2222/],
    ['something new', said('Something new'), 'host-unreachable', /shop\.example\.com:2222: Something new/],
  ])('The error is explained: %s', (_, error, reason, text) => {
    const explained = explainRefusal(error, address)
    expect(explained.reason).toBe(reason)
    expect(`${explained.message}\n${explained.fix}`).toMatch(text)
  })
})

describe('the input to correct', () => {
  const refused = said('All configured authentication methods failed')

  it.each([
    ['host', 'user'],
    ['hosts', 'user'],
    ['jump-host', 'jump-user'],
  ] as const)('For a refused login at the input %s, the fix names the input %s', (input, user) => {
    expect(explainRefusal(refused, { ...address, input }).fix).toContain(
      `correct the inputs ${user} and ssh-key`,
    )
  })

  it.each([
    ['host', 'inputs host and port'],
    ['hosts', 'inputs hosts and port'],
    ['jump-host', 'input jump-host'],
  ] as const)('If nothing listens at the input %s, the fix names the %s', (input, what) => {
    const { fix } = explainRefusal(said('connect ECONNREFUSED', 'ECONNREFUSED'), { ...address, input })
    expect(fix).toBe(`Start sshd there, or correct the ${what}.`)
  })
})

it('An IPv6 address is printed in brackets, so that the port is clear', () => {
  const error = said('connect EHOSTUNREACH', 'EHOSTUNREACH')
  const { message } = explainRefusal(error, { ...address, host: '2001:db8::1' })
  expect(message).toBe('There is no route to [2001:db8::1]:2222.')
})

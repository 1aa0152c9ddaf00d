import { describe, expect, it } from 'vitest'
import { explainRefusal } from '../../src/host/explain.ts'

const address = { host: 'shop.example.com', port: 2222, user: 'deploy' }

function said(message: string, code?: string): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

/** What ssh2 1.17 and Node say, each tried once by hand or in `test/e2e/connection.test.ts`. */
describe('a refused connection', () => {
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
  ])('%s', (_, error, reason, text) => {
    const explained = explainRefusal(error, address)
    expect(explained.reason).toBe(reason)
    expect(`${explained.message}\n${explained.fix}`).toMatch(text)
  })
})

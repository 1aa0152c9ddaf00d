import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { connect } from '../../../src/host/ssh/connect.ts'
import { readPrivateKey } from '../../../src/host/ssh/private-key.ts'
import { makeKey } from '../ssh-keygen.ts'

const folder = mkdtempSync(join(tmpdir(), 'connect-'))
const pins = { knownHosts: [], fingerprints: [] }
const privateKey = makeKey(join(folder, 'plain'), 'ed25519').key

/** What is said about a login, as the error's reason, what and fix. */
async function refusal(address: { port: number; privateKey: string; passphrase?: string }): Promise<string> {
  try {
    await connect({ host: '127.0.0.1', user: 'deploy', pins, ...address })
  } catch (error) {
    const { reason, message, fix } = error as Record<'reason' | 'message' | 'fix', string>
    return `${reason}: ${message}\n${fix}`
  }
  throw new Error('was let in')
}

/** The same about a program that does this with whoever connects. */
async function refusalBy(does: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => does(socket.on('error', () => {})))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  try {
    return await refusal({ port: (server.address() as AddressInfo).port, privateKey })
  } finally {
    server.close()
  }
}

describe('a port that accepts the connection', () => {
  it.each<[string, (socket: Socket) => void, RegExp]>([
    [
      'and closes it at once',
      (socket) => socket.end(),
      /accepted the connection and closed it before a login.*MaxStartups.*fail2ban/s,
    ],
    [
      'and resets it',
      (socket) => socket.resetAndDestroy(),
      /accepted the connection and closed it before a login/,
    ],
    [
      'and closes it after its greeting',
      (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
      /closed it before a login/,
    ],
    [
      'and is full',
      (socket) => socket.end('Exceeded MaxStartups\r\n'),
      /too many logins under way.*Run the job again/s,
    ],
    [
      'and denies the address',
      (socket) => socket.end('Not allowed at this time\r\n'),
      /: Not allowed at this time/,
    ],
    [
      'and speaks HTTP',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      /does not speak SSH, it says "HTTP\/1\.1 400 Bad Request".*inputs host and port/s,
    ],
    [
      'and speaks SMTP',
      (socket) => socket.end('220 mail ESMTP\r\n'),
      /does not speak SSH, it says "220 mail ESMTP"/,
    ],
  ])('The failure is not reported as a closed firewall: %s', async (_, does, text) => {
    const said = await refusalBy(does)
    expect(said).toMatch(text)
    expect(said).toMatch(/^host-unreachable/)
    expect(said).not.toMatch(/did not answer|firewall|Docker/)
  })
})

describe('a key under a passphrase', () => {
  it.each([
    ['OpenSSH, aes256-ctr', 'ed25519', ['-Z', 'aes256-ctr']],
    ['OpenSSH, aes256-gcm', 'ed25519', ['-Z', 'aes256-gcm@openssh.com']],
    ['OpenSSH, aes128-cbc', 'ecdsa', ['-Z', 'aes128-cbc']],
    ['PEM with DEK-Info', 'rsa', ['-m', 'PEM']],
    ['PEM with DEK-Info, ECDSA', 'ecdsa', ['-m', 'PEM']],
    ['PKCS #8', 'rsa', ['-m', 'PKCS8']],
  ])(
    'An encrypted key of the form %s is read with its passphrase, and a wrong passphrase is reported as wrong',
    async (title, type, options) => {
      const { key } = makeKey(join(folder, title.replaceAll(/\W/g, '')), type, {
        passphrase: 'right one',
        options,
      })
      const tried = async (passphrase?: string): Promise<string> => {
        try {
          const given = passphrase === undefined ? {} : { passphrase }
          return await refusal({ port: 9, privateKey: readPrivateKey(key, passphrase), ...given })
        } catch (error) {
          return (error as Error).message
        }
      }
      expect(await tried('right one')).toContain('Nothing listens on 127.0.0.1:9')
      expect(await tried('wrong one')).toMatch(
        /'ssh-key-passphrase' does not open the key in 'ssh-key': it is wrong/,
      )
      expect(await tried()).toMatch(/'ssh-key' is encrypted, and there is no passphrase/)
    },
  )

  it('An unsupported cipher is not reported as a wrong passphrase', () => {
    const options = ['-Z', 'chacha20-poly1305@openssh.com']
    const { key } = makeKey(join(folder, 'chacha'), 'ed25519', { passphrase: 'right one', options })
    expect(() => readPrivateKey(key, 'right one')).toThrow(
      /chacha20-poly1305@openssh\.com, which is not supported/,
    )
  })

  it('A passphrase for a key without one does no harm', async () => {
    expect(await refusal({ port: 9, privateKey, passphrase: 'for nothing' })).toContain('Nothing listens')
  })
})

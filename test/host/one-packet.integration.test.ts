import { mkdtempSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { expect, it } from 'vitest'
import { connect } from '../../src/host/ssh/connect.ts'
import { fingerprintOf } from '../../src/host/ssh/host-key.ts'
import { makeKey } from './ssh-keygen.ts'

it('An answer in one packet with its end is complete, with its exit code', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-packet-'))
  const hostKey = makeKey(join(folder, 'host'), 'ed25519').key
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (login) => login.accept())
    client.on('session', (accept) =>
      accept().on('exec', (start, _, { command }) => {
        const script = Buffer.from(command.split(' ').at(-1) ?? '', 'base64').toString()
        const mark = /started-\w+/.exec(script)?.[0]
        const channel = start()
        channel.write(`${mark}\nanswer\n`)
        channel.exit(7)
        channel.end()
      }),
    )
  })
  // Nagle's way, carried to its end: what is said in one go arrives in one go.
  const listener = createServer((socket) => {
    const write = socket.write.bind(socket)
    socket.write = ((data: Buffer) => {
      if (!socket.writableCorked) {
        socket.cork()
        setTimeout(() => socket.uncork(), 20)
      }
      return write(data)
    }) as typeof socket.write
    server.injectSocket(socket)
  })
  await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening))
  const parsed = ssh2.utils.parseKey(hostKey)
  if (parsed instanceof Error) throw parsed
  const host = await connect({
    ...{ host: '127.0.0.1', port: (listener.address() as AddressInfo).port, user: 'deploy' },
    privateKey: makeKey(join(folder, 'user'), 'ed25519').key,
    pins: { knownHosts: [], fingerprints: [fingerprintOf(parsed.getPublicSSH())] },
  })
  expect(await host.run(['true'])).toMatchObject({ code: 7, stdout: 'answer\n' })
  host.close()
  listener.close()
})

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import ssh2 from 'ssh2'
import { makeKey } from '../host/ssh-keygen.ts'

/** What a server of SSH says to whoever comes. */
export interface Said {
  /** Before the login. */
  banner?: string
  /** Nobody is let in. */
  refuses?: boolean
  /** In place of the command that was sent. */
  instead?: string
  /** By every command that was sent, to both outputs; it ends with exit code 1. */
  prints?: string
}

/** The address of a server of SSH, as the inputs of an action have it. */
export interface SshServer {
  inputs: Record<string, string>
  close(): void
}

/** Starts a server of SSH that runs nothing and says just this. */
export async function startSshServer(folder: string, said: Said): Promise<SshServer> {
  const host = makeKey(`${folder}/${randomUUID()}`, 'ed25519')
  const client = makeKey(`${folder}/${randomUUID()}`, 'ed25519')
  const banner = said.banner === undefined ? {} : { banner: said.banner }
  const server = new ssh2.Server({ hostKeys: [host.key], ...banner }, (connection) => {
    connection.on('error', () => {})
    connection.on('authentication', (login) =>
      said.refuses === true ? login.reject(['publickey']) : login.accept(),
    )
    connection.on('session', (accept) =>
      accept().on('exec', (run, _reject, { command }) => {
        const channel = run()
        const mark = said.instead === undefined ? `${markOf(command)}\n` : ''
        const text = said.instead ?? said.prints ?? ''
        channel.stderr.write(`${mark}${text}`)
        channel.write(`${mark}${text}`)
        channel.exit(1)
        channel.end()
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    inputs: {
      host: '127.0.0.1',
      port: String(port),
      user: 'deploy',
      'ssh-key': client.key,
      'known-hosts': `[127.0.0.1]:${port} ${host.publicKey}`,
    },
    close: () => server.close(),
  }
}

/** What a command prints first, by which its output is told from that of the login. */
function markOf(command: string): string {
  const script = Buffer.from(command.split(' ').at(-1) ?? '', 'base64').toString()
  return /started-[0-9a-f]+/.exec(script)?.[0] ?? ''
}

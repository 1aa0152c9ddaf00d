import type { Socket } from 'node:net'
import type { NodeSSH } from 'node-ssh'
import type { ClientChannel, ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../errors.ts'
import type { Ran } from '../runner/process.ts'
import { explainRefusal } from './explain.ts'
import type { Conversation, Host } from './host.ts'
import { fingerprintOf, isPinned, knownHostsLine, type Pins, pinnedTypes, typeOf } from './host-key.ts'
import { shellLine } from './quote.ts'

/** How to reach a host. */
export interface Address {
  /** The input that named it, for messages; `host` without it. */
  input?: 'host' | 'hosts' | 'jump-host'
  /** What people call it; the host without it. */
  name?: string
  host: string
  port: number
  user: string
  privateKey: string
  passphrase?: string
  pins: Pins
}

/** sshd allows 10 sessions on a connection by default (MaxSessions), and counts those that are closing. */
const parallelCommands = 4

/**
 * Opens the one connection to a host, through a jump host if one is given.
 * @throws UserError `host-unreachable`, `host-key-unverified` or `login-refused`, with what to do about it.
 */
export async function connect(address: Address, jump?: Address): Promise<Host> {
  const dial = (): Promise<Line> => open(address, jump)
  return new SshHost(address.name ?? address.host, dial, await dial())
}

/** A connection, and the one that carries it. */
interface Line {
  ssh: NodeSSH
  bastion?: NodeSSH
}

async function open(address: Address, jump?: Address): Promise<Line> {
  if (jump === undefined) return { ssh: await logIn(address) }
  const bastion = await logIn(jump)
  try {
    const through = await bastion.forwardOut('127.0.0.1', 0, address.host, address.port)
    return { ssh: await logIn(address, through as unknown as Socket), bastion }
  } catch (error) {
    hangUp(bastion)
    if (error instanceof UserError) throw error
    throw new UserError(
      'host-unreachable',
      `${jump.host} could not open a connection to ${address.host}:${address.port}: ${String(error)}`,
      `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding).`,
    )
  }
}

/** Over a line that has gone dead, the polite end would wait for the server's, for a quarter of an hour. */
function hangUp(ssh: NodeSSH | undefined): void {
  ssh?.connection?.destroy()
  ssh?.dispose()
}

async function logIn(address: Address, sock?: Socket): Promise<NodeSSH> {
  const { NodeSSH } = await import('node-ssh')
  const ssh = new NodeSSH()
  let offered: Buffer | undefined
  try {
    await ssh.connect({
      host: address.host,
      port: address.port,
      username: address.user,
      // Straight to the key: asking first what is allowed costs a round trip.
      authHandler: ['publickey'],
      privateKey: address.privateKey,
      ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
      ...(sock === undefined ? {} : { sock }),
      algorithms: { serverHostKey: signaturesFor(address) },
      readyTimeout: 20_000,
      keepaliveInterval: 5_000,
      keepaliveCountMax: 3,
      // Without a verifier ssh2 accepts any key.
      hostVerifier: (key: Buffer) => {
        offered = key
        return isPinned(key, address.host, address.port, address.pins)
      },
    })
  } catch (error) {
    hangUp(ssh)
    if (offered !== undefined && !isPinned(offered, address.host, address.port, address.pins))
      throw unverified(address, offered)
    throw explainRefusal(error, address)
  }
  // What breaks later shows in what runs at that time; without a listener it would end the whole process.
  ssh.connection?.on('error', () => {}).setNoDelay(true)
  return ssh
}

/** Host keys by how they sign. RSA's old SHA-1 signature is left out. */
const signatures: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/** A server shows one of its keys, by the order in which we ask: those of a pinned type come first. */
function signaturesFor({ host, port, pins }: Address): ServerHostKeyAlgorithm[] {
  const types = [...pinnedTypes(host, port, pins), ...Object.keys(signatures)]
  return [...new Set(types.flatMap((type) => signatures[type] ?? []))]
}

function unverified({ host, port, pins, input = 'host' }: Address, key: Buffer): UserError {
  const [what, why] =
    pins.knownHosts.length + pins.fingerprints.length === 0
      ? ['is not pinned', '']
      : pins.fingerprints.length === 0 && pinnedTypes(host, port, pins).length === 0
        ? [`has no line in the input known-hosts`, '']
        : [
            'is not the pinned one',
            '\nEither another of its keys was pinned, or the server was installed anew, or somebody stands between.',
          ]
  const file = `/etc/ssh/ssh_host_${/rsa|ecdsa|ed25519/.exec(typeOf(key))?.[0]}_key.pub`
  return new UserError(
    'host-key-unverified',
    `${host}:${port} (the input ${input}) showed a host key that ${what}: ${fingerprintOf(key)}${why}`,
    `Compare with \`ssh-keygen -lf ${file}\` on the server itself; if it is the same, put this line into the input ` +
      `known-hosts:\n${knownHostsLine(key, host, port)}`,
  )
}

class SshHost implements Host {
  readonly name: string
  commandCount = 0
  private readonly dial: () => Promise<Line>
  private line: Line
  private readonly queue: (() => void)[] = []
  private running = 0

  constructor(name: string, dial: () => Promise<Line>, line: Line) {
    this.name = name
    this.dial = dial
    this.line = line
  }

  async run(command: readonly string[], input = ''): Promise<Ran> {
    await this.turn()
    try {
      this.commandCount++
      const { code, signal, stdout, stderr } = await this.line.ssh
        .execCommand(shellLine(command), { stdin: input, noTrim: true })
        .catch((error: unknown) => {
          throw this.broken(error)
        })
      // Without either of them nobody knows how far it came, and what it printed may be cut off.
      if (code === null && signal === null) throw this.broken()
      return { code: code ?? 128, stdout, stderr }
    } finally {
      this.running--
      this.queue.shift()?.()
    }
  }

  async converse(command: readonly string[]): Promise<Conversation> {
    this.commandCount++
    const { connection } = this.line.ssh
    if (connection === null) throw this.broken()
    const channel = await new Promise<ClientChannel>((resolve, reject) =>
      connection.exec(shellLine(command), (error, opened) =>
        error ? reject(this.broken(error)) : resolve(opened),
      ),
    )
    return new LineConversation(channel)
  }

  async again(): Promise<void> {
    this.close()
    this.line = await this.dial()
  }

  close(): void {
    hangUp(this.line.ssh)
    hangUp(this.line.bastion)
  }

  private broken(cause?: unknown): UserError {
    const error = new UserError(
      'host-unreachable',
      `The connection to ${this.name} broke.`,
      'Look at the network between the runner and it, and at its load; then run the job again.',
    )
    error.cause = cause
    return error
  }

  private async turn(): Promise<void> {
    while (this.running >= parallelCommands) await new Promise<void>((resolve) => this.queue.push(resolve))
    this.running++
  }
}

class LineConversation implements Conversation {
  private readonly channel: ClientChannel
  private readonly lines: string[] = []
  private rest = ''
  private stderr = ''
  private ended = false
  private wake: () => void = () => {}

  constructor(channel: ClientChannel) {
    this.channel = channel
    channel.setEncoding('utf8')
    channel.on('data', (chunk: string) => {
      const parts = (this.rest + chunk).split('\n')
      this.rest = parts.pop() ?? ''
      this.lines.push(...parts)
      this.wake()
    })
    channel.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.stderr += chunk))
    channel.on('error', () => this.end()).on('close', () => this.end())
  }

  say(line: string): void {
    if (!this.ended) this.channel.write(`${line}\n`)
  }

  async next(): Promise<string | undefined> {
    while (this.lines.length === 0 && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve))
    return this.lines.shift()
  }

  complaints = (): string => this.stderr

  private end(): void {
    this.ended = true
    this.wake()
  }
}

import { createConnection, type Socket } from 'node:net'
import type { NodeSSH } from 'node-ssh'
import type { ClientChannel, ServerHostKeyAlgorithm } from 'ssh2'
import { UserError } from '../../errors.ts'
import type { Ran } from '../../runner/ran.ts'
import { within } from '../deadline.ts'
import type { Conversation, Host } from '../host.ts'
import { type Limits, startSeconds, usual } from '../limits.ts'
import { remoteLine } from '../quote.ts'
import { nameOf, notEnded, notStarted, tooMuch } from '../unresponsive.ts'
import { type Address } from './address.ts'
import { type Door, explainRefusal } from './explain.ts'
import { isPinned, pinnedTypes } from './host-key.ts'
import { LineConversation } from './line-conversation.ts'
import { runToEnd } from './run-to-end.ts'
import { afterMark, explainLogin, newMark } from './started.ts'
import { unverified } from './unverified.ts'

/** sshd allows 10 sessions on a connection by default (MaxSessions), and counts those that are closing. */
const parallelCommands = 4

/**
 * Opens the single connection to a host, through a jump host if there is one.
 * @throws UserError `host-unreachable`, `host-key-unverified` or `login-refused`, each with its fix.
 */
export async function connect(address: Address, jump?: Address): Promise<Host> {
  const dial = (): Promise<Line> => open(address, jump)
  return new SshHost(address.name ?? address.host, address.user, dial, await dial())
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
      `Check host and port, and that sshd on ${jump.host} allows TCP forwarding (AllowTcpForwarding, and no-port-forwarding or restrict in authorized_keys).`,
    )
  }
}

/** Closes the socket at once: on a dead connection, an orderly end would wait a quarter of an hour for the server. */
function hangUp(ssh: NodeSSH | undefined): void {
  ssh?.connection?.destroy()
  ssh?.dispose()
}

async function logIn(address: Address, through?: Socket): Promise<NodeSSH> {
  const { NodeSSH } = await import('node-ssh')
  const ssh = new NodeSSH()
  let offered: Buffer | undefined
  const door: Door = {}
  const sock = through ?? createConnection({ host: address.host, port: address.port })
  // The first bytes distinguish an overloaded sshd from another server. The socket is paused until the library listens too.
  sock
    .on('error', () => {})
    .once('data', (first: Buffer) => (door.first = first.toString('latin1')))
    .pause()
  try {
    const connecting = ssh.connect({
      host: address.host,
      port: address.port,
      username: address.user,
      // Offers the key at once: a query for the allowed methods would cost a round trip.
      authHandler: (left, partial, next) => {
        if (door.asked === undefined) {
          door.asked = { left: [], partial: false }
          next('publickey')
        } else {
          door.asked = { left: left ?? [], partial }
          next(false as unknown as 'none')
        }
      },
      privateKey: address.privateKey,
      ...(address.passphrase === undefined ? {} : { passphrase: address.passphrase }),
      sock,
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
    // The banner says why an account cannot log in: expired, closed for maintenance.
    ssh.connection?.on('banner', (text) => (door.banner = text))
    await connecting
  } catch (error) {
    hangUp(ssh)
    sock.destroy()
    if (offered !== undefined && !isPinned(offered, address.host, address.port, address.pins))
      throw unverified(address, offered)
    throw explainRefusal(error, address, { ...door, keyShown: offered !== undefined })
  }
  // Later errors fail the commands that run then; without a listener they would end the whole process.
  ssh.connection?.on('error', () => {}).setNoDelay(true)
  return ssh
}

/** Host key types and their signature algorithms, without RSA's old SHA-1 signature. */
const signatures: Record<string, ServerHostKeyAlgorithm[]> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/** A server shows one of its keys, by the client's order: pinned types come first. */
function signaturesFor({ host, port, pins }: Address): ServerHostKeyAlgorithm[] {
  const types = [...pinnedTypes(host, port, pins), ...Object.keys(signatures)]
  return [...new Set(types.flatMap((type) => signatures[type] ?? []))]
}

class SshHost implements Host {
  readonly name: string
  commandCount = 0
  private readonly dial: () => Promise<Line>
  private line: Line
  private readonly queue: (() => void)[] = []
  private running = 0
  private readonly user: string

  constructor(name: string, user: string, dial: () => Promise<Line>, line: Line) {
    this.name = name
    this.user = user
    this.dial = dial
    this.line = line
  }

  async run(command: readonly string[], input = '', limits: Limits = {}): Promise<Ran> {
    const { seconds, bytes, what = nameOf(command) } = { ...usual, ...limits }
    await this.turn()
    try {
      this.commandCount++
      const mark = newMark()
      const running = await this.open(remoteLine(command, mark), (channel) => ({
        ended: runToEnd(channel, input, { seconds, bytes }),
      }))
      const { end, code, signal, stdout, stderr } = await running.ended
      const own = afterMark(stdout, mark)
      if (end === 'much') throw tooMuch(this.name, what, bytes)
      if (end === 'late')
        throw own === undefined
          ? notStarted(this.name, this.user, seconds)
          : notEnded(this.name, what, seconds)
      // Without exit code and signal the end is unknown, and the output may be truncated.
      if (code === null && signal === null) throw this.broken()
      if (own === undefined) throw explainLogin(this.name, this.user, { code, stdout, stderr })
      return { code: code ?? 128, stdout: own, stderr: afterMark(stderr, mark) ?? stderr }
    } finally {
      this.running--
      this.queue.shift()?.()
    }
  }

  async converse(command: readonly string[]): Promise<Conversation> {
    this.commandCount++
    const mark = newMark()
    const conversation = await this.open(
      remoteLine(command, mark),
      (channel) => new LineConversation(channel),
    )
    const before = await conversation.startsAt(mark, startSeconds)
    if (before === undefined) return conversation
    if (conversation.isLate) throw notStarted(this.name, this.user, startSeconds)
    throw explainLogin(this.name, this.user, {
      code: null,
      stdout: before,
      stderr: conversation.problems(),
    })
  }

  async again(): Promise<void> {
    this.close()
    this.line = await this.dial()
  }

  close(): void {
    hangUp(this.line.ssh)
    hangUp(this.line.bastion)
  }

  /** @param listen called at once, because the next message, even the exit code, may be in the same packet */
  private async open<T>(line: string, listen: (channel: ClientChannel) => T): Promise<T> {
    const { connection } = this.line.ssh
    if (connection === null) throw this.broken()
    const opening = new Promise<T>((resolve, reject) =>
      connection.exec(line, (error, opened) =>
        error ? reject(this.broken(error)) : resolve(listen(opened)),
      ),
    )
    // A live sshd that opens no channel sends no error either.
    return await within(startSeconds, opening, () => notStarted(this.name, this.user, startSeconds))
  }

  private broken(cause?: unknown): UserError {
    const error = /channel open failure/i.test(String(cause))
      ? new UserError(
          'login-refused',
          `${this.name} runs no further command on the connection: ${(cause as Error).message}`,
          `Let sshd there run ${parallelCommands + 1} at once (MaxSessions in /etc/ssh/sshd_config; its default is 10), then: sudo systemctl reload ssh`,
        )
      : new UserError(
          'host-unreachable',
          `The connection to ${this.name} broke.`,
          'Check the network between the runner and the host, and the load of the host; then run the job again.',
        )
    error.cause = cause
    return error
  }

  private async turn(): Promise<void> {
    while (this.running >= parallelCommands) await new Promise<void>((resolve) => this.queue.push(resolve))
    this.running++
  }
}

import { UserError } from '../../errors.ts'
import { type Pins, pinProblem } from './host-key.ts'
import { readPrivateKey } from './private-key.ts'

/** The parsed connection inputs, see `src/inputs/groups/connection.ts`. */
export interface ConnectionInputs {
  /** One server … */
  host?: string
  /** … or a fleet, each `name` or `name:port`. */
  hosts?: readonly { name: string }[]
  port: number
  user: string
  'ssh-key': string
  'ssh-key-passphrase': string | undefined
  'known-hosts': string[]
  'host-fingerprint': string[]
  'jump-host': string | undefined
  'jump-user': string | undefined
}

/**
 * The addresses of the servers and of the jump host, if there is one. All use the same key and the same pins.
 * @throws UserError `bad-input` for an unusable pin or host, or a server that is named twice
 */
export function addressesFrom(inputs: ConnectionInputs): { targets: Address[]; jump?: Address } {
  const passphrase = inputs['ssh-key-passphrase']
  const privateKey = readPrivateKey(inputs['ssh-key'], passphrase)
  for (const [index, line] of inputs['known-hosts'].entries()) {
    const problem = pinProblem(line)
    if (problem !== undefined)
      throw new UserError(
        'bad-input',
        `Input 'known-hosts': line ${index + 1} ${problem}.`,
        'Copy what `ssh-keyscan -t ed25519 your.server` prints, after comparing its fingerprint.',
      )
  }
  for (const fingerprint of inputs['host-fingerprint'])
    if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(fingerprint))
      throw new UserError(
        'bad-input',
        `Input 'host-fingerprint': "${fingerprint}" is not a fingerprint.`,
        'It looks like SHA256:… with 43 characters, as `ssh-keygen -lf` prints it.',
      )
  const pins = { knownHosts: inputs['known-hosts'], fingerprints: inputs['host-fingerprint'] }
  const common = { privateKey, pins, ...(passphrase === undefined ? {} : { passphrase }) }
  const targets = targetsFrom(inputs, common)
  const through = inputs['jump-host']
  if (through === undefined) {
    if (inputs['jump-user'] === undefined) return { targets }
    throw new UserError(
      'bad-input',
      "Input 'jump-user' is given without 'jump-host'.",
      'Name the host to go through with jump-host, or leave both out.',
    )
  }
  const { host, port = 22 } = readHostAndPort('jump-host', through)
  return {
    targets,
    jump: { input: 'jump-host', host, port, user: inputs['jump-user'] ?? inputs.user, ...common },
  }
}

function targetsFrom(
  { host, hosts = [], port, user }: ConnectionInputs,
  common: Pick<Address, 'privateKey' | 'pins'>,
): Address[] {
  if (host !== undefined) return [{ ...oneHost(host, port), user, ...common }]
  const targets = hosts.map(({ name }) => {
    return { input: 'hosts' as const, name, port, user, ...readHostAndPort('hosts', name), ...common }
  })
  const twice = targets.find((one, index) =>
    targets.slice(0, index).some((other) => other.host === one.host && other.port === one.port),
  )
  if (twice === undefined) return targets
  throw new UserError(
    'bad-input',
    `Input 'hosts': "${twice.name}" is named twice.`,
    'Name each server once: two runs on one server would wait for each other.',
  )
}

/** A single host may contain its port, as in a fleet; then the input `port` must be equal or absent. */
function oneHost(text: string, port: number): { host: string; port: number } {
  const read = readHostAndPort('host', text)
  if (read.port === undefined || port === read.port || port === 22) return { port, ...read }
  throw new UserError(
    'bad-input',
    `Input 'host': "${text}" names the port ${read.port}, and the input 'port' is ${port}.`,
    'Give the port once, with the input port.',
  )
}

/** `web-1`, `web-1:2222`, `[2001:db8::1]:2222` or `2001:db8::1`. */
function readHostAndPort(input: string, text: string): { host: string; port?: number } {
  const [, bracketed, plain, port, bare] =
    /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d+))?|([0-9a-fA-F.]*(?::[0-9a-fA-F.]*){2,}))$/.exec(
      text,
    ) ?? []
  const host = bracketed ?? plain ?? bare
  if (host !== undefined && port === undefined) return { host }
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65535) return { host, port: Number(port) }
  const [userInput, example] = input === 'jump-host' ? ['jump-user', 'bastion'] : ['user', 'shop']
  throw new UserError(
    'bad-input',
    `Input '${input}': "${text}" is not host or host:port, with a port from 1 to 65535.`,
    `Write it as ${example}.example.com or ${example}.example.com:2222, without ssh://; the user goes into ${userInput}` +
      (input === 'jump-host' ? '.' : ', and the port stands behind the host or in the input port.'),
  )
}

/** The address and login of a host. */
export interface Address {
  /** The input that named it, for messages; default `host`. */
  input?: 'host' | 'hosts' | 'jump-host'
  /** Its name for people; default the host. */
  name?: string
  host: string
  port: number
  user: string
  privateKey: string
  passphrase?: string
  pins: Pins
}

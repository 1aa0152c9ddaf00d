import { UserError } from '../errors.ts'
import type { Address } from './connect.ts'
import { complaintAbout } from './host-key.ts'

/** The connection inputs as they were read, see `src/inputs/connection.ts`. */
export interface ConnectionInputs {
  host: string
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
 * The server's address and that of the jump host, if there is one; the same key and the same pins serve both.
 * @throws UserError `bad-input` for a pin or a jump host that can't be used
 */
export function addressesFrom(inputs: ConnectionInputs): { target: Address; jump?: Address } {
  for (const line of inputs['known-hosts']) {
    const complaint = complaintAbout(line)
    if (complaint !== undefined)
      throw new UserError(
        'bad-input',
        `Input 'known-hosts': the line "${line.slice(0, 60)}" ${complaint}.`,
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
  const passphrase = inputs['ssh-key-passphrase']
  const common = {
    privateKey: `${inputs['ssh-key']}\n`,
    pins,
    ...(passphrase === undefined ? {} : { passphrase }),
  }
  const target = { host: inputs.host, port: inputs.port, user: inputs.user, ...common }
  const through = inputs['jump-host']
  if (through === undefined) return { target }
  const [, host, port = '22'] = /^([A-Za-z0-9._-]+)(?::(\d+))?$/.exec(through) ?? []
  if (host === undefined)
    throw new UserError(
      'bad-input',
      `Input 'jump-host': "${through}" is not host or host:port.`,
      'Write it as bastion.example.com or bastion.example.com:2222.',
    )
  return { target, jump: { host, port: Number(port), user: inputs['jump-user'] ?? inputs.user, ...common } }
}

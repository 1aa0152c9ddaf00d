import { UserError } from '../errors.ts'
import type { Address } from './connect.ts'

/** Turns what the SSH library says into what is wrong and what to do. Pure. */
export function explainRefusal(
  error: unknown,
  { host, port, user }: Pick<Address, 'host' | 'port' | 'user'>,
): UserError {
  const { message = String(error), code } = error as { message?: string; code?: string }
  const where = `${host}:${port}`
  if (/passphrase|encrypted private|bad decrypt|integrity check/i.test(message))
    return new UserError(
      'bad-input',
      `The private key in ssh-key could not be opened: ${message}.`,
      'Give the right ssh-key-passphrase.',
    )
  if (/cannot parse privatekey|unsupported key format|malformed/i.test(message))
    return new UserError(
      'bad-input',
      `The input ssh-key is not a private key that can be read: ${message}.`,
      'Store the whole file (with its BEGIN and END lines) in the secret; PuTTY keys must be converted with puttygen.',
    )
  if (/authentication methods failed/i.test(message))
    return new UserError(
      'login-refused',
      `${where} refused the login of '${user}' with this key.`,
      `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs user and ssh-key.`,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new UserError('host-unreachable', `The name ${host} does not resolve.`, 'Correct the input host.')
  if (code === 'ECONNREFUSED')
    return new UserError(
      'host-unreachable',
      `Nothing listens on ${where}.`,
      'Start sshd there, or correct the inputs host and port.',
    )
  if (/timed out/i.test(message) || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return new UserError(
      'host-unreachable',
      `${where} did not answer within 20 s.`,
      'Open the port for the runner in the firewall, or use jump-host.',
    )
  return new UserError(
    'host-unreachable',
    `No SSH connection to ${where}: ${message}.`,
    'Check that sshd runs there and accepts connections.',
  )
}

import { UserError } from '../errors.ts'
import type { Address } from './connect.ts'
import { encrypted } from './private-key.ts'

/** Turns what the SSH library says into what is wrong and what to do. Pure. */
export function explainRefusal(
  error: unknown,
  { host, port, user, input = 'host' }: Pick<Address, 'host' | 'port' | 'user' | 'input'>,
): UserError {
  const { message = String(error), code } = error as { message?: string; code?: string }
  const where = `${host}:${port}`
  const unreachable = (what: string, fix: string): UserError => new UserError('host-unreachable', what, fix)
  if (/no passphrase given/i.test(message)) return encrypted('')
  if (/passphrase|bad decrypt|integrity check/i.test(message)) return encrypted('wrong')
  if (/privatekey|unsupported key format|malformed/i.test(message))
    return new UserError(
      'bad-input',
      `Input 'ssh-key' is not a private key that can be read: ${message}.`,
      'Store the whole file in the secret, from its BEGIN line to its END line, as ssh-keygen made it.',
    )
  if (/authentication methods failed/i.test(message))
    return new UserError(
      'login-refused',
      `${where} refused the login of '${user}' with this key.`,
      `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs ${input === 'host' ? 'user' : 'jump-user'} and ssh-key.`,
    )
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`The name ${host} does not resolve.`, `Correct the input ${input}.`)
  if (code === 'ECONNREFUSED')
    return unreachable(
      `Nothing listens on ${where}.`,
      `Start sshd there, or correct the ${input === 'host' ? 'inputs host and port' : 'input jump-host'}.`,
    )
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return unreachable(`There is no route to ${where}.`, `Correct the input ${input}, or use jump-host.`)
  if (/timed out/i.test(message) || code === 'ETIMEDOUT')
    return unreachable(
      `${where} did not answer within 20 s.`,
      'Open the port for the runner in the firewall, or use jump-host.',
    )
  return unreachable(
    `No SSH connection to ${where}: ${message}.`,
    `Check that sshd runs there and accepts connections, and the input ${input}.`,
  )
}

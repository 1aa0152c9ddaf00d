import { UserError } from '../../errors.ts'
import type { Address } from './address.ts'
import { encrypted, isEncrypted } from './private-key.ts'

/** The progress of a login before it failed. */
export interface Door {
  /** The server showed its host key: SSH is spoken there. */
  keyShown?: boolean
  /** The key was offered; if the server refused it, the methods that it accepts, and whether the key was a partial success. */
  asked?: { left: readonly string[]; partial: boolean }
  /** The server's login banner. */
  banner?: string
  /** The first bytes from the server. */
  first?: string
}

/** Turns an error of the SSH library into an error with a fix. Pure. */
export function explainRefusal(
  error: unknown,
  address: Pick<Address, 'host' | 'port' | 'user' | 'input'> &
    Partial<Pick<Address, 'privateKey' | 'passphrase'>>,
  door: Door = {},
): UserError {
  const { host, port, user, input = 'host' } = address
  const {
    message = String(error),
    code,
    level,
  } = error as { message?: string; code?: string; level?: string }
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const unreachable = (what: string, fix: string): UserError => new UserError('host-unreachable', what, fix)
  const place =
    input === 'jump-host'
      ? 'input jump-host'
      : input === 'hosts'
        ? 'inputs hosts and port'
        : 'inputs host and port'
  if (/no passphrase given/i.test(message)) return encrypted('')
  if (
    /parse privatekey|passphrase|bad decrypt|integrity check|unsupported key format|malformed/i.test(message)
  ) {
    if (address.privateKey !== undefined && isEncrypted(address.privateKey))
      return encrypted(address.passphrase === undefined ? '' : 'wrong')
    if (/passphrase|bad decrypt/i.test(message)) return encrypted('wrong')
    return new UserError(
      'bad-input',
      `Input 'ssh-key' is not a private key that can be read: ${message}.`,
      'Store the whole file in the secret, from its BEGIN line to its END line, as ssh-keygen made it.',
    )
  }
  if (/authentication methods failed/i.test(message)) return refused(where, user, input, door)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unreachable(`The name ${host} does not resolve.`, `Correct the input ${input}.`)
  if (code === 'ECONNREFUSED')
    return unreachable(`Nothing listens on ${where}.`, `Start sshd there, or correct the ${place}.`)
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return unreachable(`There is no route to ${where}.`, `Correct the input ${input}, or use jump-host.`)
  if (/timed out/i.test(message) || (code === 'ETIMEDOUT' && level !== undefined))
    return door.keyShown === true
      ? unreachable(
          `${where} did not finish the login within 20 s.`,
          'Look at the load of the server, and at what its login waits for (PAM, DNS, LDAP): sudo journalctl -u ssh',
        )
      : unreachable(
          `${where} did not answer within 20 s.`,
          'Open the port for the runner in the firewall, or use jump-host.',
        )
  if (door.asked !== undefined)
    return new UserError(
      'login-refused',
      `${where} ended the connection while '${user}' logged in.${says(door)}`,
      `The account may not log in: expired, locked, or denied by PAM or /etc/nologin. On the server: sudo chage -l ${user}, ` +
        'and the reason in sudo journalctl -u ssh',
    )
  // The library's error for an ended connection; with a `level` it would be a network error.
  const closed = code === 'ECONNRESET' || code === 'EPIPE' || (code === 'ETIMEDOUT' && level === undefined)
  if (closed || /lost before handshake|identification string/i.test(message))
    return closedEarly(where, place, door.first ?? '')
  return unreachable(
    `No SSH connection to ${where}: ${message}.`,
    `Check that sshd runs there and accepts connections, and the input ${input}.`,
  )
}

/** A connection that ended before the login. */
function closedEarly(where: string, place: string, first: string): UserError {
  const line =
    first
      .split(/[\r\n]/)[0]
      ?.replaceAll(/[^\x20-\x7e]/g, '')
      .slice(0, 80) ?? ''
  if (/MaxStartups/i.test(line))
    return new UserError(
      'host-unreachable',
      `sshd on ${where} has too many logins under way: ${line}.`,
      'Run the job again; if that happens often, raise MaxStartups in /etc/ssh/sshd_config, and look at who knocks there: sudo journalctl -u ssh',
    )
  if (first !== '' && !/^SSH-|not allowed/i.test(first))
    return new UserError(
      'host-unreachable',
      `No SSH connection to ${where}: what listens there does not speak SSH${line === '' ? '' : `, it says "${line}"`}.`,
      `Correct the ${place}: it must be the port of sshd.`,
    )
  return new UserError(
    'host-unreachable',
    `${where} accepted the connection and closed it before a login${/not allowed/i.test(line) ? `: ${line}` : ''}.`,
    'sshd there may have too many logins under way (MaxStartups), or deny the address of the runner (fail2ban, hosts.deny), ' +
      `or something else listens there: look at sudo journalctl -u ssh, and at the ${place}.`,
  )
}

function refused(where: string, user: string, input: string, door: Door): UserError {
  const { left = [], partial = false } = door.asked ?? {}
  const login = (what: string, fix: string): UserError =>
    new UserError('login-refused', `${what}${says(door)}`, fix)
  if (partial)
    return login(
      `${where} took the key of '${user}' and asks for ${left.join(' or ')} too.`,
      `A workflow has the key alone. Let this user in with it, in /etc/ssh/sshd_config: AuthenticationMethods publickey`,
    )
  if (left.length > 0 && !left.includes('publickey'))
    return login(
      `${where} takes no keys from '${user}', only ${left.join(', ')}.`,
      'Allow keys there, in /etc/ssh/sshd_config: PubkeyAuthentication yes',
    )
  return login(
    `${where} refused the login of '${user}' with this key.`,
    `Add the public key to ~${user}/.ssh/authorized_keys on the server, or correct the inputs ${input === 'jump-host' ? 'jump-user' : 'user'} and ssh-key. ` +
      `When both are right: the account may be locked, expired, without a login shell that exists, or not allowed (AllowUsers, AllowGroups, from="…"), or the file open to others; sudo journalctl -u ssh says which.`,
  )
}

/** The server's login banner on one short line. */
function says({ banner }: Door): string {
  return banner === undefined
    ? ''
    : ` It says: ${banner
        .trim()
        .replaceAll(/\s*[\r\n]+\s*/g, ' / ')
        .slice(0, 300)}`
}

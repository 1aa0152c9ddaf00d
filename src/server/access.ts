import { UserError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { Limits } from '../host/limits.ts'
import type { Ran } from '../runner/ran.ts'

/** How scripts get root rights on a server, and the port of the connection. */
export interface Access {
  /** The words before `bash`. */
  command: readonly string[]
  /** The password that sudo reads before the script. */
  password: string | undefined
  sshPort: number | undefined
}

const question = `id -u; command -v sudo || echo; sudo -n true 2>/dev/null && echo free || echo; echo "\${SSH_CONNECTION:-}"`

/**
 * Finds out how this user becomes root, and tries a needed password.
 * @throws UserError `not-ready` without sudo, or with a wrong or missing password
 */
export async function openAccess(host: Host, user: string, password: string | undefined): Promise<Access> {
  const { stdout } = await host.run(['bash', '-c', question])
  const [id = '', sudo = '', free = '', connection = ''] = stdout.split('\n').map((line) => line.trim())
  const port = Number(connection.split(' ')[3])
  const sshPort = Number.isInteger(port) && port > 0 ? port : undefined
  if (id === '0') return { command: [], password: undefined, sshPort }
  if (sudo === '')
    throw new UserError(
      'not-ready',
      `${host.name}: '${user}' is not root, and there is no sudo.`,
      'Log in as root (input user), or install the package sudo and add the user to the group sudo.',
    )
  if (free === 'free') return { command: ['sudo', '-n'], password: undefined, sshPort }
  if (password === undefined)
    throw new UserError(
      'not-ready',
      `${host.name}: sudo asks '${user}' for a password.`,
      `Give it with the input sudo-password, from a secret. Or allow sudo without one: echo '${user} ALL=(ALL) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/${user}`,
    )
  const access = { command: ['sudo', '-S', '-p', ''], password, sshPort }
  const { code, stderr } = await runAsRoot(host, access, 'true')
  if (code === 0) return access
  throw new UserError(
    'not-ready',
    `${host.name}: sudo refuses '${user}' with the given password: ${lastLine(stderr) || `exit code ${code}`}`,
    `Correct the secret in sudo-password, or add the user to the group sudo: usermod -aG sudo ${user}`,
  )
}

/** Runs a script as root. The script and its secrets go by standard input, in no argument. */
export async function runAsRoot(
  host: Host,
  { command, password }: Access,
  script: string,
  limits: Limits = {},
): Promise<Ran> {
  const input = [...(password === undefined ? [] : [password]), scriptFollows, script, ''].join('\n')
  return await host.run([...command, 'bash', '-c', reader], input, limits)
}

/** Separates the password from the script: sudo reads the password only when it needs one. */
const scriptFollows = ':script-follows:'
const reader = `while IFS= read -r line; do [ "$line" != "${scriptFollows}" ] || exec bash -s; done; exit 64`

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}

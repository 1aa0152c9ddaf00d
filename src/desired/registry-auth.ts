import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { UserError } from '../errors.ts'
import type { Login } from '../image/registry/registry-auth.ts'

const keys = ['registry', 'username', 'password'] as const
const hostName = /^[A-Za-z0-9.-]+(:\d{1,5})?$/

/**
 * Reads the input `registry-auth`: logins by the name of their registry. The form is that of docker/login-action's input
 * of this name, and its default registry too.
 * https://github.com/docker/login-action#set-scopes-for-the-authentication-token
 * @throws UserError `bad-input` that names the lines with mistakes, and shows nothing of what they have
 */
export function readRegistryAuth(text: string): Map<string, Login> {
  const lineCounter = new LineCounter()
  // Every value is a text in this schema: a password may look like a number.
  const document = parseDocument(text, { lineCounter, schema: 'failsafe', logLevel: 'silent' })
  const lineOf = (offset: number | undefined): number => lineCounter.linePos(offset ?? 0).line
  const [broken] = document.errors
  if (broken !== undefined)
    throw bad([
      `line ${lineOf(broken.pos[0])} is no valid YAML; a password with special characters needs quotes`,
    ])
  if (!isSeq(document.contents)) throw bad(['it is no list of logins'])
  const logins = new Map<string, Login>()
  const problems = document.contents.items.flatMap((item) => {
    const line = lineOf(item.range[0])
    if (!isMap(item)) return [`line ${line} is no login with a username and a password`]
    const unknown = item.items.flatMap(({ key }) =>
      isScalar(key) && keys.some((one) => one === key.value) ? [] : [`line ${line}: there is ${keyOf(key)}`],
    )
    const {
      registry = 'docker.io',
      username = '',
      password = '',
    } = item.toJS(document) as Record<string, unknown>
    const missing = Object.entries({ username, password }).flatMap(([name, value]) =>
      typeof value === 'string' && value !== ''
        ? []
        : [`line ${line}: ${name} is empty, often a secret that this workflow may not read`],
    )
    if (typeof registry !== 'string' || !hostName.test(registry))
      return [...unknown, ...missing, `line ${line}: registry is no host name such as ghcr.io`]
    if (logins.has(registry)) return [...unknown, ...missing, `line ${line}: ${registry} has a login already`]
    logins.set(registry, { username: String(username), password: String(password) })
    return [...unknown, ...missing]
  })
  if (problems.length > 0) throw bad(problems)
  return logins
}

/** A key that is no word may be a password in the wrong place. */
function keyOf(key: unknown): string {
  const name =
    isScalar(key) && typeof key.value === 'string' && /^[a-z-]{1,20}$/.test(key.value) ? key.value : ''
  return `${name === '' ? 'another key' : name}, and no place for it; there are ${keys.join(', ')}`
}

function bad(problems: readonly string[]): UserError {
  return new UserError(
    'bad-input',
    problems.map((one) => `Input 'registry-auth': ${one}.`).join('\n'),
    'Write it as for docker/login-action: a list, each with registry (docker.io without it), username and password.',
  )
}

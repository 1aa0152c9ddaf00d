import { type Environment, parseEnvironment } from '../compose/environment.ts'

/** Shorter ones are `True`, `8000`, `redis`: hiding them would make logs unreadable and protect nothing. */
const shortest = 6

/** Settings that are no secret, most of them seen by every visitor: hidden, they would turn half of the log into `***`. */
const open =
  /^(ALLOWED_(CLIENT_)?HOSTS|PUBLIC_URL|(STATIC|MEDIA)_URL|DEFAULT_FROM_EMAIL|POSTGRES_(USER|DB)|\w+_CUSTOM_DOMAIN)$/

/**
 * What to hide of the environment: each value by itself, as a program would print it, and the password in a URL. Not
 * whole lines, which nobody prints; nothing that an input says in public (`others`), because the runner drops job
 * outputs that hold a hidden text. Pure.
 */
export function environmentMasks(text: string, others: readonly string[]): string[] {
  const found = valuesOf(text).flatMap((value) => [...value.split(/\r?\n/), ...passwordsOf(value)])
  const telling = found
    .map((one) => one.trim())
    .filter((one) => one.length >= shortest && !one.startsWith('-----'))
  return [...new Set(telling)].filter((one) => !others.some((other) => other.includes(one)))
}

function valuesOf(text: string): string[] {
  let environment: Environment
  try {
    environment = parseEnvironment(text)
  } catch {
    // It will be refused, but until then something may print a part of it.
    return text.split(/\r?\n/).map((line) => line.replace(/^\s*(export\s+)?\w+=\s*["']?|["']\s*$/g, ''))
  }
  return [...environment].flatMap(([name, value]) => (open.test(name) ? [] : [value]))
}

/** `postgres://user:password@host`, as it stands there and as the program sees it. */
function passwordsOf(value: string): string[] {
  const [, password] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(value) ?? []
  if (password === undefined) return []
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}

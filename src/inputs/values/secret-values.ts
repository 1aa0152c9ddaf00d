/** Names whose values are secrets. */
export const secretName = /SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|TOKEN|_DSN$|CREDENTIAL/i

/** `scheme://user:password@host`: the password. */
export const passwordInUrl = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]+)@/i

/** Shorter values are `True`, `8000`, `redis`: masking them would make logs unreadable and protect nothing. */
const shortest = 6

/** Words for yes and no, which are never a secret. */
const answer = /^(true|false|yes|no|on|off|none|null)$/i

/** A number with its unit, one short word, an absolute path, a host with its port, an email address. */
const shapes = [
  /^-?\d+(\.\d+)?[a-z%]{0,2}$/i,
  /^[a-z][a-z_-]{0,11}$/i,
  /^(\/[\w.-]{1,19})+\/?$/,
  /^\.?([a-z0-9-]{1,19}\.)+([a-z]{2,19}|\d{1,3})(:\d+)?$/,
  /^[\w.+-]{1,30}@([a-z0-9-]{1,19}\.)+[a-z]{2,19}$/,
]

/**
 * Whether a log may show the value: a number, a word, a host, a URL without credentials. Under the name of a secret
 * nearly everything is one. Pure.
 */
export function isHarmless(name: string, value: string): boolean {
  const text = value.trim()
  if (answer.test(text) || isOpenUrl(text)) return true
  if (secretName.test(name)) return false
  return text.split(/[\s,]+/).every((one) => isOpenUrl(one) || shapes.some((shape) => shape.test(one)))
}

/**
 * The parts of a secret value to mask, as programs print it: each line, and of a URL the password, encoded and decoded,
 * and the login in base64. Neither the BEGIN and END lines of a key, nor short parts. Pure.
 */
export function piecesOf(value: string): string[] {
  const pieces = [...value.split(/[\r\n]+/), ...loginPieces(value)].map((one) => one.trim())
  return [...new Set(pieces)].filter((one) => one.length >= shortest && !one.startsWith('-----'))
}

/** The parts of `scheme://user:password@host`; empty for a value without a password. */
export function loginPieces(value: string): string[] {
  const [, user = '', password] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]*?):([^/?#\s]*)@/i.exec(value.trim()) ?? []
  if (!password) return []
  const meant = decoded(password)
  return [password, meant, Buffer.from(`${decoded(user)}:${meant}`).toString('base64')]
}

/** No user, no query, and no long part: webhooks carry their secret in the path. */
function isOpenUrl(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s@?#]+$/i.test(text)) return false
  return text
    .split(/[/:]/)
    .every((part) => part.length < 20 || /^[a-z0-9-]{1,40}(\.[a-z0-9-]{1,40})+$/.test(part))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { passwordInUrl, secretName } from '../compose/check-secrets.ts'
import { type ComposeModel, environmentOf } from '../compose/model.ts'

/** Shorter ones would make every text unreadable and protect nothing. */
const shortest = 6

/** The secrets in the environments of a project, line by line, as programs print them. */
export function secretsIn({ services }: ComposeModel): string[] {
  const found = Object.values(services).flatMap((service) =>
    [...environmentOf(service)].flatMap(([name, value]) => {
      const [, password] = passwordInUrl.exec(value) ?? []
      return [
        ...(secretName.test(name) ? value.split(/\r?\n/) : []),
        ...(password === undefined ? [] : [password]),
      ]
    }),
  )
  return [...new Set(found.map((one) => one.trim()))].filter(
    (one) => one.length >= shortest && !one.startsWith('-----'),
  )
}

/**
 * The text without secrets. The runner does this to its log; to files and summaries nobody does. Passwords in URLs go
 * too, whosever they are.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
  return known
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@'"]*:)[^\s/?#@'"]+@/gi, '$1***@')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      '*** (a private key)',
    )
}

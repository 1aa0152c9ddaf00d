import { isHarmless, loginPieces, piecesOf, secretName } from '../inputs/values/secret-values.ts'
import { type ComposeModel, environmentOf } from '../model/project/project.ts'

/** The secrets in the environments of a project, in the pieces that programs print. */
export function secretsIn({ services }: ComposeModel): string[] {
  const found = Object.values(services).flatMap((service) =>
    [...environmentOf(service)].flatMap(([name, value]) =>
      secretName.test(name) && !isHarmless(name, value)
        ? piecesOf(value)
        : loginPieces(value).flatMap(piecesOf),
    ),
  )
  return [...new Set(found)]
}

/**
 * The text without secrets. The runner masks its log, but not files and summaries. Passwords in URLs are masked
 * too, whoever owns them.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const known = [...new Set(secrets.flatMap((one) => [one, encodeURIComponent(one.toWellFormed())]))]
    .toSorted((one, other) => other.length - one.length)
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
  return known
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s/?#:@'"]*:)[^\s/?#@'"]+@/gi, '$1***@')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      '*** (a private key)',
    )
}

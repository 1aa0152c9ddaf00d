import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { UserError } from '../../errors.ts'

/** The user's own certificate, as the files that nginx reads. */
export interface OwnCertificate {
  kind: 'own'
  certificate: string
  key: string
  /** SHA-256 of the two files. */
  sums: { certificate: string; key: string }
}

/**
 * Reads a certificate of the team's own. Pure.
 * @throws UserError `bad-input` for a certificate that nginx could not use for these names
 */
export function ownCertificate(
  certificate: string,
  key: string,
  domains: readonly string[],
  now: number,
): OwnCertificate {
  const problem = certificateProblem(certificate, key, domains, now)
  if (problem !== undefined) throw new UserError('bad-input', ...problem)
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex')
  return { kind: 'own', certificate, key, sums: { certificate: sum(certificate), key: sum(key) } }
}

/** Describes a certificate's problem and the fix; the text contains neither file. */
function certificateProblem(
  chain: string,
  key: string,
  domains: readonly string[],
  now: number,
): [what: string, fix: string] | undefined {
  const read = attempt(() => new X509Certificate(chain))
  if (read === undefined)
    return [
      "Input 'certificate-chain' is no certificate that can be read.",
      'Store the whole file in the secret, from its BEGIN line; the certificate of the shop first, then the chain.',
    ]
  const secret = attempt(() => createPrivateKey(key))
  if (secret === undefined)
    return [
      "Input 'certificate-key' is no private key that can be read.",
      'Store the whole file in the secret, as PEM and without a passphrase: nginx starts without a person.',
    ]
  if (!read.checkPrivateKey(secret))
    return [
      "Input 'certificate-key' is not the key of the first certificate in certificate-chain.",
      'Store the certificate of the shop before those of its authorities, and the key that it was made with.',
    ]
  const missing = domains.filter((domain) => read.checkHost(domain) === undefined)
  if (missing.length > 0)
    return [
      `Input 'certificate-chain': the certificate is not for ${missing.join(', ')}, only for ${read.subjectAltName ?? read.subject}.`,
      'Correct the input domains, or have a certificate issued for all of them.',
    ]
  if (Date.parse(read.validTo) < now)
    return [`Input 'certificate-chain': the certificate expired on ${read.validTo}.`, 'Renew it.']
  return undefined
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

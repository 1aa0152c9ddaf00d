import type { ShownCertificate } from '../runner/tls.ts'
import { type CheckResult, outside } from './check.ts'

/** What a certificate has to be. */
export interface CertificateWish {
  host: string
  /** Days that it must still be valid. */
  days: number
}

/** Milliseconds of a day. */
const day = 86_400_000

/** What the certificate that a server showed, or the error that came in its place, means; `now` in milliseconds. */
export function certificateResults(
  shown: ShownCertificate | Error,
  { host, days }: CertificateWish,
  now: number,
  seconds: number,
): CheckResult[] {
  const trusted = {
    ...{ name: 'certificate', where: outside, severity: 'error' as const, seconds },
    expected: `trusted, with its whole chain, for ${host}`,
  }
  if (shown instanceof Error) return [{ ...trusted, passed: false, got: shown.message }]
  const { distrust, mismatch, issuer, length, protocol, validTo } = shown
  const complaints = [
    ...(distrust === undefined ? [] : [reasons[distrust] ?? distrust]),
    ...(mismatch === undefined ? [] : [mismatch]),
  ]
  const left = Math.floor((validTo - now) / day)
  return [
    {
      ...trusted,
      passed: complaints.length === 0,
      got:
        complaints.length === 0
          ? `trusted, from ${issuer}, ${length} in the chain, ${protocol}`
          : complaints.join('; '),
    },
    {
      ...{ name: 'certificate days', where: outside, severity: 'warning', seconds },
      expected: `${days} or more left`,
      passed: left >= days,
      got: `${left} left, until ${new Date(validTo).toISOString().slice(0, 10)}`,
    },
  ]
}

/** OpenSSL's codes in words, those that people meet. https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet: one of the clocks is wrong',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, which no browser trusts',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that nobody knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate between it and the authority is missing: the server must send the full chain (fullchain.pem)',
  UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete: the server must send fullchain.pem',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its authority is not known, or the chain is not complete: the server must send fullchain.pem',
  HOSTNAME_MISMATCH: 'it is for another name',
  CERT_REVOKED: 'it was revoked',
}

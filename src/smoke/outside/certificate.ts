import { distrusted } from '../../runner/http/obstacle.ts'
import type { ShownCertificate } from '../../runner/http/tls.ts'
import { type CheckResult, outside } from '../check.ts'
import type { PlannedCheck } from './obstacles.ts'

/** The requirements for a certificate. */
export interface CertificateWish {
  host: string
  /** The days for which it must still be valid. */
  days: number
}

/** A day in milliseconds. */
const day = 86_400_000

/** The checks of a certificate, before the handshake. */
export function plannedCertificate({ host, days }: CertificateWish): [PlannedCheck, PlannedCheck] {
  return [
    { name: 'certificate', severity: 'error', expected: `trusted, with its whole chain, for ${host}` },
    { name: 'certificate days', severity: 'warning', expected: `${days} days or more left` },
  ]
}

/** Evaluates a server's certificate, or the error in its place; `now` in milliseconds. */
export function certificateResults(
  shown: ShownCertificate | Error,
  wish: CertificateWish,
  now: number,
  seconds: number,
): CheckResult[] {
  const [trust, validity] = plannedCertificate(wish)
  const trusted = { ...trust, where: outside, seconds }
  if (shown instanceof Error) return [{ ...trusted, passed: false, got: shown.message }]
  const { distrust, mismatch, issuer, length, protocol, validTo } = shown
  const problems = [
    ...(distrust === undefined ? [] : [distrusted[distrust] ?? distrust]),
    ...(mismatch === undefined ? [] : [mismatch]),
  ]
  const left = Math.floor((validTo - now) / day)
  return [
    {
      ...trusted,
      passed: problems.length === 0,
      got:
        problems.length === 0
          ? `trusted, from ${issuer}, ${length} in the chain, ${protocol}`
          : problems.join('; '),
    },
    {
      ...{ ...validity, where: outside, seconds },
      passed: left >= wish.days,
      got: `${left} days left, until ${new Date(validTo).toISOString().slice(0, 10)}`,
    },
  ]
}

import { type Change, nothing, type Proposal, writeFile } from '../change.ts'
import type { OwnCertificate } from '../desired/own-certificate.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'
import { certificateFiles } from '../site.ts'
import { issuedChanges } from './issued.ts'

/** Plans the site's certificate. Pure. */
export function certificateChanges(facts: Facts, desired: DesiredServer): Proposal {
  const { certificate } = desired
  if (certificate.kind === 'none') return nothing
  return certificate.kind === 'own'
    ? ownChanges(facts, desired, certificate)
    : issuedChanges(facts, desired, certificate)
}

function ownChanges(
  { own, nginx }: Facts,
  desired: DesiredServer,
  { certificate, key, sums }: OwnCertificate,
): Proposal {
  if (own.certificate === sums.certificate && own.key === sums.key) return nothing
  const files = certificateFiles(desired)
  const change: Change = {
    id: 'certificate',
    title: `${own.certificate === '' ? 'Store' : 'Replace'} the certificate for ${desired.domains.join(', ')} (${files.chain})`,
    script: `umask 077
${writeFile(files.key, key, '600')}
${writeFile(files.chain, certificate)}
chmod 755 /etc/ssl/saleor${nginx.isEnabled ? '\nload_nginx' : ''}`,
  }
  return { changes: [change], warnings: [] }
}

import { type Change, eachNight, nothing, type Proposal, writeFile } from '../change.ts'
import type { DesiredServer, OwnCertificate } from '../desired.ts'
import type { Facts } from '../facts.ts'
import { certificateFiles, challengeFolder, challengeSite } from '../site.ts'

/** Plans the site's certificate. Pure. */
export function certificateChanges(facts: Facts, desired: DesiredServer): Proposal {
  const { certificate } = desired
  if (certificate.kind === 'none') return nothing
  return certificate.kind === 'own' ? ownChanges(facts, desired, certificate) : issuedChanges(facts, desired)
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

function issuedChanges({ packages, issued, hasIpv6, hasSystemd }: Facts, desired: DesiredServer): Proposal {
  const { certificate, domains } = desired
  if (certificate.kind !== 'certbot-webroot') return nothing
  const [name = ''] = domains
  const isIssued = domains.every((domain) => issued.names.includes(domain))
  const hasOther = isIssued && certificate.server !== undefined && certificate.server !== issued.by
  const changes: (Change | false)[] = [
    !packages.has('certbot') && {
      id: 'certbot',
      title: 'Install certbot',
      script: `install_packages certbot\n${eachNight(hasSystemd)}`,
    },
    !isIssued && {
      id: 'certificate',
      title: `Have a certificate issued for ${domains.join(', ')}`,
      script: issue(desired, challengeSite(desired, hasIpv6)),
    },
  ]
  return {
    changes: changes.filter((change) => change !== false),
    warnings: hasOther
      ? [
          `The certificate for ${name} is from ${issued.by}, and is renewed there. To have it from ${certificate.server}: sudo certbot delete --cert-name ${name}, then run this again.`,
        ]
      : [],
  }
}

/** Makes sure that the authority's challenges work on the site as it is now: certificates renew unattended. Pure. */
export function renewalChanges({ issued }: Facts, { certificate, domains }: DesiredServer): Proposal {
  if (certificate.kind !== 'certbot-webroot') return nothing
  const [name = ''] = domains
  if (issued.isRenewalTested && domains.every((domain) => issued.names.includes(domain))) return nothing
  // Without `--server`, a dry run uses Let's Encrypt's test server.
  const change: Change = {
    id: 'renewal',
    title: 'Test the renewal of the certificate (certbot renew --dry-run)',
    script: `certbot renew --dry-run --no-random-sleep-on-renew --cert-name ${name}${atServer(certificate.server)}
install -d -m 755 /var/lib/saleor-deploy
touch /var/lib/saleor-deploy/renewal-tested-${name}`,
  }
  return { changes: [change], warnings: [] }
}

function atServer(server: string | undefined): string {
  return server === undefined ? '' : ` --server '${server.replaceAll("'", '%27')}'`
}

/** The shop's site can't load without the certificate, and does not know new names, so another site answers the authority meanwhile. */
function issue({ certificate, domains }: DesiredServer, site: string): string {
  const { server, email } =
    certificate.kind === 'certbot-webroot' ? certificate : { server: undefined, email: undefined }
  const words = [
    `certbot certonly --non-interactive --agree-tos --webroot --webroot-path ${challengeFolder}`,
    `--cert-name ${domains[0] ?? ''} ${domains.map((domain) => `--domain ${domain}`).join(' ')}`,
    email === undefined ? '--register-unsafely-without-email' : `--email '${email.replaceAll("'", "'\\''")}'`,
    `--expand --keep-until-expiring${atServer(server)} --deploy-hook /usr/local/sbin/saleor-deploy-load-nginx`,
  ]
  return `install -d -m 755 ${challengeFolder}
${writeFile('/usr/local/sbin/saleor-deploy-load-nginx', loadNginx, '755')}
trap 'rm -f /etc/nginx/sites-enabled/saleor-deploy-acme; load_nginx' EXIT
${writeFile('/etc/nginx/sites-enabled/saleor-deploy-acme', site)}
load_nginx
${words.join(' ')}`
}

/** Runs after each renewal. */
const loadNginx = `#!/bin/sh
# certbot runs this after each renewal, so that nginx takes the new certificate.
if [ -d /run/systemd/system ]; then systemctl reload nginx; else service nginx reload; fi
`

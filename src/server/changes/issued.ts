import { type Change, eachNight, nothing, type Proposal, writeFile } from '../change.ts'
import type { IssuedCertificate } from '../desired/certificate.ts'
import type { DesiredServer } from '../desired/server.ts'
import type { Facts } from '../facts.ts'
import { challengeFolder, challengeSite } from '../site.ts'

/** Plans a certificate that certbot has issued and renews. Pure. */
export function issuedChanges(
  facts: Facts,
  desired: DesiredServer,
  certificate: IssuedCertificate,
): Proposal {
  const { packages, issued, hasIpv6, hasSystemd } = facts
  const { domains } = desired
  const { server, dns } = certificate
  const [name = ''] = domains
  const needed = ['certbot', ...(dns === undefined ? [] : [`python3-certbot-dns-${dns.provider}`])]
  const isIssued = hasNames(facts, desired)
  const isOtherWay = isIssued && renewsOtherwise(facts, certificate)
  const hasOther = isIssued && !isOtherWay && server !== undefined && server !== issued.by
  const changes: (Change | false)[] = [
    !needed.every((one) => packages.has(one)) && {
      id: 'certbot',
      title: `Install certbot${dns === undefined ? '' : ` and its plugin for ${dns.provider}`}`,
      script: `install_packages ${needed.join(' ')}\n${eachNight(hasSystemd)}`,
    },
    hasOtherCredentials(facts, certificate) && {
      id: 'dns-credentials',
      title: `${facts.dnsCredentials === '' ? 'Store' : 'Replace'} the credentials for ${dns?.provider} (${credentialsFile(name)})`,
      script: `umask 077\n${writeFile(credentialsFile(name), dns?.credentials ?? '', '600')}`,
    },
    (!isIssued || isOtherWay) && {
      id: 'certificate',
      title: isOtherWay
        ? `Have the certificate for ${domains.join(', ')} issued anew, as it is renewed with ${issued.how} now`
        : `Have a certificate issued for ${domains.join(', ')}`,
      script: issue(desired, certificate, isOtherWay, challengeSite(desired, hasIpv6)),
    },
  ]
  return {
    changes: changes.filter((change) => change !== false),
    warnings: hasOther
      ? [
          `The certificate for ${name} is from ${issued.by}, and is renewed there. To have it from ${server}: sudo certbot delete --cert-name ${name}, then run this again.`,
        ]
      : [],
  }
}

/** Makes sure that the authority's challenges work on the server as it is now: certificates renew unattended. Pure. */
export function renewalChanges(facts: Facts, desired: DesiredServer): Proposal {
  const { certificate, domains } = desired
  if (certificate.kind !== 'issued') return nothing
  const [name = ''] = domains
  const isTested =
    facts.issued.isRenewalTested &&
    hasNames(facts, desired) &&
    !hasOtherCredentials(facts, certificate) &&
    !renewsOtherwise(facts, certificate)
  if (isTested) return nothing
  // Without `--server`, a dry run uses Let's Encrypt's test server.
  const change: Change = {
    id: 'renewal',
    title: 'Test the renewal of the certificate (certbot renew --dry-run)',
    script: `rm -f ${testedFile(name)}
certbot renew --dry-run --no-random-sleep-on-renew --cert-name ${name}${atServer(certificate.server)}
install -d -m 755 /var/lib/saleor-deploy
touch ${testedFile(name)}`,
  }
  return { changes: [change], warnings: [] }
}

function hasNames({ issued }: Facts, { domains }: DesiredServer): boolean {
  return domains.every((domain) => issued.names.includes(domain))
}

function hasOtherCredentials({ dnsCredentials }: Facts, { dns }: IssuedCertificate): boolean {
  return dns?.sum !== undefined && dns.sum !== dnsCredentials
}

/** Whether certbot renews by another way than desired. Any way over HTTP will do for webroot: the guide's own is nginx. */
function renewsOtherwise({ issued }: Facts, { dns }: IssuedCertificate): boolean {
  return dns === undefined ? issued.how.startsWith('dns-') : issued.how !== `dns-${dns.provider}`
}

/** certbot reads it again at each renewal. */
function credentialsFile(name: string): string {
  return `/etc/letsencrypt/saleor-deploy-dns-${name}`
}

function testedFile(name: string): string {
  return `/var/lib/saleor-deploy/renewal-tested-${name}`
}

function atServer(server: string | undefined): string {
  return server === undefined ? '' : ` --server '${server.replaceAll("'", '%27')}'`
}

function issue(
  { domains }: DesiredServer,
  { server, email, dns }: IssuedCertificate,
  isAnew: boolean,
  site: string,
): string {
  const words = [
    `certbot certonly --non-interactive --agree-tos ${dns === undefined ? `--webroot --webroot-path ${challengeFolder}` : byDns(dns, domains[0] ?? '')}`,
    `--cert-name ${domains[0] ?? ''} ${domains.map((domain) => `--domain ${domain}`).join(' ')}`,
    email === undefined ? '--register-unsafely-without-email' : `--email '${email.replaceAll("'", "'\\''")}'`,
    `--expand ${isAnew ? '--force-renewal' : '--keep-until-expiring'}${atServer(server)} --deploy-hook /usr/local/sbin/saleor-deploy-load-nginx`,
  ]
  return `${writeFile('/usr/local/sbin/saleor-deploy-load-nginx', loadNginx, '755')}
${dns === undefined ? answering(site) : ''}${words.join(' ')}`
}

/** Options of certbot's own plugins, which all have the same form. Only route53 waits by itself, with the rights of the machine. */
function byDns(
  { provider, credentials, propagation }: NonNullable<IssuedCertificate['dns']>,
  name: string,
): string {
  const option = `--dns-${provider}`
  return [
    option,
    ...(credentials === undefined ? [] : [`${option}-credentials ${credentialsFile(name)}`]),
    ...(propagation === undefined ? [] : [`${option}-propagation-seconds ${propagation}`]),
  ].join(' ')
}

/** The shop's site can't load without the certificate, and does not know new names, so another site answers the authority meanwhile. */
function answering(site: string): string {
  return `install -d -m 755 ${challengeFolder}
trap 'rm -f /etc/nginx/sites-enabled/saleor-deploy-acme; load_nginx' EXIT
${writeFile('/etc/nginx/sites-enabled/saleor-deploy-acme', site)}
load_nginx
`
}

/** Runs after each renewal. */
const loadNginx = `#!/bin/sh
# certbot runs this after each renewal, so that nginx takes the new certificate.
if [ -d /run/systemd/system ]; then systemctl reload nginx; else service nginx reload; fi
`

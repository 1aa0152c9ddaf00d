import { expect, test } from 'vitest'
import type { DesiredServer } from '../../src/server/desired/server.ts'
import type { Facts } from '../../src/server/facts.ts'
import { planServer } from '../../src/server/plan.ts'
import { siteText } from '../../src/server/site.ts'
import { bare, desired, ready } from './servers.ts'

const dns = { provider: 'rfc2136', credentials: 'THE-KEY\n', sum: 'a', propagation: 5 } as const
const byDns: DesiredServer = {
  ...desired,
  certificate: { kind: 'issued', server: undefined, email: undefined, dns },
}

const readyByDns: Facts = {
  ...ready,
  packages: new Set([...ready.packages, 'python3-certbot-dns-rfc2136']),
  issued: { ...ready.issued, how: 'dns-rfc2136' },
  dnsCredentials: 'a',
  nginx: { ...ready.nginx, site: siteText(byDns, true) },
}

const ids = (facts: Facts, to: DesiredServer = byDns): string[] =>
  planServer(facts, to).changes.map(({ id }) => id)
const script = (facts: Facts, id: string, to: DesiredServer = byDns): string =>
  planServer(facts, to).changes.find((change) => change.id === id)?.script ?? ''

test('For a record in DNS the plugin and its credentials are there before the certificate.', () => {
  expect(ids(bare).slice(-6)).toEqual([
    ...['nginx', 'certbot', 'dns-credentials', 'certificate', 'site', 'renewal'],
  ])
  expect(script(bare, 'certbot')).toContain('install_packages certbot python3-certbot-dns-rfc2136\n')
  expect(script(bare, 'certificate')).toContain(
    '--dns-rfc2136 --dns-rfc2136-credentials /etc/letsencrypt/saleor-deploy-dns-shop.example.com --dns-rfc2136-propagation-seconds 5 ',
  )
  expect(script(bare, 'certificate')).not.toContain('webroot')
  expect(siteText(byDns, true)).not.toContain('acme-challenge')
})

test('The credentials are in a file of root alone, and readable nowhere in the plan.', () => {
  expect(script(bare, 'dns-credentials')).toContain(
    "write_file '/etc/letsencrypt/saleor-deploy-dns-shop.example.com' 600",
  )
  expect(JSON.stringify(planServer(bare, byDns))).not.toContain('THE-KEY')
})

test('Nothing is left to do where certbot renews by DNS already.', () => {
  expect(planServer(readyByDns, byDns)).toEqual({ changes: [], warnings: [] })
})

test('Other credentials are stored, and the renewal is tested with them.', () => {
  expect(ids({ ...readyByDns, dnsCredentials: 'b' })).toEqual(['dns-credentials', 'renewal'])
})

test('A certificate that is renewed in another way is issued anew, so that its renewal follows.', () => {
  const webroot = { ...ready, issued: { ...ready.issued, how: 'webroot' } }
  expect(ids(webroot)).toEqual(['certbot', 'dns-credentials', 'certificate', 'site', 'renewal'])
  expect(script(webroot, 'certificate')).toContain('--force-renewal')
  expect(ids(readyByDns, desired)).toEqual(['certificate', 'site', 'renewal'])
  expect(script(readyByDns, 'certificate', desired)).toContain('--force-renewal')
})

test('A certificate that certbot renews through nginx stays for webroot.', () => {
  expect(ids({ ...ready, issued: { ...ready.issued, how: 'nginx' } }, desired)).toEqual([])
})

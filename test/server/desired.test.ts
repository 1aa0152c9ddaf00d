import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { prepareServer } from '../../src/inputs/prepare-server.ts'
import { readInputs, secretsOf } from '../../src/inputs/read.ts'
import { desiredServer } from '../../src/server/desired/server.ts'
import { publicKey } from './servers.ts'

const now = Date.UTC(2026, 10, 29)

function wanted(given: Record<string, string>): ReturnType<typeof desiredServer> {
  const all = { host: 'shop', user: 'ann', 'ssh-key': 'key', 'deploy-public-key': publicKey, ...given }
  const env = Object.fromEntries(
    Object.entries(all).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]),
  )
  return desiredServer(readInputs(prepareServer, env), now)
}

test('By default there is the repository of Docker, a firewall for the web, and no nginx.', () => {
  expect(wanted({})).toMatchObject({
    ...{ docker: 'docker', user: 'deploy', folder: '/opt/saleor', firewall: 'ufw' },
    ...{ openPorts: ['80/tcp', '443/tcp'], domains: [], certificate: { kind: 'none' } },
  })
})

test('A manager gets the port of Swarm where none is given, and labels are read by node.', () => {
  const join = {
    swarm: 'join',
    'swarm-manager': '10.0.0.2',
    'swarm-token': 'x',
    'swarm-peers': '10.0.0.0/24',
  }
  expect(wanted(join).swarm?.join).toEqual({ manager: '10.0.0.2:2377', token: 'x' })
  expect(wanted({ swarm: 'init', 'swarm-labels': 'tier=web\nworker-1 tier=worker' }).swarm?.labels).toEqual([
    { node: undefined, key: 'tier', value: 'web' },
    { node: 'worker-1', key: 'tier', value: 'worker' },
  ])
})

test('By DNS, port 80 may stay closed, and route53 needs no credentials.', () => {
  const { certificate } = wanted({ ...dns, 'dns-provider': 'route53', 'open-ports': '443/tcp' })
  expect(certificate).toMatchObject({ kind: 'issued', dns: { provider: 'route53', credentials: undefined } })
})

test('Of the credentials for DNS the log hides the secret, and not words such as the name of the key.', () => {
  const file = 'dns_rfc2136_name = certbot.\ndns_rfc2136_secret = c2VjcmV0LWtleQ==\n'
  expect(secretsOf(prepareServer, { 'INPUT_DNS-CREDENTIALS': file })).toEqual(['c2VjcmV0LWtleQ=='])
})

test('With names of the shop the certificate comes from certbot.', () => {
  expect(wanted({ domains: 'shop.example.com', 'acme-email': 'ann@example.com' }).certificate).toEqual({
    ...{ kind: 'issued', server: undefined, email: 'ann@example.com', dns: undefined },
  })
})

const dns = { domains: 'shop.example.com', certificate: 'certbot-dns' }
const key = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
)

test.each<[string, Record<string, string>, RegExp]>([
  ['root as the user that deploys', { 'deploy-user': 'root' }, /root is not the user that deploys/],
  ['a private key as public key', { 'deploy-public-key': 'x' }, /'deploy-public-key'.*list of public keys/],
  ['a domain with a scheme', { domains: 'https://shop.example.com' }, /'domains'.*list of names/],
  [
    'an ACME server without domains',
    { 'acme-server': 'https://ca.example.com' },
    /nothing uses them without domains/,
  ],
  [
    'a certificate that certbot would issue too',
    { domains: 'shop.example.com', 'certificate-key': 'x' },
    /with certificate: certbot-webroot/,
  ],
  ['certbot without port 80', { domains: 'shop.example.com', 'open-ports': '443/tcp' }, /leaves out 80\/tcp/],
  ['own without its files', { domains: 'shop.example.com', certificate: 'own' }, /is missing/],
  [
    'DNS without its provider',
    { domains: 'shop.example.com', certificate: 'certbot-dns', 'dns-credentials': 'x' },
    /dns-provider is missing/,
  ],
  [
    'DNS with the credentials of another plugin',
    { ...dns, 'dns-provider': 'cloudflare', 'dns-credentials': 'dns_rfc2136_secret = x' },
    /is not what certbot's plugin for cloudflare reads/,
  ],
  ['DNS without credentials', { ...dns, 'dns-provider': 'rfc2136' }, /'dns-credentials' is missing/],
  [
    'credentials for a plugin that takes none',
    { ...dns, 'dns-provider': 'route53', 'dns-credentials': 'x' },
    /nothing uses them with dns-provider: route53/,
  ],
  [
    'a provider of DNS for webroot',
    { domains: 'shop.example.com', 'dns-provider': 'rfc2136' },
    /dns-provider: nothing uses them with certificate: certbot-webroot/,
  ],
  ['a join without a token', { swarm: 'join', 'swarm-manager': '10.0.0.2' }, /swarm-token is missing/],
  [
    'a join through a firewall that lets nobody in',
    { swarm: 'join', 'swarm-manager': '10.0.0.2', 'swarm-token': 'x' },
    /'swarm-peers' is empty/,
  ],
  ['a Swarm that is not meant', { 'swarm-token': 'x' }, /swarm-token: nothing uses them with swarm: none/],
  [
    'labels on a worker',
    { swarm: 'join', 'swarm-manager': '10.0.0.2', 'swarm-token': 'x', 'swarm-labels': 'a=b' },
    /swarm-labels: nothing uses them with swarm: join/,
  ],
  ['a label without a value', { swarm: 'init', 'swarm-labels': 'web' }, /'swarm-labels'.*list of labels/],
  [
    'a certificate that is none',
    { domains: 'shop.example.com', certificate: 'own', 'certificate-chain': 'x', 'certificate-key': key },
    /no certificate that can be read/,
  ],
])('%s is refused, with what would be right.', (_, given, message) => {
  expect(() => wanted(given)).toThrow(message)
  expect(() => wanted(given)).toThrow(UserError)
})

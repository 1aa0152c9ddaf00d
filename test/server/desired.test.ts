import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { UserError } from '../../src/errors.ts'
import { prepareServer } from '../../src/inputs/prepare-server.ts'
import { readInputs } from '../../src/inputs/read.ts'
import { desiredServer } from '../../src/server/desired.ts'
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

test('With names of the shop the certificate comes from certbot.', () => {
  expect(wanted({ domains: 'shop.example.com', 'acme-email': 'ann@example.com' }).certificate).toEqual({
    ...{ kind: 'certbot-webroot', server: undefined, email: 'ann@example.com' },
  })
})

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
    'a certificate that is none',
    { domains: 'shop.example.com', certificate: 'own', 'certificate-chain': 'x', 'certificate-key': key },
    /no certificate that can be read/,
  ],
])('%s is refused, with what would be right.', (_, given, message) => {
  expect(() => wanted(given)).toThrow(message)
  expect(() => wanted(given)).toThrow(UserError)
})

import { choice, flag, lines, pattern, secret, whole } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'
import { piecesOf, secretName } from './values/secret-values.ts'

/** A public key as ssh-keygen writes it, without options before it. */
const publicKey = /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-\S+) AAAA[A-Za-z0-9+/]+={0,3}( .*)?$/
const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/
const peer = /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+)(\/\d{1,3})?$/i
const nodeLabel = /^([\w.-]+\s+)?[a-z0-9][\w./-]*=[\w./-]*$/i

/** What `prepare-server` takes and gives. */
export const prepareServer = {
  inputs: {
    ...connectionInputs,
    'sudo-password': secret(),
    docker: choice(['distribution', 'docker'], { default: 'docker' }),
    'deploy-user': pattern(/^[a-z_][a-z0-9_-]{0,31}$/, 'the name of a user, in small letters', {
      default: 'deploy',
    }),
    'deploy-public-key': lines({
      required: true,
      each: [publicKey, 'a list of public keys such as ssh-ed25519 AAAA…, one a line'],
    }),
    firewall: choice(['ufw', 'none'], { default: 'ufw' }),
    'open-ports': lines({
      default: '80/tcp\n443/tcp',
      each: [/^\d{1,5}\/(tcp|udp)$/, 'a list of ports such as 443/tcp, one a line'],
    }),
    'security-updates': flag({ default: 'true' }),
    domains: lines({ each: [domain, 'a list of names such as shop.example.com, one a line'] }),
    'web-port': whole({ min: 1, max: 65535, default: '8000' }),
    certificate: choice(['certbot-webroot', 'certbot-dns', 'own', 'none'], { default: 'certbot-webroot' }),
    'acme-server': pattern(/^https:\/\/\S+$/, 'the directory URL of an ACME server'),
    'acme-email': pattern(/^[^\s@,]+@[^\s@,]+$/, 'an e-mail address'),
    'dns-provider': choice(['cloudflare', 'google', 'rfc2136', 'route53']),
    'dns-credentials': secret({ masks: credentialMasks }),
    'dns-propagation': whole({ min: 0, max: 3600 }),
    'certificate-chain': secret(),
    'certificate-key': secret(),
    swarm: choice(['none', 'init', 'join'], { default: 'none' }),
    'swarm-manager': pattern(/^[a-zA-Z0-9.-]+(:\d{1,5})?$/, 'the address of a manager, such as 10.0.0.2'),
    'swarm-token': secret(),
    'swarm-address': pattern(/^[a-zA-Z0-9.:_-]+$/, 'an address or a network interface of the server'),
    'swarm-peers': lines({ each: [peer, 'a list of addresses or networks such as 10.0.0.0/24, one a line'] }),
    'swarm-labels': lines({
      each: [nodeLabel, 'a list of labels such as tier=web or worker-1 tier=worker, one a line'],
    }),
    hardware: choice(['development', 'staging', 'production'], { default: 'staging' }),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: ['changed', 'changes', 'known-hosts', 'reason-code'],
} as const

/** The secret values in a file of credentials, as programs print them; of a file without `name = value`, each line. */
function credentialMasks(raw: string): string[] {
  return raw.split(/\r?\n/).flatMap((line) => {
    const [, name = 'SECRET', value = line] = /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? []
    return secretName.test(name) ? piecesOf(value) : []
  })
}

import { choice, flag, lines, pattern, secret, whole } from './contract.ts'
import { connectionInputs } from './groups/connection.ts'

/** A public key as ssh-keygen writes it, without options before it. */
const publicKey = /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-\S+) AAAA[A-Za-z0-9+/]+={0,3}( .*)?$/
const domain = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/

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
    certificate: choice(['certbot-webroot', 'own', 'none'], { default: 'certbot-webroot' }),
    'acme-server': pattern(/^https:\/\/\S+$/, 'the directory URL of an ACME server'),
    'acme-email': pattern(/^[^\s@,]+@[^\s@,]+$/, 'an e-mail address'),
    'certificate-chain': secret(),
    'certificate-key': secret(),
    hardware: choice(['development', 'staging', 'production'], { default: 'staging' }),
    'dry-run': flag({ default: 'false' }),
  },
  outputs: ['changed', 'changes', 'known-hosts', 'reason-code'],
} as const

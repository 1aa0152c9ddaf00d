import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { UserError } from '../errors.ts'
import type { InputsOf } from '../inputs/contract.ts'
import type { prepareServer } from '../inputs/prepare-server.ts'

type Inputs = InputsOf<typeof prepareServer>

/** The user's own certificate, as the files that nginx reads. */
export interface OwnCertificate {
  kind: 'own'
  certificate: string
  key: string
  /** SHA-256 of the two files. */
  sums: { certificate: string; key: string }
}

/** Where the site's certificate comes from. */
export type DesiredCertificate =
  | { kind: 'none' }
  | { kind: 'certbot-webroot'; server: string | undefined; email: string | undefined }
  | OwnCertificate

/** The desired state of a server. */
export interface DesiredServer {
  docker: 'docker' | 'distribution'
  user: string
  /** Public keys, as lines of authorized_keys. */
  keys: readonly string[]
  folder: string
  firewall: 'ufw' | 'none'
  /** Open ports besides SSH. */
  openPorts: readonly string[]
  hasUpdates: boolean
  /** The shop's names; the first one also names the certificate. Without names there is no nginx. */
  domains: readonly string[]
  port: number
  certificate: DesiredCertificate
  hardware: 'development' | 'staging' | 'production'
}

/**
 * Resolves the desired server from the inputs. Pure.
 * @throws UserError `bad-input` for a certificate that can't be used, or inputs that do not go together
 */
export function desiredServer(inputs: Inputs, now: number): DesiredServer {
  if (inputs['deploy-user'] === 'root')
    throw new UserError(
      'bad-input',
      "Input 'deploy-user': root is not the user that deploys.",
      'Name another user, such as deploy. It is in the group docker and needs no sudo.',
    )
  return {
    docker: inputs.docker,
    user: inputs['deploy-user'],
    keys: inputs['deploy-public-key'],
    folder: inputs.path,
    firewall: inputs.firewall,
    openPorts: inputs['open-ports'],
    hasUpdates: inputs['security-updates'],
    domains: inputs.domains,
    port: inputs['web-port'],
    certificate: desiredCertificate(inputs, now),
    hardware: inputs.hardware,
  }
}

function desiredCertificate(inputs: Inputs, now: number): DesiredCertificate {
  const { certificate: kind, domains } = inputs
  refuseStrays(inputs)
  if (domains.length === 0 || kind === 'none') return { kind: 'none' }
  if (kind === 'certbot-webroot' && inputs.firewall === 'ufw' && !inputs['open-ports'].includes('80/tcp'))
    throw new UserError(
      'bad-input',
      "Input 'open-ports' leaves out 80/tcp, where the authority asks the site before it issues a certificate.",
      'Add 80/tcp, or give a certificate of your own (certificate: own).',
    )
  if (kind === 'certbot-webroot') return { kind, server: inputs['acme-server'], email: inputs['acme-email'] }
  const [chain, key] = [inputs['certificate-chain'], inputs['certificate-key']]
  if (chain === undefined || key === undefined)
    throw new UserError(
      'bad-input',
      "Input 'certificate' is own, and certificate-chain or certificate-key is missing.",
      'Give both from secrets: the certificate with its chain, and its private key, as PEM.',
    )
  return ownCertificate(`${chain.trim()}\n`, `${key.trim()}\n`, domains, now)
}

/** Refuses inputs that would be ignored. */
function refuseStrays(inputs: Inputs): void {
  const kind = inputs.domains.length === 0 ? 'none' : inputs.certificate
  const strays = [
    ...(kind === 'own' ? [] : (['certificate-chain', 'certificate-key'] as const)),
    ...(kind === 'certbot-webroot' ? [] : (['acme-server', 'acme-email'] as const)),
  ].filter((name) => inputs[name] !== undefined)
  if (strays.length === 0) return
  throw new UserError(
    'bad-input',
    `Inputs ${strays.join(' and ')}: nothing uses them ${inputs.domains.length === 0 ? 'without domains' : `with certificate: ${kind}`}.`,
    inputs.domains.length === 0
      ? 'Name the shop with domains, or leave them out.'
      : 'Correct the input certificate, or leave them out.',
  )
}

function ownCertificate(
  certificate: string,
  key: string,
  domains: readonly string[],
  now: number,
): OwnCertificate {
  const problem = certificateProblem(certificate, key, domains, now)
  if (problem !== undefined) throw new UserError('bad-input', ...problem)
  const sum = (text: string): string => createHash('sha256').update(text).digest('hex')
  return { kind: 'own', certificate, key, sums: { certificate: sum(certificate), key: sum(key) } }
}

/** Describes a certificate's problem and the fix; the text contains neither file. */
function certificateProblem(
  chain: string,
  key: string,
  domains: readonly string[],
  now: number,
): [what: string, fix: string] | undefined {
  const read = attempt(() => new X509Certificate(chain))
  if (read === undefined)
    return [
      "Input 'certificate-chain' is no certificate that can be read.",
      'Store the whole file in the secret, from its BEGIN line; the certificate of the shop first, then the chain.',
    ]
  const secret = attempt(() => createPrivateKey(key))
  if (secret === undefined)
    return [
      "Input 'certificate-key' is no private key that can be read.",
      'Store the whole file in the secret, as PEM and without a passphrase: nginx starts without a person.',
    ]
  if (!read.checkPrivateKey(secret))
    return [
      "Input 'certificate-key' is not the key of the first certificate in certificate-chain.",
      'Store the certificate of the shop before those of its authorities, and the key that it was made with.',
    ]
  const missing = domains.filter((domain) => read.checkHost(domain) === undefined)
  if (missing.length > 0)
    return [
      `Input 'certificate-chain': the certificate is not for ${missing.join(', ')}, only for ${read.subjectAltName ?? read.subject}.`,
      'Correct the input domains, or have a certificate issued for all of them.',
    ]
  if (Date.parse(read.validTo) < now)
    return [`Input 'certificate-chain': the certificate expired on ${read.validTo}.`, 'Renew it.']
  return undefined
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

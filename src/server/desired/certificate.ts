import { UserError } from '../../errors.ts'
import { type DesiredDns, desiredDns } from './dns.ts'
import type { Inputs } from './inputs.ts'
import { type OwnCertificate, ownCertificate } from './own-certificate.ts'

/** A certificate that certbot has issued and renews. */
export interface IssuedCertificate {
  kind: 'issued'
  server: string | undefined
  email: string | undefined
  /** Proves the names by records in DNS instead of answers of nginx. */
  dns: DesiredDns | undefined
}

/** Where the site's certificate comes from. */
export type DesiredCertificate = { kind: 'none' } | IssuedCertificate | OwnCertificate

/**
 * Resolves the certificate from the inputs. Pure.
 * @throws UserError `bad-input` for a certificate that can't be used, or inputs that do not go together
 */
export function desiredCertificate(inputs: Inputs, now: number): DesiredCertificate {
  const { certificate: kind, domains } = inputs
  refuseStrays(inputs)
  if (domains.length === 0 || kind === 'none') return { kind: 'none' }
  if (kind === 'certbot-webroot' && inputs.firewall === 'ufw' && !inputs['open-ports'].includes('80/tcp'))
    throw new UserError(
      'bad-input',
      "Input 'open-ports' leaves out 80/tcp, where the authority asks the site before it issues a certificate.",
      'Add 80/tcp, or prove the names by DNS (certificate: certbot-dns), or give a certificate of your own (certificate: own).',
    )
  if (kind !== 'own')
    return {
      ...{ kind: 'issued', server: inputs['acme-server'], email: inputs['acme-email'] },
      dns: kind === 'certbot-dns' ? desiredDns(inputs) : undefined,
    }
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
    ...(kind.startsWith('certbot-') ? [] : (['acme-server', 'acme-email'] as const)),
    ...(kind === 'certbot-dns' ? [] : (['dns-provider', 'dns-credentials', 'dns-propagation'] as const)),
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

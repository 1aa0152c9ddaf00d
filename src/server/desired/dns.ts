import { createHash } from 'node:crypto'
import { UserError } from '../../errors.ts'
import type { Inputs } from './inputs.ts'

/** How certbot writes records in DNS. */
export interface DesiredDns {
  provider: 'cloudflare' | 'google' | 'rfc2136' | 'route53'
  /** The file that certbot's plugin reads, and its SHA-256; undefined if the machine has the rights itself. */
  credentials: string | undefined
  sum: string | undefined
  /** Seconds between a change and its check; undefined for the plugin's default. */
  propagation: number | undefined
}

/** What each plugin's file of credentials has, and an example; https://eff-certbot.readthedocs.io/en/stable/using.html#dns-plugins */
const credentialForms = {
  cloudflare: [/^dns_cloudflare_\w+ *= *\S/m, 'dns_cloudflare_api_token = …'],
  google: [/"type": *"service_account"/, 'the JSON file of a service account'],
  rfc2136: [
    /^dns_rfc2136_secret *= *\S/m,
    'dns_rfc2136_server, dns_rfc2136_name, dns_rfc2136_secret and dns_rfc2136_algorithm = …',
  ],
  route53: undefined,
} as const

/**
 * Resolves how certbot writes records in DNS. Pure.
 * @throws UserError `bad-input` without a provider, or with credentials that its plugin can't read
 */
export function desiredDns(inputs: Inputs): DesiredDns {
  const { 'dns-provider': provider, 'dns-credentials': given, 'dns-propagation': propagation } = inputs
  if (provider === undefined)
    throw new UserError(
      'bad-input',
      "Input 'certificate' is certbot-dns, and dns-provider is missing.",
      `Name who serves the zone of ${inputs.domains[0]}: one of ${Object.keys(credentialForms).join(', ')}.`,
    )
  const form = credentialForms[provider]
  if (form === undefined && (given !== undefined || propagation !== undefined))
    throw new UserError(
      'bad-input',
      `Inputs dns-credentials and dns-propagation: nothing uses them with dns-provider: ${provider}.`,
      "Leave them out. The plugin uses the role of the EC2 instance or root's own ~/.aws on the server, and waits by itself.",
    )
  if (form !== undefined && (given === undefined || !form[0].test(given)))
    throw new UserError(
      'bad-input',
      `Input 'dns-credentials' ${given === undefined ? 'is missing' : `is not what certbot's plugin for ${provider} reads`}.`,
      `Store the file of the plugin in a secret, with ${form[1]}`,
    )
  const credentials = given === undefined ? undefined : `${given.trim()}\n`
  const sum = credentials === undefined ? undefined : createHash('sha256').update(credentials).digest('hex')
  return { provider, credentials, sum, propagation }
}

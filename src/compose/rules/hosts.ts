import { isBlank, type Rule, variable } from './rule.ts'

const clientHostsMissing: Rule = {
  name: 'allowed-client-hosts-missing',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'ALLOWED_CLIENT_HOSTS is missing: without DEBUG no Saleor process starts, and no manage.py command.',
  fix: 'Set ALLOWED_CLIENT_HOSTS to the host names of storefront and dashboard, separated by commas.',
  check: ({ environment }) =>
    isBlank(environment, 'ALLOWED_CLIENT_HOSTS')
      ? {
          text: 'ALLOWED_CLIENT_HOSTS is missing. Without DEBUG no Saleor process starts without it.',
          at: variable('ALLOWED_CLIENT_HOSTS'),
        }
      : undefined,
}

const clientHostsAny: Rule = {
  name: 'allowed-client-hosts-any',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'ALLOWED_CLIENT_HOSTS allows every host: a password reset can be made to lead to a stranger, token included.',
  fix: 'Name the hosts of storefront and dashboard in ALLOWED_CLIENT_HOSTS.',
  check: ({ environment }) =>
    listOf(environment.get('ALLOWED_CLIENT_HOSTS')).includes('*')
      ? {
          text: 'ALLOWED_CLIENT_HOSTS allows every host, so a password reset can be made to lead to a stranger, token included.',
          at: variable('ALLOWED_CLIENT_HOSTS'),
        }
      : undefined,
}

const allowedHostsMissing: Rule = {
  name: 'allowed-hosts-missing',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'ALLOWED_HOSTS is missing: every request for a public host name is answered with 400. (/health/ is not.)',
  fix: 'Set ALLOWED_HOSTS to the host names of the API, separated by commas.',
  check: ({ environment }) =>
    isBlank(environment, 'ALLOWED_HOSTS')
      ? {
          text: 'ALLOWED_HOSTS is missing, so Saleor answers 400 to every request for a public host name.',
          at: variable('ALLOWED_HOSTS'),
        }
      : undefined,
}

const notAHost: Rule = {
  name: 'hosts-malformed',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'ALLOWED_HOSTS or ALLOWED_CLIENT_HOSTS has a scheme, a path or a port in it: such an entry matches nothing.',
  fix: 'Write host names alone, separated by commas: shop.example.com,www.example.com',
  check: ({ environment }) =>
    ['ALLOWED_HOSTS', 'ALLOWED_CLIENT_HOSTS'].flatMap((name) => {
      const wrong = listOf(environment.get(name)).filter((one) => /[/\s]|:\d+$/.test(one))
      return wrong.length === 0
        ? []
        : { text: `${name} has ${wrong.join(', ')}, which matches no host name.`, at: variable(name) }
    }),
}

const publicUrlMissing: Rule = {
  name: 'public-url-missing',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'PUBLIC_URL is missing: links in mails, webhooks and uploads begin with whatever the database says, by plain HTTP.',
  fix: "Set PUBLIC_URL to the API's address, such as https://shop.example.com.",
  check: ({ environment }) =>
    isBlank(environment, 'PUBLIC_URL') && !/^(true|1)$/i.test(environment.get('ENABLE_SSL') ?? '')
      ? {
          text: "PUBLIC_URL is missing, so the links that Saleor builds begin with the site's name in the database, by plain HTTP.",
          at: variable('PUBLIC_URL'),
        }
      : undefined,
}

const publicUrlRefused: Rule = {
  name: 'public-url-not-allowed',
  severity: 'error',
  on: 'web',
  only: 'saleor',
  what: 'ALLOWED_HOSTS does not cover the host of PUBLIC_URL, or PUBLIC_URL is no address: requests for it are answered with 400.',
  fix: 'Add the host of PUBLIC_URL to ALLOWED_HOSTS.',
  check({ environment }) {
    if (isBlank(environment, 'PUBLIC_URL')) return undefined
    const url = parseUrl(environment.get('PUBLIC_URL') ?? '')
    if (url === undefined)
      return {
        text: 'PUBLIC_URL is no address that begins with https:// or http://.',
        fix: 'Write it whole, as https://shop.example.com',
        at: variable('PUBLIC_URL'),
      }
    const allowed = listOf(environment.get('ALLOWED_HOSTS'))
    if (allowed.length === 0 || allowed.some((pattern) => matches(url.hostname, pattern))) return undefined
    return {
      text: `ALLOWED_HOSTS has no ${url.hostname}, the host of PUBLIC_URL, so Saleor answers 400 to whoever asks there.`,
      at: variable('ALLOWED_HOSTS', 'PUBLIC_URL'),
    }
  },
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function parseUrl(text: string): URL | undefined {
  const url = URL.parse(text.trim())
  return url !== null && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined
}

/** Compares as Django does: a leading dot matches the domain and its subdomains. */
function matches(host: string, pattern: string): boolean {
  const desired = pattern.toLowerCase()
  return desired === '*' || desired === host || (desired.startsWith('.') && `.${host}`.endsWith(desired))
}

/** Rules for host names that Saleor accepts and publishes. */
export const hostRules: readonly Rule[] = [
  clientHostsMissing,
  publicUrlRefused,
  clientHostsAny,
  allowedHostsMissing,
  notAHost,
  publicUrlMissing,
]

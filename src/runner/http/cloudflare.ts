import type { HttpResponse } from './http.ts'

/** CloudFlare's own answers when it can't reach the origin. https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/ */
const origin: Readonly<Record<number, [why: string, fix: string]>> = {
  520: ['the origin gave an answer that it does not understand', 'Look at the log of nginx on the host.'],
  521: ['the origin refuses the connection', 'Does nginx run, and does the firewall let CloudFlare in?'],
  522: ['the origin does not accept connections', 'Does the firewall let CloudFlare in?'],
  523: ['the origin can not be reached', 'Is the address of the origin in the DNS record right?'],
  524: ['the origin took more than 100 s to answer', 'Look at the load of the host and of the database.'],
  525: ['no TLS with the origin', 'Does nginx listen on 443 with a certificate for this name?'],
  526: [
    'the certificate of the origin is not valid',
    'Renew it, or use an origin certificate of CloudFlare.',
  ],
}

/** What CloudFlare says in place of the shop; undefined for answers of the shop itself. */
export function cloudflareObstacle(
  { hostname }: URL,
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
): { kind: 'gateway'; what: string; fix: string } | undefined {
  if (headers['cf-mitigated'] === 'challenge')
    return {
      kind: 'gateway',
      what: `CloudFlare asks the runner for proof that it is a person (${status}), before ${hostname} is asked.`,
      fix: 'Add a WAF rule that skips challenges for the user agent saleor-deploy, or for the addresses of your runners.',
    }
  const [why, fix] = (headers.server === 'cloudflare' && origin[status]) || []
  if (why === undefined || fix === undefined) return undefined
  return { kind: 'gateway', what: `CloudFlare answers ${status} for ${hostname}: ${why}.`, fix }
}

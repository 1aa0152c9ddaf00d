import { defaultPage } from './maintenance-page.ts'

/** What people see while the shop is closed, and who is let in all the same. */
export interface Maintenance {
  /** Addresses and networks of clients that go on to web. */
  allow: readonly string[]
  /** The page as HTML; empty for the default one. */
  page: string
  /** Seconds after which clients may ask again. */
  retryAfter: number
}

/** Nobody is let in, the page is the default one. */
export const plainMaintenance: Maintenance = { allow: [], page: '', retryAfter: 300 }

/**
 * HAProxy builds an answer of its own in one buffer, of 16 kB; a longer page would be cut off without a word. Measured
 * with 2.6: 15,300 bytes come whole, from 16,000 it warns. The rest is for headers.
 */
export const longestPage = 12_000

/** Where proxies stand whose word on the client's address counts: this machine, its containers, its private network. */
const nearby = '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1 fc00::/7 fe80::/10'

/** For those who read JSON; in Saleor's form of an error, so that a storefront shows it like any other. */
const json = JSON.stringify({
  errors: [
    {
      message: 'The shop is closed for maintenance. Try again later.',
      extensions: { exception: { code: 'Maintenance' } },
    },
  ],
})

/**
 * The lines of the frontend that answer for a closed shop. They are there while it is open too, so that closing is one
 * command at run time: after a reload connections that are kept open have one more request answered by the old process.
 * The health path is left out: it tells about web.
 *
 * The client is who connects. Only where that is a proxy nearby, its last word in X-Forwarded-For counts, and where that
 * is another one nearby, the word before: what the client itself wrote there stands further left. A word that is no
 * address makes the client nobody, who is not let in.
 */
export function maintenanceRules(healthPath: string, maintenance = plainMaintenance): string {
  const { allow, page, retryAfter } = maintenance
  const always = `hdr retry-after ${retryAfter} hdr cache-control no-store`
  // A browser tells scripts nothing of an answer from elsewhere without these, not even that it is a 503.
  const forScripts = 'hdr access-control-allow-origin * hdr access-control-expose-headers retry-after'
  const answer = `${always} if !open !welcome !health`
  return `  acl health path ${healthPath.split('?', 1)[0]}
  acl preflight method OPTIONS
  acl reads_json req.hdr(accept) -i -m sub json
  acl reads_json req.hdr(content-type) -i -m sub json
  acl proxied src ${nearby}
  acl proxied_twice var(txn.last) -m ip ${nearby}
  acl forwarded req.hdr_cnt(x-forwarded-for) ge 1
  acl forwarded_twice req.hdr_cnt(x-forwarded-for) ge 2
${allow.map((one) => `  acl welcome var(txn.client) -m ip ${one}\n`).join('')}\
${allow.length === 0 ? '  acl welcome always_false\n' : ''}\
  http-request set-var(txn.client) src if !proxied || !forwarded
  http-request set-var(txn.last) hdr_ip(x-forwarded-for,-1) if proxied forwarded
  http-request set-var(txn.client) var(txn.last) if !proxied_twice || !forwarded_twice
  http-request set-var(txn.client) hdr_ip(x-forwarded-for,-2) if proxied_twice forwarded_twice
  http-request return status 204 hdr access-control-allow-headers %[req.fhdr(access-control-request-headers)] \
hdr access-control-allow-methods '*' ${forScripts} ${answer} preflight
  http-request return status 503 content-type application/json string ${quoted(json)} ${forScripts} ${answer} reads_json
  http-request return status 503 content-type 'text/html; charset=utf-8' string ${quoted(page || defaultPage)} ${answer}`
}

/** One word of HAProxy's configuration, which knows line breaks outside of quotes only. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('\r', `'\\r'`).replaceAll('\n', `'\\n'`)}'`
}

import type { Maintenance } from '../model/edge/edge.ts'
import { defaultPage } from './maintenance-page.ts'

/** Maintenance with the default page and an empty allow-list. */
export const plainMaintenance: Maintenance = { allow: [], page: '', retryAfter: 300 }

/**
 * Limit for a page in bytes. HAProxy builds its own response in one buffer and silently cuts a longer page. Edges of
 * earlier versions have a buffer of 16 kB, which holds 15,300 bytes (measured with 2.6). The rest is for headers.
 */
export const longestPage = 12_000

/** Networks of trusted proxies, whose X-Forwarded-For counts: this machine, its containers, its private network. */
const nearby = '127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 ::1 fc00::/7 fe80::/10'

/** The response for clients that read JSON, in Saleor's error format, so that a storefront shows it like any other error. */
const json = JSON.stringify({
  errors: [
    {
      message: 'The shop is closed for maintenance. Try again later.',
      extensions: { exception: { code: 'Maintenance' } },
    },
  ],
})

/**
 * The frontend's rules for a closed shop. They exist while the shop is open too, so that one run-time command closes
 * it: after a reload, the old process would still answer one request on each keep-alive connection. A health path of
 * its own is exempt: it reports on web.
 *
 * The client's address is that of the connection. Only when this is a nearby proxy, the last address in X-Forwarded-For
 * counts, and when that is another nearby proxy, the one before it: what the client itself wrote stands further left.
 * An invalid address makes the client unknown, and unknown clients are not let in.
 */
export function maintenanceRules(healthPath: string | undefined, maintenance = plainMaintenance): string {
  const { allow, page, retryAfter } = maintenance
  const always = `hdr retry-after ${retryAfter} hdr cache-control no-store`
  // Without these headers a browser hides a cross-origin response from scripts, even that it is a 503.
  const forScripts = 'hdr access-control-allow-origin * hdr access-control-expose-headers retry-after'
  const answer = `${always} if !open !welcome !health`
  return `  acl health ${healthPath === undefined ? 'always_false' : `path ${healthPath.split('?', 1)[0]}`}
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

/** Quotes a word for HAProxy's configuration, which allows line breaks only outside quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('\r', `'\\r'`).replaceAll('\n', `'\\n'`)}'`
}

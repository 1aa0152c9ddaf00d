import { cloudflareObstacle } from './cloudflare.ts'
import type { HttpResponse } from './http.ts'
import { NoAnswer } from './no-answer.ts'

/** The cause that keeps a site from answering, once for all affected requests. */
export interface Obstacle {
  /**
   * The affected requests: all to the host (`host`), or all to this port (`port`, `certificate`, `gateway`,
   * `redirect`).
   */
  kind: 'host' | 'port' | 'certificate' | 'gateway' | 'redirect'
  /** One sentence, the same for every path of the site. */
  what: string
  /** The fix, as sentences. */
  fix: string
}

/** The obstacle between a request and the site, from the answer or the error; undefined without one. Pure. */
export function obstacleOf(address: string, answer: HttpResponse | Error): Obstacle | undefined {
  const url = new URL(address)
  if (answer instanceof Error) return withoutAnswer(url, answer)
  return cloudflareObstacle(url, answer) ?? inFront(url, answer)
}

/** The common OpenSSL codes in words. https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/ */
export const distrusted: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet: one of the clocks is wrong',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself, which no browser trusts',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that nobody knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate between it and the authority is missing: the server must send the full chain (fullchain.pem)',
  UNABLE_TO_GET_ISSUER_CERT: 'its chain is not complete: the server must send fullchain.pem',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its authority is not known, or the chain is not complete: the server must send fullchain.pem',
  HOSTNAME_MISMATCH: 'it is for another name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  CERT_REVOKED: 'it was revoked',
}

function withoutAnswer(url: URL, error: Error): Obstacle {
  const { hostname: host, protocol } = url
  const port = portOf(url)
  const code = error instanceof NoAnswer ? error.code : ''
  const why = distrusted[code]
  if (why !== undefined)
    return {
      kind: 'certificate',
      what: `The certificate of ${host} is not trusted: ${why} (${code}).`,
      fix: 'Give the proxy in front of the shop a valid certificate for this name.',
    }
  const secure = protocol === 'https:'
  if (code === 'ECONNREFUSED')
    return {
      kind: 'port',
      what: `Nothing listens on port ${port} of ${host} (${code}).`,
      fix: secure
        ? 'Is the proxy with TLS set up, and does it run?'
        : 'Does the web server or the proxy run there, and is the port right?',
    }
  if (code === 'ENOTFOUND')
    return {
      kind: 'host',
      what: `The name ${host} does not resolve (${code}).`,
      fix: 'Create its DNS record, or correct the URL.',
    }
  if (code === 'EAI_AGAIN')
    return {
      kind: 'host',
      what: `The name server of the runner gives no answer for ${host} (${code}).`,
      fix: 'Run it again; if it stays so, look at the DNS of the runner and of the name.',
    }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return {
      kind: 'host',
      what: `There is no route from the runner to ${host} (${code}).`,
      fix: 'Correct its DNS record, or run the job where the address can be reached.',
    }
  if (/TIMEOUT|ETIMEDOUT/.test(code))
    return {
      kind: 'port',
      what: `Port ${port} of ${host} gives no answer in time (${code}).`,
      fix: 'Does a firewall drop what comes from the runner, or does the proxy or web hang?',
    }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return {
      kind: 'port',
      what: `Port ${port} of ${host} answers, but not with TLS (${code}).`,
      fix: 'Switch TLS on in the proxy, or let the URL begin with http://.',
    }
  if (code.startsWith('ERR_SSL'))
    return {
      kind: 'port',
      what: `Port ${port} of ${host} ends the TLS handshake (${code}).`,
      fix: 'Does the proxy have a certificate for this name, and a TLS version of today?',
    }
  if (/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(code))
    return {
      kind: 'port',
      what: `Port ${port} of ${host} closes the connection without an answer (${code}).`,
      fix: 'Look at the log of the proxy in front of the shop.',
    }
  if (/^(HPE_|HTTPParserError)/.test(code))
    return { kind: 'port', what: `What answers on port ${port} of ${host} is no HTTP.`, fix: portFix }
  // The path is removed, because it would make a different cause of each request.
  const reason = error.message.replace(/^[A-Z]+ \S+: /, '')
  return { kind: 'port', what: `Port ${port} of ${host} gives no answer: ${reason}.`, fix: portFix }
}

const portFix = 'Is the port in the URL right?'

/** The answers of proxies when the shop behind them does not answer; HAProxy has this text for a backend without servers. */
function inFront(url: URL, { status, headers, body }: HttpResponse): Obstacle | undefined {
  const isGateway = status === 502 || status === 504
  if (isGateway || (status === 503 && body.includes('No server is available to handle this request')))
    return {
      kind: 'gateway',
      what: `The proxy in front of ${url.hostname} answers ${status}: it gets no answer from the shop.`,
      fix: 'Does its address for the shop (proxy_pass) lead to the port that web publishes, and does web run?',
    }
  const { location } = headers
  if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href))
    return undefined
  const to = new URL(location, url)
  if (to.pathname + to.search !== url.pathname + url.search) return undefined
  if (to.origin === url.origin)
    return {
      kind: 'redirect',
      what: `${url.origin} redirects to the same address again (${status}), for ever.`,
      fix: 'The proxy must set X-Forwarded-Proto: with PUBLIC_URL=https://… Saleor redirects whatever it takes for plain HTTP.',
    }
  return {
    kind: 'redirect',
    what: `${url.origin} redirects to ${to.origin} (${status}).`,
    fix:
      to.protocol === 'http:' && url.protocol === 'https:'
        ? 'Visitors must not be sent to plain HTTP: correct the redirect of the proxy.'
        : `Give ${to.origin} as the URL.`,
  }
}

/** The port of the URL, or the default of its scheme. */
function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80')
}

/** What a server shows of itself when TLS is spoken with it, trusted or not. */
export interface ShownCertificate {
  /** OpenSSL's code for why it is not trusted, `CERT_HAS_EXPIRED`; undefined when it is. */
  distrust: string | undefined
  /** Why it is not for this name; undefined when it is. */
  mismatch: string | undefined
  /** Milliseconds since 1970. */
  validTo: number
  /** Who signed it, as people would name them. */
  issuer: string
  /** How many certificates lead from its own to the authority, as far as they are known; both count. */
  length: number
  /** `TLSv1.3` */
  protocol: string
}

/** TLS from the runner. */
export interface Tls {
  /** Shakes hands and hangs up. @throws Error with a readable cause when there is no TLS to be had */
  look(host: string, port: number, signal?: AbortSignal): Promise<ShownCertificate>
}

const patienceMs = 10_000

/** Node's own; it takes no proxy, as a proxy for HTTPS would pass on the same bytes. */
export const nodeTls: Tls = {
  async look(host, port, signal) {
    const [{ checkServerIdentity, connect }, { isIP }] = await Promise.all([
      import('node:tls'),
      import('node:net'),
    ])
    return await new Promise((resolve, reject) => {
      const servername = isIP(host) === 0 ? { servername: host } : {}
      const socket = connect({ host, port, ...servername, rejectUnauthorized: false, timeout: patienceMs })
      const give = (up: Error): void => {
        socket.destroy()
        reject(up)
      }
      const abort = (): void => give(signal?.reason as Error)
      signal?.addEventListener('abort', abort, { once: true })
      socket.once('close', () => signal?.removeEventListener('abort', abort))
      socket.once('timeout', () => give(new Error(`no answer within ${patienceMs / 1000} s`)))
      socket.once('error', give)
      socket.once('secureConnect', () => {
        const shown = socket.getPeerCertificate(true)
        resolve({
          distrust: socket.authorized ? undefined : String(socket.authorizationError),
          mismatch: checkServerIdentity(host, shown)?.message,
          validTo: Date.parse(shown.valid_to),
          issuer: String(shown.issuer.O ?? shown.issuer.CN ?? 'unknown'),
          length: lengthOf(shown),
          protocol: socket.getProtocol() ?? 'unknown',
        })
        socket.destroy()
      })
    })
  },
}

interface Link {
  fingerprint256: string
  issuerCertificate?: Link
}

/** A self-signed certificate is its own issuer, and ends the chain. */
function lengthOf(shown: Link): number {
  let count = 1
  for (let one = shown; one.issuerCertificate !== undefined; one = one.issuerCertificate) {
    if (one.issuerCertificate.fingerprint256 === one.fingerprint256) break
    count++
  }
  return count
}

/** The certificate of a server, trusted or not. */
export interface ShownCertificate {
  /** OpenSSL's code if it is not trusted, `CERT_HAS_EXPIRED`; undefined if it is. */
  distrust: string | undefined
  /** Why it is not valid for this name; undefined if it is. */
  mismatch: string | undefined
  /** Milliseconds since 1970. */
  validTo: number
  /** The readable name of the issuer. */
  issuer: string
  /** The known length of the chain from this certificate to the authority, including both. */
  length: number
  /** `TLSv1.3` */
  protocol: string
}

/** TLS from the runner. */
export interface Tls {
  /** Makes a handshake and closes. @throws Error with a readable cause if there is no TLS */
  read(host: string, port: number, signal?: AbortSignal): Promise<ShownCertificate>
}

const timeoutMs = 10_000

/** TLS by Node, without a proxy, because a proxy for HTTPS would pass on the same bytes. */
export const nodeTls: Tls = {
  async read(host, port, signal) {
    const [{ checkServerIdentity, connect }, { isIP }] = await Promise.all([
      import('node:tls'),
      import('node:net'),
    ])
    return await new Promise((resolve, reject) => {
      const servername = isIP(host) === 0 ? { servername: host } : {}
      const socket = connect({ host, port, ...servername, rejectUnauthorized: false, timeout: timeoutMs })
      const give = (up: Error): void => {
        socket.destroy()
        reject(up)
      }
      const abort = (): void => give(signal?.reason as Error)
      signal?.addEventListener('abort', abort, { once: true })
      socket.once('close', () => signal?.removeEventListener('abort', abort))
      socket.once('timeout', () => give(new Error(`no answer within ${timeoutMs / 1000} s`)))
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

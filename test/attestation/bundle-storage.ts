import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { compress } from 'snappyjs'

/** Where GitHub keeps bundles: packed, at an address that is signed. */
export interface BundleStorage {
  /** Keeps a bundle. @returns its address */
  keep(bundle: unknown): string
  /** The `authorization` of each request: a token has no business here. */
  readonly authorizations: (string | undefined)[]
  close(): void
}

/** Starts one on a free port of loopback. */
export async function openBundleStorage(): Promise<BundleStorage> {
  const bundles = new Map<string, Buffer>()
  const authorizations: (string | undefined)[] = []
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization)
    const found = bundles.get(request.url ?? '')
    response.writeHead(found === undefined ? 403 : 200, { 'content-type': 'application/x-snappy' })
    response.end(found)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    keep(bundle) {
      const path = `/attestations/${randomUUID()}.json.sn?sig=secret`
      bundles.set(path, compress(Buffer.from(JSON.stringify(bundle))))
      return `http://127.0.0.1:${port}${path}`
    },
    authorizations,
    close: () => void server.close(),
  }
}

/**
 * A stand-in for GitHub's cache service, version 2: three calls that hand out addresses, and a blob store
 * behind them that speaks as much of Azure's protocol as `@actions/cache` does.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Blobs, range } from './blobs.ts'

/** A saved cache. */
export interface Entry {
  readonly id: number
  readonly key: string
  /** Hash over the cached paths and the compression: another version is another cache. */
  readonly version: string
  /** Bytes; undefined while the upload is not finished. */
  size: number | undefined
}

/**
 * How the service misbehaves: `cut` ends connections without an answer, `500` and `429` answer so, `full` takes
 * no new entry, `corrupt` hands out rubbish, `none` heals it. A service that is not there at all is `close()`.
 */
export type CacheFailure = 'none' | 'cut' | '500' | '429' | 'full' | 'corrupt'

/** A running cache service. */
export interface Cache {
  readonly url: string
  /** What a runner would set for a job to find the service. */
  readonly env: Record<string, string>
  /** Oldest first. */
  readonly entries: readonly Entry[]
  /** The calls made, by name, oldest first. */
  readonly calls: readonly string[]
  fail(mode: CacheFailure): void
  close(): Promise<void>
}

type Message = { key?: string; version?: string; restore_keys?: string[]; size_bytes?: string }

/** Starts the service on a free port of loopback. */
export async function startCache(): Promise<Cache> {
  const entries: Entry[] = []
  const calls: string[] = []
  const blobs = new Blobs()
  let failure: CacheFailure = 'none'
  let url = ''

  const address = ({ id }: Entry): string =>
    `${url}/account/caches/${id}?sig=${createHash('sha1').update(`${id}`).digest('hex')}`
  const same = (desired: Message) => (entry: Entry) =>
    entry.key === desired.key && entry.version === desired.version

  const service: Record<string, (message: Message) => [status: number, body: object]> = {
    CreateCacheEntry(message) {
      if (failure === 'full' || entries.some(same(message)))
        return [
          409,
          { code: 'already_exists', msg: 'cache entry with the same key, version, and scope already exists' },
        ]
      const entry: Entry = {
        id: entries.length + 1,
        key: message.key ?? '',
        version: message.version ?? '',
        size: undefined,
      }
      entries.push(entry)
      return [200, { ok: true, signed_upload_url: address(entry) }]
    },
    FinalizeCacheEntryUpload(message) {
      const entry = entries.find(same(message))
      if (!entry || blobs.get(`${entry.id}`)?.length !== Number(message.size_bytes))
        return [200, { ok: false }]
      entry.size = Number(message.size_bytes)
      return [200, { ok: true, entry_id: `${entry.id}` }]
    },
    GetCacheEntryDownloadURL(message) {
      const usable = entries
        .filter(({ size, version }) => size !== undefined && version === message.version)
        .reverse()
      const prefixes = [message.key ?? '', ...(message.restore_keys ?? [])]
      const found =
        usable.find(({ key }) => key === message.key) ??
        prefixes
          .map((prefix) => usable.find(({ key }) => key.startsWith(prefix)))
          .find((entry) => entry !== undefined)
      return [
        200,
        found ? { ok: true, signed_download_url: address(found), matched_key: found.key } : { ok: false },
      ]
    },
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      if (failure === 'cut') return void request.socket.destroy()
      const json = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '1' })
        response.end(JSON.stringify(body))
      }
      const there = new URL(request.url ?? '/', url)
      const id = there.pathname.split('/').at(-1) ?? ''
      calls.push(
        `${request.method} ${service[id] ? id : `blob ${there.searchParams.get('comp') ?? ''}`}`.trim(),
      )
      if (failure === '500' || failure === '429')
        return json(Number(failure), { code: 'internal', msg: 'on purpose' })
      const body = Buffer.concat(chunks)
      const call = service[id]
      if (call) return json(...call(JSON.parse(body.toString()) as Message))
      response.setHeader('etag', '"1"')
      response.setHeader('last-modified', new Date(0).toUTCString())
      if (request.method === 'PUT') {
        blobs.put(id, there.searchParams, body)
        response.writeHead(201).end()
        return
      }
      const stored = blobs.get(id)
      if (!stored) return void response.writeHead(404).end()
      const whole = failure === 'corrupt' ? Buffer.alloc(stored.length, 'x') : stored
      const { from, to, header } = range(request.headers['x-ms-range'] ?? request.headers.range, whole.length)
      response.writeHead(header ? 206 : 200, {
        'content-length': to - from,
        ...(header ? { 'content-range': header } : {}),
      })
      response.end(request.method === 'HEAD' ? undefined : whole.subarray(from, to))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    env: {
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${url}/`,
      ACTIONS_RUNTIME_TOKEN: 'cache-stand-in',
    },
    entries,
    calls,
    fail: (mode) => {
      failure = mode
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

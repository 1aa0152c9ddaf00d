/** Blobs by name, written whole or in blocks that a list puts in order. */
export class Blobs {
  readonly #whole = new Map<string, Buffer>()
  readonly #blocks = new Map<string, Map<string, Buffer>>()

  /** What is stored under a name. */
  get(name: string): Buffer | undefined {
    return this.#whole.get(name)
  }

  /** Stores a blob, one of its blocks, or the order of its blocks, as the query's `comp` says. */
  put(name: string, query: URLSearchParams, body: Buffer): void {
    const blocks = this.#blocks.get(name) ?? new Map<string, Buffer>()
    this.#blocks.set(name, blocks)
    if (query.get('comp') === 'block') blocks.set(query.get('blockid') ?? '', body)
    else if (query.get('comp') === 'blocklist') {
      const order = [...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id]) => id ?? '')
      this.#whole.set(name, Buffer.concat(order.map((id) => blocks.get(id) ?? Buffer.alloc(0))))
    } else this.#whole.set(name, body)
  }
}

/** The part of a blob that a `Range` header asks for; without one, all of it. */
export function range(
  header: string | string[] | undefined,
  size: number,
): { from: number; to: number; header?: string } {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(String(header ?? '')) ?? []
  if (first === undefined) return { from: 0, to: size }
  const from = Number(first)
  const to = last ? Math.min(Number(last) + 1, size) : size
  return { from, to, header: `bytes ${from}-${to - 1}/${size}` }
}

/** A lazily loaded file in webpack's statistics. */
export interface Chunk {
  id: number | string
  /** Only the first loaded file has a name. */
  names: readonly string[]
  /** The `import()` calls that need it, alone or with others. */
  origins: readonly { request: string }[]
  /** `../../node_modules/execa/index.js + 137 modules` */
  modules: readonly { name: string }[]
}

/**
 * Names each chunk, by webpack's number: the `import()`ed module if the chunk contains it; the package if the chunk
 * holds only one; else the imports that share it, with `-packages` behind when it holds nothing but packages. Pure, and the same for the same sources.
 */
export function chunkNames(chunks: readonly Chunk[]): Map<string, string> {
  const named = chunks
    .filter(({ names }) => names.length === 0)
    .map((chunk) => ({ id: String(chunk.id), name: nameOf(chunk) }))
  const twice = named.find(({ name, id }) => named.some((other) => other.name === name && other.id !== id))
  if (twice !== undefined) throw new Error(`two chunks would be called ${twice.name}: tell them apart here`)
  return new Map(named.map(({ id, name }) => [id, name]))
}

/** Replaces chunk numbers with names in a file of the bundle. Pure. */
export function withNames(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(/^export const id = (\d+);$/m, (all, id) => all.replace(id, quoted(id, names)))
    .replace(/^export const ids = \[(\d+)\];$/m, (all, id) => all.replace(id, quoted(id, names)))
    .replace(/_require__\.e\((?:\/\* import\(\) \*\/ )?(\d+)\)/g, (all, id) =>
      all.replace(id, quoted(id, names)),
    )
}

function quoted(id: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(id)
  if (name === undefined) throw new Error(`chunk ${id} has no name`)
  return JSON.stringify(name)
}

function nameOf({ origins, modules }: Chunk): string {
  const paths = modules.map(({ name }) => name.split(' + ')[0] ?? '')
  const requests = [...new Set(origins.map(({ request }) => request))].sort()
  const inside = requests.filter((request) => paths.some((path) => holds(path, request)))
  const packages = [...new Set(paths.map(packageOf))]
  const [only] = packages
  if (inside.length === 0 && packages.length === 1 && only !== undefined) return plain(only)
  const kind = inside.length === 0 && !packages.includes(undefined) ? '-packages' : ''
  return `${(inside.length === 0 ? requests : inside).map(plain).join('+')}${kind}`
}

/** Whether a module is the imported one: a file by the end of its path, a package by any of its files. */
function holds(path: string, request: string): boolean {
  return request.startsWith('.')
    ? path.endsWith(request.replace(/^(?:\.\.?\/)+/, '/'))
    : packageOf(path) === request
}

/** A module's package; undefined for our own sources. */
function packageOf(path: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
}

/** Shortens a request: `./actions/rollback.js` becomes rollback, `@actions/core` becomes actions-core. */
function plain(request: string): string {
  return request.startsWith('.')
    ? request.slice(request.lastIndexOf('/') + 1).replace(/\.js$/, '')
    : request.replace('@', '').replace('/', '-')
}

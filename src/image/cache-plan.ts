import { createHash } from 'node:crypto'

/** Where layers are kept between runs. */
export const cacheKinds = ['actions', 'gha', 'registry', 'none'] as const
export type CacheKind = (typeof cacheKinds)[number]

/** What BuildKit is told about the cache. */
export interface CacheOptions {
  from: string[]
  to: string[]
}

/** What tells one image's cache from another's. */
export interface CacheIdentity {
  image: string
  platforms: readonly string[]
  target: string | undefined
  /** Text of the Dockerfile. */
  dockerfile: string
}

/** Folders of the cache on this machine: what was restored is read, the new one is written beside it. */
export interface CacheFolders {
  /** Absent when nothing was restored. */
  restored: string | undefined
  next: string
}

/**
 * The options of each kind. `ignore-error`: a cache that can't be written costs the next build some time, and must not
 * cost this one its success; a cache that can't be read is a warning for BuildKit by itself.
 */
export function cacheOptions(
  kind: CacheKind,
  { folders, scope, ref }: { folders: CacheFolders; scope: string; ref: string },
): CacheOptions {
  const writing = 'mode=max,ignore-error=true'
  switch (kind) {
    case 'actions':
      return {
        from: folders.restored === undefined ? [] : [`type=local,src=${folders.restored}`],
        // A new folder each time: BuildKit never removes from an old one, which would grow for ever.
        to: [`type=local,dest=${folders.next},${writing}`],
      }
    case 'gha':
      return { from: [`type=gha,scope=${scope}`], to: [`type=gha,scope=${scope},${writing}`] }
    case 'registry':
      // An image manifest and not an index: some registries (ECR, Harbor) refuse an index of things without platform.
      return {
        from: [`type=registry,ref=${ref}`],
        to: [`type=registry,ref=${ref},image-manifest=true,oci-mediatypes=true,${writing}`],
      }
    case 'none':
      return { from: [], to: [] }
  }
}

/**
 * Prefixes of the cache's key, best first: same Dockerfile, then same image. The full key ends with what is in the
 * cache, because an entry of the service never changes: under a fixed key the first cache would stay for ever.
 */
export function cachePrefixes({ image, platforms, target, dockerfile }: CacheIdentity): [string, string] {
  const what = [image, platforms.join('+') || 'native', target ?? ''].map(plain).filter((one) => one !== '')
  const all = `layers-${what.join('-')}-`
  return [`${all}${digest(dockerfile)}-`, all]
}

/** The key for a cache with this index: the same content has the same key, and needn't be sent again. */
export function cacheKey(prefix: string, index: string): string {
  return `${prefix}${digest(index)}`
}

/**
 * False when a failed build is plainly the Dockerfile's or the sources' fault. Of everything else the cache may be the
 * reason, in many words: a timeout while it is written, or a layer of it that breaks off long after it was found
 * (moby/buildkit#2836), which BuildKit reports for the step that wanted it.
 */
export function cacheMayBeToBlame(log: string): boolean {
  const error = /^ERROR: .*$/ms.exec(log.slice(Math.max(0, log.lastIndexOf('\nERROR: '))))?.[0] ?? log
  return !plainlyNot.test(error)
}

const plainlyNot =
  /did not complete successfully|dockerfile parse error|failed to calculate checksum|failed to resolve source metadata|failed to read dockerfile|target stage|exec format error|unknown instruction/i

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .slice(0, 150)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

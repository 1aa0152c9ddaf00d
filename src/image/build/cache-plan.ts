import { createHash } from 'node:crypto'
import { type CacheKind } from '../../inputs/build-image.ts'

/** The cache options for BuildKit. */
export interface CacheOptions {
  from: string[]
  to: string[]
}

/** The properties that identify the cache of an image. */
export interface CacheIdentity {
  image: string
  platforms: readonly string[]
  target: string | undefined
  /** Text of the Dockerfile. */
  dockerfile: string
}

/** The cache folders on this machine: the restored one is read, the new one is written beside it. */
export interface CacheFolders {
  /** Absent if nothing was restored. */
  restored: string | undefined
  next: string
}

/**
 * The options of each kind of cache. `ignore-error`: a failed cache export costs the next build some time, and must not
 * fail this one. BuildKit itself only warns of an unreadable cache.
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
        // A new folder each time, because BuildKit never removes files from an old one, which would grow forever.
        to: [`type=local,dest=${folders.next},${writing}`],
      }
    case 'gha':
      return { from: [`type=gha,scope=${scope}`], to: [`type=gha,scope=${scope},${writing}`] }
    case 'registry':
      // An image manifest and not an index: some registries (ECR, Harbor) reject an index of entries without a platform.
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
 * cache, because entries of the service are immutable: under a fixed key the first cache would stay forever.
 */
export function cachePrefixes({ image, platforms, target, dockerfile }: CacheIdentity): [string, string] {
  const what = [image, platforms.join('+') || 'native', target ?? ''].map(plain).filter((one) => one !== '')
  const all = `layers-${what.join('-')}-`
  return [`${all}${digest(dockerfile)}-`, all]
}

/** The key for a cache with this index: the same content has the same key, and is not uploaded again. */
export function cacheKey(prefix: string, index: string): string {
  return `${prefix}${digest(index)}`
}

/**
 * False if a failed build is clearly the fault of the Dockerfile or the sources. For all other failures the cache may be the
 * cause, with many messages: a timeout of its export, or a cached layer that breaks off long after it was found
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

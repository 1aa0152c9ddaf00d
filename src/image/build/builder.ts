/** A builder, from `docker buildx inspect`. */
export interface Builder {
  name: string
  /** `docker` is the engine's own; `docker-container` and others are BuildKit outside of it. */
  driver: string
  running: boolean
  /** The error of a builder that does not run. */
  problem: string
}

/** The requirements of a build for its builder. */
export interface BuilderWish {
  platforms: readonly string[]
  exportsCache: boolean
  attests: boolean
}

/** The name of the builder that is created if no existing one works. It is kept with its layers. */
export const ownBuilder = 'saleor-deploy'

/** Reads the output of `docker buildx inspect`, which has no machine-readable form. */
export function parseBuilder(text: string): Builder {
  const field = (name: string): string =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  return {
    name: field('Name'),
    driver: field('Driver'),
    running: field('Status') === 'running',
    problem:
      field('Error') || (field('Status') === 'running' ? '' : `status: ${field('Status') || 'unknown'}`),
  }
}

/**
 * Why a builder does not meet the requirements; empty if it does. The platforms that a builder lists are ignored: they
 * are those it can run, and copying or cross-compiling works for others too.
 */
export function unfit(builder: Builder, wish: BuilderWish, containerdStore: boolean): string {
  if (!builder.running) return builder.problem
  // Without containerd's image store the engine's own BuildKit can neither export a cache nor store an index.
  const limited = builder.driver === 'docker' && !containerdStore
  if (limited && wish.exportsCache) return "the engine's own builder can't export a layer cache"
  if (limited && wish.platforms.length > 1)
    return "the engine's own builder can't build for several platforms"
  if (limited && wish.attests) return "the engine's own builder can't attach attestations"
  return ''
}

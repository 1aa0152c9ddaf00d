/** A builder as `docker buildx inspect` shows it. */
export interface Builder {
  name: string
  /** `docker` is the engine's own; `docker-container` and others are BuildKit apart from it. */
  driver: string
  running: boolean
  /** Why it doesn't run, in its own words. */
  problem: string
}

/** What a build needs of its builder. */
export interface BuilderWish {
  platforms: readonly string[]
  exportsCache: boolean
}

/** Name of the builder that is made when none of those there works; it is kept, and with it its layers. */
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
 * Why a builder can't do what is wished; empty when it can. The platforms that a builder lists are not looked at: they
 * are those it can run, and copying or cross-compiling for others works without.
 */
export function unfit(builder: Builder, wish: BuilderWish, containerdStore: boolean): string {
  if (!builder.running) return builder.problem
  // Without containerd's image store the engine's own BuildKit can neither export a cache nor keep many platforms.
  const limited = builder.driver === 'docker' && !containerdStore
  if (limited && wish.exportsCache) return "the engine's own builder can't export a layer cache"
  if (limited && wish.platforms.length > 1)
    return "the engine's own builder can't build for several platforms"
  return ''
}

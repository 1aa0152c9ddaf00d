import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Runner } from '../../runner/runner.ts'
import { type CacheFolders, cacheKey } from './cache-plan.ts'

/** The port for GitHub's cache service. */
export interface CacheService {
  /** Returns the restored key; undefined without a match. */
  restore(folder: string, prefixes: readonly string[]): Promise<string | undefined>
  /** Returns false if the service rejected it, after a warning with the cause. */
  save(folder: string, key: string): Promise<boolean>
}

/** @actions/cache, loaded only by builds that use it. It turns most failures into warnings itself. */
export const actionsCache: CacheService = {
  async restore(folder, prefixes) {
    const cache = await import('@actions/cache')
    return await cache.restoreCache([folder], prefixes[0] ?? '', [...prefixes])
  },
  async save(folder, key) {
    const cache = await import('@actions/cache')
    return (await cache.saveCache([folder], key)) >= 0
  },
}

/**
 * A healthy service reports a miss at once. @actions/cache reports the same after five attempts at one
 * that is down, half a minute later, and would need as long again to save.
 */
const timeoutMs = 10_000

/** The layers of the last run: restored before the build, saved after it. No failure of the service fails the build. */
export class LayerCache {
  private readonly service: CacheService
  private readonly runner: Pick<Runner, 'log' | 'clock' | 'cancelled'>
  private readonly folder: string
  private readonly prefixes: readonly [string, string]
  /** The restored key. */
  private hit: string | undefined
  private ailing = false

  constructor(
    service: CacheService,
    runner: Pick<Runner, 'log' | 'clock' | 'cancelled'>,
    temp: string,
    prefixes: readonly [string, string],
  ) {
    this.service = service
    this.runner = runner
    // Always the same path, because the service identifies an entry by its key and its paths.
    this.folder = join(temp, 'saleor-deploy-layers')
    this.prefixes = prefixes
  }

  /** Restores the newest matching cache; returns the folders to read and to write. */
  async restore(): Promise<CacheFolders> {
    const next = `${this.folder}-next`
    await Promise.all([this.folder, next].map((one) => rm(one, { recursive: true, force: true })))
    const started = this.runner.clock.now()
    this.hit = await this.tolerant('read', this.service.restore(this.folder, this.prefixes))
    this.ailing = this.hit === undefined && this.runner.clock.now() - started > timeoutMs
    const usable = this.hit !== undefined && (await this.index(this.folder)) !== undefined
    this.log.info(this.hit === undefined ? 'Layer cache: nothing kept yet.' : `Layer cache: ${this.hit}`)
    return { restored: usable ? this.folder : undefined, next }
  }

  /** Replaces the old cache with the new one and saves it, unless it equals the restored one. */
  async save(): Promise<void> {
    if (this.ailing)
      return this.log.warning('The cache service is unavailable: the layers of this build are not cached.')
    const next = `${this.folder}-next`
    const index = await this.index(next)
    if (index === undefined)
      return this.log.warning('The layer cache was not written; the next build starts cold.')
    const key = cacheKey(this.prefixes[0], index)
    if (key === this.hit) return this.log.info('Layer cache: unchanged, nothing to save.')
    await rm(this.folder, { recursive: true, force: true })
    await rename(next, this.folder)
    if (await this.tolerant('saved', this.service.save(this.folder, key)))
      this.log.info(`Layer cache saved: ${key}`)
  }

  private get log(): Runner['log'] {
    return this.runner.log
  }

  private async index(folder: string): Promise<string | undefined> {
    return await readFile(join(folder, 'index.json'), 'utf8').catch(() => undefined)
  }

  private async tolerant<T>(done: string, work: Promise<T>): Promise<T | undefined> {
    // @actions/cache cannot be cancelled, and a cancelled job has no time to wait for it.
    const { cancelled } = this.runner
    cancelled.throwIfAborted()
    const cancellation = new Promise<never>((_, reject) => {
      cancelled.addEventListener('abort', () => reject(cancelled.reason as Error), { once: true })
    })
    return await Promise.race([work, cancellation]).catch((error: unknown) => {
      cancelled.throwIfAborted()
      this.log.warning(
        `The layer cache could not be ${done}: ${String(error)}. The build goes on without it.`,
      )
      return undefined
    })
  }
}

import { mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { type CacheService, LayerCache } from '../../../src/image/build/layer-cache.ts'
import { FakeClock, RecordingLog } from '../../fakes/fakes.ts'

let temp: string
let log: RecordingLog
let clock: FakeClock
const { signal: cancelled } = new AbortController()
beforeEach(async () => {
  temp = await mkdtemp(join(tmpdir(), 'layers-'))
  log = new RecordingLog()
  clock = new FakeClock()
})

const prefixes = ['layers-a-1-', 'layers-a-'] as const
const write = async (folder: string, index: string): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'index.json'), index)
}

/** Keeps one entry, as the service would. */
class OneEntry implements CacheService {
  saved: { key: string; index: string } | undefined
  async restore(folder: string): Promise<string | undefined> {
    if (this.saved !== undefined) await write(folder, this.saved.index)
    return this.saved?.key
  }
  async save(folder: string, key: string): Promise<boolean> {
    this.saved = { key, index: await readFile(join(folder, 'index.json'), 'utf8') }
    return true
  }
}

describe('the layers between runs', () => {
  test('The first build restores nothing, the next one the saved layers, and the same layers are not uploaded again', async () => {
    const service = new OneEntry()
    const first = new LayerCache(service, { log, clock, cancelled }, temp, prefixes)
    const folders = await first.restore()
    expect(folders.restored).toBeUndefined()
    await write(folders.next, 'one')
    await first.save()
    const key = service.saved?.key

    const second = new LayerCache(service, { log, clock, cancelled }, temp, prefixes)
    const again = await second.restore()
    expect(await readFile(join(again.restored ?? '', 'index.json'), 'utf8')).toBe('one')
    await write(again.next, 'one')
    await second.save()
    expect(log.lines.at(-1)).toBe('Layer cache: unchanged, nothing to save.')

    await write(again.next, 'two')
    await second.save()
    expect(service.saved?.key).not.toBe(key)
    expect(service.saved?.index).toBe('two')
  })

  test('The old cache folder is replaced, not extended', async () => {
    const service = new OneEntry()
    const layers = new LayerCache(service, { log, clock, cancelled }, temp, prefixes)
    await write(join(temp, 'saleor-deploy-layers'), 'old')
    await writeFile(join(temp, 'saleor-deploy-layers', 'old-blob'), '')
    const { next } = await layers.restore()
    await write(next, 'new')
    await layers.save()
    await expect(stat(join(temp, 'saleor-deploy-layers', 'old-blob'))).rejects.toThrow(/ENOENT/)
  })

  test('A broken cache service is a warning for restore and save', async () => {
    const broken: CacheService = {
      restore: () => Promise.reject(new Error('503')),
      save: () => Promise.reject(new Error('503')),
    }
    const layers = new LayerCache(broken, { log, clock, cancelled }, temp, prefixes)
    const { restored, next } = await layers.restore()
    expect(restored).toBeUndefined()
    await write(next, 'one')
    await layers.save()
    expect(log.lines.filter((line) => line.startsWith('warning'))).toEqual([
      'warning: The layer cache could not be read: Error: 503. The build goes on without it.',
      'warning: The layer cache could not be saved: Error: 503. The build goes on without it.',
    ])
  })

  test('A cache service that was slow to fail is not queried again', async () => {
    const slow: CacheService = {
      restore: async () => {
        await clock.sleep(25)
        return undefined
      },
      save: () => Promise.reject(new Error('asked again')),
    }
    const layers = new LayerCache(slow, { log, clock, cancelled }, temp, prefixes)
    const { next } = await layers.restore()
    await write(next, 'one')
    await layers.save()
    expect(log.lines.at(-1)).toContain('unavailable')
  })

  test('A hung cache service does not delay a cancelled job', async () => {
    const hanging: CacheService = { restore: () => new Promise(() => {}), save: async () => true }
    const controller = new AbortController()
    const layers = new LayerCache(hanging, { log, clock, cancelled: controller.signal }, temp, prefixes)
    const restoring = layers.restore()
    controller.abort()
    await expect(restoring).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('A restored folder without an index is not read, and an incomplete cache is not saved', async () => {
    const empty: CacheService = {
      restore: async () => 'layers-a-1-x',
      save: () => Promise.reject(new Error('called')),
    }
    const layers = new LayerCache(empty, { log, clock, cancelled }, temp, prefixes)
    expect((await layers.restore()).restored).toBeUndefined()
    await layers.save()
    expect(log.lines.at(-1)).toBe('warning: The layer cache was not written; the next build starts cold.')
  })
})

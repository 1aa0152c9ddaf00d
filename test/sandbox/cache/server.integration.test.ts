import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Cache, startCache } from './server.ts'

let cache: Cache
let workspace: string
let layers: string
/** What the toolkit told the log so far. */
let printed: string

beforeEach(async () => {
  cache = await startCache()
  workspace = mkdtempSync(join(tmpdir(), 'cache-'))
  layers = join(workspace, 'layers')
  mkdirSync(layers)
  const env = {
    ...cache.env,
    RUNNER_TEMP: workspace,
    GITHUB_WORKSPACE: workspace,
    GITHUB_SERVER_URL: 'https://github.com',
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  rmSync(workspace, { recursive: true })
  await cache.close()
})

test('What was saved in the cache comes back by its key', async () => {
  const bytes = randomBytes(3_000_000)
  writeFileSync(join(layers, 'blob'), bytes)
  expect(isFeatureAvailable()).toBe(true)
  expect(await saveCache([layers], 'layers-1')).toBe(1)
  rmSync(layers, { recursive: true })
  expect(await restoreCache([layers], 'layers-1')).toBe('layers-1')
  expect(readFileSync(join(layers, 'blob')).equals(bytes)).toBe(true)
  expect(cache.entries).toMatchObject([{ key: 'layers-1', size: expect.any(Number) }])
})

test('Restore keys take the newest that begins so; other paths are another cache', async () => {
  for (const name of ['a', 'b']) {
    writeFileSync(join(layers, 'blob'), name)
    await saveCache([layers], `layers-main-${name}`)
  }
  expect(await restoreCache([layers], 'layers-topic-c', ['layers-topic-', 'layers-main-'])).toBe(
    'layers-main-b',
  )
  expect(readFileSync(join(layers, 'blob'), 'utf8')).toBe('b')
  expect(await restoreCache([layers], 'other', ['nothing-'])).toBeUndefined()
  expect(await restoreCache([workspace], 'layers-main-a')).toBeUndefined()
})

test('A key of the cache is written once', async () => {
  writeFileSync(join(layers, 'blob'), 'x')
  await saveCache([layers], 'layers')
  expect(await saveCache([layers], 'layers')).toBe(-1)
  expect(printed).toMatch(/Unable to reserve cache with key layers/)
})

test.each(['cut', '429', 'corrupt'] as const)(
  'A cache service that does %s costs a warning, not the run',
  async (mode) => {
    writeFileSync(join(layers, 'blob'), 'x')
    await saveCache([layers], 'layers')
    cache.fail(mode)
    expect(await restoreCache([layers], 'layers')).toBeUndefined()
    expect(printed).toMatch(/::warning::Failed to restore/)
  },
)

test('A cache service that answers 500 is asked five times, then given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  cache.fail('500')
  const restored = restoreCache([layers], 'layers')
  while (cache.calls.length < 5) await vi.advanceTimersByTimeAsync(1000)
  expect(await restored).toBeUndefined()
  vi.useRealTimers()
  expect(printed).toMatch(/Failed to make request after 5 attempts/)
})

test('A cache service that is not there is a warning at once', async () => {
  await cache.close()
  const began = performance.now()
  expect(await restoreCache([layers], 'layers')).toBeUndefined()
  // Trying again would take over 20 s.
  expect(performance.now() - began).toBeLessThan(15_000)
  expect(printed).toMatch(/::warning::Failed to restore/)
})

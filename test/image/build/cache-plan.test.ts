import { describe, expect, test } from 'vitest'
import {
  cacheKey,
  cacheMayBeToBlame,
  cacheOptions,
  cachePrefixes,
} from '../../../src/image/build/cache-plan.ts'

const place = {
  folders: { restored: '/c', next: '/c-next' },
  scope: 'layers-shop-',
  ref: 'ghcr.io/shop:buildcache',
}

describe('the options for BuildKit', () => {
  test.each([
    ['actions', ['type=local,src=/c'], ['type=local,dest=/c-next,mode=max,ignore-error=true']],
    ['gha', ['type=gha,scope=layers-shop-'], ['type=gha,scope=layers-shop-,mode=max,ignore-error=true']],
    [
      'registry',
      ['type=registry,ref=ghcr.io/shop:buildcache'],
      [
        'type=registry,ref=ghcr.io/shop:buildcache,image-manifest=true,oci-mediatypes=true,mode=max,ignore-error=true',
      ],
    ],
    ['none', [], []],
  ] as const)('The cache options for BuildKit are chosen: %s', (kind, from, to) => {
    expect(cacheOptions(kind, place)).toEqual({ from, to })
  })

  test('The build reads no cache if none was restored', () => {
    expect(cacheOptions('actions', { ...place, folders: { restored: undefined, next: '/n' } }).from).toEqual(
      [],
    )
  })
})

describe('cache keys', () => {
  const identity = {
    image: 'ghcr.io/shop/backend',
    platforms: ['linux/amd64'],
    target: 'final',
    dockerfile: 'FROM x',
  }

  test('The cache keys contain image, platform, target and Dockerfile, the best prefix first', () => {
    const [same, any] = cachePrefixes(identity)
    expect(any).toBe('layers-ghcr.io-shop-backend-linux-amd64-final-')
    expect(same).toMatch(/^layers-ghcr\.io-shop-backend-linux-amd64-final-[0-9a-f]{16}-$/)
  })

  test('The cache keys differ by Dockerfile, and are equal for equal contents', () => {
    const [same] = cachePrefixes(identity)
    const [other] = cachePrefixes({ ...identity, dockerfile: 'FROM y' })
    expect(other).not.toBe(same)
    expect(cacheKey(same, '{}')).toBe(cacheKey(same, '{}'))
    expect(cacheKey(same, '{}')).not.toBe(cacheKey(same, '{"a":1}'))
  })

  test('The cache keys have no comma, which the service forbids', () => {
    const [same] = cachePrefixes({ ...identity, platforms: ['linux/amd64', 'linux/arm64'], image: 'a,b' })
    expect(same).not.toContain(',')
  })
})

describe('a build that failed', () => {
  test.each([
    [
      true,
      '------\n > exporting cache to GitHub Actions Cache:\n------\nERROR: failed to solve: maximum timeout reached',
    ],
    [true, '------\nERROR: failed to build: failed to solve: error writing layer blob: not_found'],
    [
      true,
      ' > [2/2] COPY a b:\n------\nERROR: failed to solve: failed to compute cache key: failed to copy: invalid status response 503',
    ],
    [
      false,
      ' > [2/2] RUN false:\n------\nERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1',
    ],
    [
      false,
      '#5 ERROR: importing: refused\n------\n > [2/2] RUN false:\n------\nERROR: failed to solve: process "false" did not complete successfully: exit code: 1',
    ],
    [
      false,
      'ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "/nix": not found',
    ],
    [false, 'ERROR: failed to solve: dockerfile parse error on line 2: unknown instruction: RUM'],
  ])('A build failure that may come from the cache is recognized: %s', (perhaps, log) => {
    expect(cacheMayBeToBlame(log)).toBe(perhaps)
  })
})

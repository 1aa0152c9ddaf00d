import { describe, expect, it } from 'vitest'
import { healthPaths } from '../../../src/inputs/values/health-paths.ts'

const spec = healthPaths('/health/')

describe('health paths', () => {
  it.each([
    ['/up/', { web: '/up/', others: {} }],
    ['storefront=/', { web: '/health/', others: { storefront: '/' } }],
    [
      '/up/?a=/b\nstorefront=/x?y=/z\nadmin.ui=/a',
      { web: '/up/?a=/b', others: { storefront: '/x?y=/z', 'admin.ui': '/a' } },
    ],
  ])('Health paths are of web, and of others by their names: %j', (raw, paths) => {
    expect(spec.parse(raw)).toEqual(paths)
  })

  it.each(['up', 'storefront=up', '=/', 'a b=/'])('A health path begins with a slash: %j is none', (raw) => {
    expect(() => spec.parse(raw)).toThrow('a path that begins with /')
  })

  it.each(['/a\n/b', 'a=/\na=/b'])('Each service has one health path: %j is refused', (raw) => {
    expect(() => spec.parse(raw)).toThrow('one path for web')
  })
})

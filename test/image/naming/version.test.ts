import { describe, expect, test } from 'vitest'
import { resolveVersion, versionInSource } from '../../../src/image/naming/version.ts'

const revision = '0123456789abcdef0123456789abcdef01234567'
const source = { file: 'saleor/__init__.py', version: '3.22.1' }

describe('the version', () => {
  test.each([
    ['v1.4.2', 'refs/heads/main', source, '1.4.2', 'input `version`'],
    ['nightly-7', 'refs/tags/v1.4.2', source, 'nightly-7', 'input `version`'],
    [undefined, 'refs/tags/v1.4.2', source, '1.4.2', 'Git tag'],
    [undefined, 'refs/tags/3.23.28', source, '3.23.28', 'Git tag'],
    [undefined, 'refs/tags/v2.0.0-rc.1', undefined, '2.0.0-rc.1', 'Git tag'],
    [undefined, 'refs/tags/nightly', source, '3.22.1-0123456', '`saleor/__init__.py`'],
    [undefined, 'refs/heads/v1.4.2', source, '3.22.1-0123456', '`saleor/__init__.py`'],
    [undefined, 'refs/heads/main', undefined, '0123456', 'commit'],
  ])('The version given by %s on %s comes from the right place', (given, ref, found, version, from) => {
    const resolved = resolveVersion({ given, ref, source: found, revision })
    expect(resolved.version).toBe(version)
    expect(resolved.sources.filter(({ used }) => used).map((one) => one.source)).toEqual([from])
  })

  test('A version is a release if it is semver, given or tagged, and otherwise not', () => {
    const release = (given: string | undefined, ref: string) =>
      resolveVersion({ given, ref, source, revision }).release?.version
    expect(release('v1.4.2', 'refs/heads/main')).toBe('1.4.2')
    expect(release(undefined, 'refs/tags/v1.4.2')).toBe('1.4.2')
    expect(release('nightly', 'refs/tags/v1.4.2')).toBeUndefined()
    expect(release(undefined, 'refs/heads/main')).toBeUndefined()
  })

  test('The error lists every place that was searched for a version', () => {
    const { sources } = resolveVersion({ given: undefined, ref: 'refs/tags/v3.22.1', source, revision })
    expect(sources.map(({ says }) => says)).toEqual(['', 'v3.22.1', '3.22.1', '0123456'])
  })

  test('A version in the code that differs from the release is a warning', () => {
    const warnings = (ref: string) => resolveVersion({ given: undefined, ref, source, revision }).warnings
    expect(warnings('refs/tags/v3.22.2')).toEqual([
      'The image is called 3.22.2, but saleor/__init__.py says 3.22.1.',
    ])
    expect(warnings('refs/tags/v3.22.1')).toEqual([])
    expect(warnings('refs/heads/main')).toEqual([])
  })
})

describe('a version in the sources', () => {
  test.each([
    ['__version__ = "3.22.1"\n', '3.22.1'],
    ["import x\n__version__: str = '3.24.0-a.0'\n", '3.24.0-a.0'],
    ['[project]\nname = "saleor"\nversion = "3.22.1"\n', '3.22.1'],
    ['[tool.poetry]\nname = "saleor"\n\nversion = "3.20.0"\n', '3.20.0'],
    ['[tool.other]\nversion = "9.9.9"\n\n[project]\nversion = "1.0.0"\n', '1.0.0'],
    ['[build-system]\nrequires = []\n', undefined],
    ['# __version__ = "1"\n', undefined],
  ])('The version is read from the source: %j', (text, version) => {
    expect(versionInSource(text)).toBe(version)
  })
})

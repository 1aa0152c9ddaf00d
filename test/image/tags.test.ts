import { parse } from 'semver'
import { describe, expect, test } from 'vitest'
import { planTags, type TagFacts } from '../../src/image/tags.ts'

const facts: TagFacts = {
  ref: 'refs/heads/main',
  revision: '0123456789abcdef0123456789abcdef01234567',
  version: '3.22.1-0123456',
  release: undefined,
  known: [],
  extra: [],
}
const names = (some: Partial<TagFacts>): string[] =>
  planTags({ ...facts, ...some }).tags.map(({ tag }) => tag)
const release = (
  version: string,
  known: string[] | undefined,
  ref = `refs/tags/v${version}`,
): Partial<TagFacts> => ({
  ref,
  version,
  release: parse(version) ?? undefined,
  known,
})

describe('tags of a release', () => {
  test.each([
    [
      'the highest of all',
      '1.4.2',
      ['v1.4.2', 'v1.4.1', '0.9.0'],
      ['1.4.2', '1.4', '1', 'latest', 'sha-0123456'],
    ],
    ['the first one', '1.4.2', ['v1.4.2'], ['1.4.2', '1.4', '1', 'latest', 'sha-0123456']],
    ['a patch of an old minor', '3.22.67', ['3.22.67', '3.23.28'], ['3.22.67', '3.22', 'sha-0123456']],
    ['an old patch, tagged again', '1.4.1', ['v1.4.2', 'v1.4.1'], ['1.4.1', 'sha-0123456']],
    ['a patch of an old major', '1.9.9', ['v2.0.0', 'v1.9.8'], ['1.9.9', '1.9', '1', 'sha-0123456']],
    ['a prerelease', '2.0.0-rc.1', ['v1.4.2'], ['2.0.0-rc.1', 'sha-0123456']],
    [
      'stable below a higher prerelease',
      '1.4.2',
      ['v2.0.0-rc.1'],
      ['1.4.2', '1.4', '1', 'latest', 'sha-0123456'],
    ],
    ['major 0', '0.4.2', [], ['0.4.2', '0.4', 'latest', 'sha-0123456']],
    ['build metadata', '1.4.2+build.5', [], ['1.4.2-build.5', '1.4', '1', 'latest', 'sha-0123456']],
    [
      'tags that are no versions',
      '1.4.2',
      ['nightly', 'v1', 'dashboard-9.9.9'],
      ['1.4.2', '1.4', '1', 'latest', 'sha-0123456'],
    ],
    ['numbers, not text', '1.10.0', ['v1.9.0'], ['1.10.0', '1.10', '1', 'latest', 'sha-0123456']],
  ])('%s', (_, version, known, tags) => {
    expect(names(release(version, known))).toEqual(tags)
  })

  test('latest is kept back, and said, when the tags are unknown', () => {
    const plan = planTags({ ...facts, ...release('1.4.2', undefined) })
    expect(plan.tags.map(({ tag }) => tag)).toEqual(['1.4.2', '1.4', '1', 'sha-0123456'])
    expect(plan.withheld).toEqual([
      { tag: 'latest', because: 'the tags of the repository could not be read' },
    ])
  })

  test('what is kept back says which version is higher', () => {
    expect(planTags({ ...facts, ...release('3.22.67', ['3.23.28']) }).withheld).toEqual([
      { tag: '3', because: '3.23.28 is higher' },
      { tag: 'latest', because: '3.23.28 is higher' },
    ])
  })

  test('a given version counts like a tag, and the branch stays', () => {
    expect(names(release('1.4.2', [], 'refs/heads/main'))).toEqual([
      '1.4.2',
      '1.4',
      '1',
      'latest',
      'main',
      'sha-0123456',
    ])
  })
})

describe('tags of other refs', () => {
  test.each([
    ['refs/heads/main', ['main', 'sha-0123456']],
    ['refs/heads/feature/new checkout', ['feature-new-checkout', 'sha-0123456']],
    ['refs/heads/3.22', ['branch-3.22', 'sha-0123456']],
    ['refs/heads/v3', ['branch-v3', 'sha-0123456']],
    ['refs/heads/latest', ['branch-latest', 'sha-0123456']],
    ['refs/heads/-x', ['x', 'sha-0123456']],
    ['refs/heads/ü', ['unnamed', 'sha-0123456']],
    ['refs/pull/7/merge', ['pr-7', 'sha-0123456']],
    ['refs/tags/nightly', ['nightly', 'sha-0123456']],
    ['refs/tags/latest', ['tag-latest', 'sha-0123456']],
    ['', ['sha-0123456']],
  ])('%s', (ref, tags) => {
    expect(names({ ref })).toEqual(tags)
  })

  test('a long branch fits', () => {
    expect(names({ ref: `refs/heads/${'x'.repeat(200)}` })[0]).toHaveLength(128)
  })

  test('extra tags come last and none comes twice', () => {
    expect(names({ extra: ['canary', 'main'] })).toEqual(['main', 'sha-0123456', 'canary'])
  })

  test('outside Git only the extra tags are left', () => {
    expect(names({ ref: '', revision: '', extra: ['canary'] })).toEqual(['canary'])
  })
})

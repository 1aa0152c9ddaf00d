import * as fc from 'fast-check'
import { compareBuild, parse } from 'semver'
import { describe, expect, test } from 'vitest'
import { planTags, type TagFacts } from '../../../src/image/naming/tags.ts'
import { tagPattern } from '../../../src/model/release/image-reference.ts'

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
  ])('The tags of a release are chosen: %s', (_, version, known, tags) => {
    expect(names(release(version, known))).toEqual(tags)
  })

  test('Moving tags stay if the repository’s tags are unknown, and each is named', () => {
    const plan = planTags({ ...facts, ...release('1.4.2', undefined) })
    expect(plan.tags.map(({ tag }) => tag)).toEqual(['1.4.2', 'sha-0123456'])
    const because = 'the tags of the repository could not be read'
    expect(plan.withheld).toEqual(['1.4', '1', 'latest'].map((tag) => ({ tag, because })))
  })

  test('An older build of the same version gets no moving tag', () => {
    expect(names(release('1.4.2+build.5', ['v1.4.2+build.6']))).toEqual(['1.4.2-build.5', 'sha-0123456'])
  })

  test('A moving tag never goes back, whatever the order of the builds', () => {
    const small = fc.integer({ min: 0, max: 3 })
    const suffix = fc.constantFrom('', '', '-rc.1', '+build.1', '+build.2')
    const version = fc
      .tuple(fc.constantFrom('', 'v'), small, small, small, suffix)
      .map(([v, major, minor, patch, end]) => `${v}${major}.${minor}.${patch}${end}`)
    // Each tag is pushed in its turn; a build may run at any later time, again, or without seeing the tags.
    const builds = fc.array(fc.record({ pick: fc.nat(), unread: fc.boolean() }), { maxLength: 12 })
    fc.assert(
      fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 8 }), builds, (pushed, runs) => {
        const serves = new Map<string, string>()
        for (const [at, { pick, unread }] of runs.entries()) {
          const known = pushed.slice(0, at + 1)
          const built = known[pick % known.length] ?? ''
          const { tags } = planTags({
            ...facts,
            ...release(built, unread ? undefined : known, `refs/tags/${built}`),
          })
          for (const tag of tags.map((one) => one.tag).filter((one) => /^(\d+(\.\d+)?|latest)$/.test(one))) {
            expect(unread).toBe(false)
            expect(compareBuild(built, serves.get(tag) ?? built)).toBeGreaterThanOrEqual(0)
            serves.set(tag, built)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('A tag that does not move is reported with the higher version', () => {
    expect(planTags({ ...facts, ...release('3.22.67', ['3.23.28']) }).withheld).toEqual([
      { tag: '3', because: '3.23.28 is higher' },
      { tag: 'latest', because: '3.23.28 is higher' },
    ])
  })

  test('A given version counts like a tag, and the branch tag is kept', () => {
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
    ['refs/heads/feature/new-checkout', ['feature-new-checkout', 'sha-0123456']],
    ['refs/heads/buildcache', ['branch-buildcache', 'sha-0123456']],
    ['refs/heads/pr-7', ['branch-pr-7', 'sha-0123456']],
    ['refs/heads/sha-89abcde', ['branch-sha-89abcde', 'sha-0123456']],
    ['refs/heads/branch-3.22', ['branch-branch-3.22', 'sha-0123456']],
    ['refs/heads/branch-office', ['branch-office', 'sha-0123456']],
    ['refs/tags/pr-7', ['tag-pr-7', 'sha-0123456']],
    ['refs/heads/3.22', ['branch-3.22', 'sha-0123456']],
    ['refs/heads/v3', ['branch-v3', 'sha-0123456']],
    ['refs/heads/latest', ['branch-latest', 'sha-0123456']],
    ['refs/pull/7/merge', ['pr-7', 'sha-0123456']],
    ['refs/tags/nightly', ['nightly', 'sha-0123456']],
    ['refs/tags/latest', ['tag-latest', 'sha-0123456']],
    ['', ['sha-0123456']],
  ])('The tags of another ref are chosen: %s', (ref, tags) => {
    expect(names({ ref })).toEqual(tags)
  })

  test('Branches whose names lose characters in a tag get distinct tags', () => {
    const long = 'x'.repeat(130)
    const branches = [
      'ü',
      'ö',
      '日本',
      '-x',
      'x',
      'a@b',
      'a#b',
      'a-b',
      'größe',
      'grüße',
      `${long}1`,
      `${long}2`,
    ]
    const tags = branches.map((name) => names({ ref: `refs/heads/${name}` })[0] ?? '')
    expect(new Set(tags).size).toBe(branches.length)
    for (const tag of tags) expect(tag).toMatch(tagPattern)
  })

  test('A branch of any name gets no tag with a reserved meaning', () => {
    const own = fc.constantFrom('latest', 'buildcache', 'pr-7', 'sha-0123456', '3', '3.22', '3.22.1', 'v3')
    const around = fc.constantFrom('', '-', '.', '/', 'ü', '@', 'branch-', 'tag-')
    fc.assert(
      fc.property(around, own, around, (before, name, behind) => {
        const { tags } = planTags({ ...facts, revision: '', ref: `refs/heads/${before}${name}${behind}` })
        for (const { tag } of tags) {
          expect(tag).toMatch(tagPattern)
          expect(tag).not.toMatch(/^(latest|buildcache|pr-\d+|sha-[0-9a-f]+|v?\d+(\.\d+)*)$/)
        }
      }),
    )
  })

  test('A long branch name fits into a tag', () => {
    expect(names({ ref: `refs/heads/${'x'.repeat(200)}` })[0]).toHaveLength(128)
  })

  test('Extra tags come last, and none twice', () => {
    expect(names({ extra: ['canary', 'main'] })).toEqual(['main', 'sha-0123456', 'canary'])
  })

  test('A build outside Git has only the extra tags', () => {
    expect(names({ ref: '', revision: '', extra: ['canary'] })).toEqual(['canary'])
  })
})

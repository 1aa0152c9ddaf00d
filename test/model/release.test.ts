import { describe, expect, test } from 'vitest'
import { parseRelease, prunable, type Release, releaseId } from '../../src/model/release/release.ts'

const image = `shop@sha256:${'ab12'.repeat(16)}`

describe('release', () => {
  test('The id of a release sorts by time and names the image', () => {
    expect(releaseId(Date.UTC(2026, 10, 23, 6, 45, 12), image)).toBe('20261123-064512-ab12ab12ab12')
  })

  test('Text that is anything else is no record of a release', () => {
    expect(parseRelease('')).toBeUndefined()
    expect(parseRelease('{"id":1}')).toBeUndefined()
    expect(parseRelease(`{"id":"r1","image":"${image}"}`)).toMatchObject({ id: 'r1', image })
  })

  test.each([
    [3, ['r4'], ['r1']],
    [1, ['r4', 'r2'], ['r1', 'r3']],
    [9, ['r4'], []],
  ])('Keeping %i releases and what is needed (%j) lets %j go', (keep, needed, gone) => {
    const releases = ['r2', 'r1', 'r4', 'r3'].map((id) => ({ id }) as Release)
    expect(
      prunable(releases, keep, needed)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(gone)
  })
})

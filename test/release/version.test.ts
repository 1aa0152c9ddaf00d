import { expect, it } from 'vitest'
import { notesOf, withVersion } from '../../scripts/release/changelog.ts'
import { movingTags, parseVersion } from '../../scripts/release/version.ts'

const moves = (tag: string, tags: string[]): string[] => {
  const version = parseVersion(tag)
  return version === undefined ? ['no version'] : movingTags(version, [...tags, tag])
}

it.each([
  ['the first release', 'v1.0.0', [], ['v1.0', 'v1']],
  ['the newest patch of the newest minor', 'v1.2.3', ['v1.2.2', 'v1.1.9', 'v1'], ['v1.2', 'v1']],
  ['a patch of an older minor', 'v1.2.4', ['v1.3.0', 'v1.2.3'], ['v1.2']],
  ['a patch of an older major', 'v1.9.1', ['v2.0.0', 'v1.9.0'], ['v1.9', 'v1']],
  ['a patch that came late', 'v1.2.3', ['v1.2.10'], []],
  ['a pre-release', 'v2.0.0-rc.1', ['v1.9.0'], []],
  ['a release after its pre-release', 'v2.0.0', ['v2.0.0-rc.1', 'v2.1.0-rc.1'], ['v2.0', 'v2']],
])('The tags that %s moves are right', (_, tag, tags, expected) => {
  expect(moves(tag, tags)).toEqual(expected)
})

it.each(['v1', 'v1.2', '1.2.3.4', 'v01.2.3', 'v1.2.3+build', 'v1.2.3-', 'latest', ''])(
  'The text "%s" is no version of a release',
  (text) => {
    expect(parseVersion(text)).toBeUndefined()
  },
)

const changelog =
  '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n## [1.0.0] - 2026-12-01\n\n- All of it.\n'

it('The notes of a release are the section of its version', () => {
  expect(notesOf(changelog, '1.0.0')).toBe('- All of it.')
  expect(notesOf(changelog, '1.1.0')).toBeUndefined()
  expect(notesOf(changelog, 'Unreleased')).toBeUndefined()
})

it('A new version takes over what is unreleased, and leaves an empty section above it', () => {
  const next = withVersion(changelog, '1.1.0', '2026-12-24')
  expect(notesOf(next, '1.1.0')).toBe('### Added\n\n- A thing.')
  expect(notesOf(next, '1.0.0')).toBe('- All of it.')
  expect(() => withVersion(next, '1.2.0', '2026-12-25')).toThrow('nothing under')
  expect(() => withVersion(changelog, '1.0.0', '2026-12-25')).toThrow('already')
})

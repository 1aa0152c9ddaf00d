import { describe, expect, it } from 'vitest'
import { chooseTarget, newerSchema, staysFirst } from '../../src/desired/rollback/target.ts'
import type { Store } from '../../src/model/release/release.ts'
import { exampleRelease } from '../model/example.ts'

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`
const release = (id: string, version: string, letter = 'a') => ({
  ...exampleRelease(id),
  version,
  image: `registry.example.com/shop@${digest(letter)}`,
})
const [one, two, three] = [
  release('1', '3.20.0', 'a'),
  release('2', '3.20.1', 'b'),
  release('3', '3.21.0', 'c'),
]
const store: Store = { live: three, previous: '1', releases: [one, two, three] }

describe('what is gone back to', () => {
  it.each([
    ['previous', '1'],
    ['2', '2'],
    ['3.20.1', '2'],
    ['v3.20.1', '2'],
    [digest('b'), '2'],
    [two.image, '2'],
    ['3', '3'],
  ])('A rollback to %s goes to release %s', (to, id) => {
    expect(chooseTarget(to, store).id).toBe(id)
  })

  it('The previous release is the one that was live before, not the one that was made before', () => {
    expect(chooseTarget('previous', { ...store, previous: '2' }).id).toBe('2')
  })

  it.each<[string, string, Partial<Store>, string]>([
    [
      'previous',
      'a first release',
      { previous: undefined, releases: [three] },
      '3 (3.21.0) is the first release',
    ],
    [
      'previous',
      'one that was removed',
      { releases: [two, three] },
      'The release before, 1, is not on the host',
    ],
    ['3.19', 'a version that is not there', {}, 'No release on the host is meant by "3.19"'],
    ['previous', 'an empty host', { live: undefined, releases: [] }, 'Nothing is live on the host'],
    ['3.20.1', 'two of a version', { releases: [one, two, release('4', '3.20.1')] }, '4 (3.20.1)'],
  ])('A rollback to %s is refused with %s', (to, _, differs, message) => {
    expect(() => chooseTarget(to, { ...store, ...differs })).toThrowError(
      expect.objectContaining({ reason: 'no-target', message: expect.stringContaining(message) as string }),
    )
  })

  it('The releases to go back to are listed when a wish was not understood, the newest first', () => {
    expect(() => chooseTarget('nothing', store)).toThrowError(
      expect.objectContaining({ fix: 'Set to: one of 2 (3.20.1), 1 (3.20.0).' }),
    )
  })
})

describe('a first release that is left', () => {
  const first = { live: one, previous: undefined }

  it('A first release stays, where it is named as the one to leave and the one before it is asked for', () => {
    expect(staysFirst([first, first], { to: 'previous', from: '1' })).toBe(true)
  })

  it.each<[string, Parameters<typeof staysFirst>]>([
    [
      'nobody names it: people must hear that there is nothing',
      [[first], { to: 'previous', from: undefined }],
    ],
    ['a release is named to go to', [[first], { to: '3.20.1', from: '1' }]],
    ['another one is live', [[first], { to: 'previous', from: '2' }]],
    [
      'a host of the fleet has one before it',
      [[first, { live: one, previous: '0' }], { to: 'previous', from: '1' }],
    ],
  ])('A first release does not stay where %s', (_, [stores, wish]) => {
    expect(staysFirst(stores, wish)).toBe(false)
  })
})

describe('whose schema may be left, where the target serves', () => {
  const at = (id: string, core: string) => ({ ...exampleRelease(id), schema: { core } })
  const target = at('2', '0002_b')

  it.each<[string, Parameters<typeof newerSchema>[1], string | undefined]>([
    ['the newest of those that are newer', [at('3', '0003_c'), at('4', '0004_d'), target], '4'],
    ['not one with the same schema', [at('4', '0002_b'), at('3', '0003_c')], '3'],
    ['none that is older', [at('1', '0001_a'), target], undefined],
    ['one of which nobody knows', [exampleRelease('3')], '3'],
  ])('The release whose newer schema may be left is %s', (_, releases, id) => {
    expect(newerSchema(target, releases)?.id).toBe(id)
  })
})

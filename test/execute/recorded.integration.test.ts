import { afterEach, beforeEach, expect, it } from 'vitest'
import { recordedOnGitHub } from '../../src/execute/recorded.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import type { Release } from '../../src/model/release/release.ts'
import { Shop } from '../github/shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await Shop.open()
})
afterEach(() => shop.github.close())

const inputs = (more: { 'dry-run'?: boolean } = {}) => ({
  'github-token': shop.github.token,
  'environment-name': 'production',
  'environment-url': undefined,
  'record-deployment': 'auto' as const,
  'notify-webhook': undefined,
  'dry-run': false,
  ...more,
})

/** A fleet that is to serve a release, by what its hosts serve now. */
const fleet = (release: Release, live: (Release | undefined)[], more: object = { rollback: {} }): Fleet => {
  const members = live.map((one) => ({ desired: { release, ...more }, observed: { live: one } }))
  return { members } as unknown as Fleet
}

const goBack = (members: Fleet, given = inputs()) =>
  recordedOnGitHub(members, given, 'production', shop.nextRunner(), async () => 'done', 'rollback')

it('A dry run of a rollback makes no request to GitHub', async () => {
  const [one, two] = [shop.release('1.0'), shop.release('1.1')]
  expect(await goBack(fleet(one, [two]), inputs({ 'dry-run': true }))).toBe('done')
  expect(shop.github.calls).toEqual([])
})

it('A rollback is recorded on GitHub also where one host serves the release already', async () => {
  const [one, two] = [shop.release('1.0'), shop.release('1.1')]
  await goBack(fleet(one, [one, two]))
  expect(shop.history.at(-1)).toBe('rollback 1.0: in_progress, success')
  expect(shop.deployments.at(-1)?.payload).toMatchObject({ release: one.id, replaces: two.id })
})

it('A rollback without anything to do records what serves, and no more', async () => {
  const [one, two] = [shop.release('1.0'), shop.release('1.1')]
  await goBack(fleet(two, [two]))
  expect(shop.history).toEqual(['deploy 1.1: success'])
  // `from` named another release than the live one: nothing is left.
  await goBack(fleet(one, [two], {}))
  expect(shop.history).toEqual(['deploy 1.1: success'])
})

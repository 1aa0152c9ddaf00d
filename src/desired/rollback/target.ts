import { UserError } from '../../errors.ts'
import type { Store } from '../../model/release/release.ts'
import { newestFirst, type Release } from '../../model/release/release.ts'
import { schemaBetween } from '../../observe/rollback-targets.ts'

/**
 * Finds the release that the input names: `previous`, a release's id, a version, or a digest. Pure.
 * @throws UserError `no-target` that lists the releases
 */
export function chooseTarget(to: string, store: Store): Release {
  const { live, previous, releases } = store
  if (live === undefined)
    throw noTarget('Nothing is live on the host, so there is nothing to go back from.', store)
  if (to === 'previous') {
    if (previous === undefined)
      throw noTarget(`${nameOf(live)} is the first release: there is nothing to go back to.`, store)
    const found = releases.find(({ id }) => id === previous)
    if (found !== undefined) return found
    throw noTarget(`The release before, ${previous}, is not on the host any more (keep-releases).`, store)
  }
  const found = releases.filter((one) => isMeant(to, one))
  const [first, ...others] = newestFirst(found)
  if (first === undefined) throw noTarget(`No release on the host is meant by "${to}".`, store)
  // The same image with other settings is another release: the input must say which.
  if (others.length === 0) return first
  throw noTarget(`"${to}" could mean ${found.map(nameOf).join(' or ')}.`, store)
}

/** Finds the newer release that may have left its schema behind: the newest, as its code knows the others' migrations. Pure. */
export function newerSchema(target: Release, releases: readonly Release[]): Release | undefined {
  return newestFirst(releases).find((one) => one.id > target.id && schemaBetween(target, one)?.length !== 0)
}

/**
 * Whether the release to roll back from is the first one on every host, and so stays. A run that names it, as after a
 * failed smoke test, rolls back only if possible; a run that names none must fail when it is impossible. Pure.
 */
export function staysFirst(
  stores: readonly Pick<Store, 'live' | 'previous'>[],
  { to, from }: { to: string; from: string | undefined },
): boolean {
  if (from === undefined || to !== 'previous') return false
  return stores.every(({ live, previous }) => live?.id === from && previous === undefined)
}

/** Whether the text is this release's id, version, image or digest. Pure. */
export function isMeant(to: string, { id, version, image }: Release): boolean {
  const digest = image.split('@')[1] ?? ''
  const bare = (text: string): string => text.replace(/^v(?=\d)/, '')
  return to === id || to === image || to === digest || (version !== '' && bare(to) === bare(version))
}

function nameOf({ id, version }: Release): string {
  return version === '' ? id : `${id} (${version})`
}

function noTarget(what: string, { live, releases }: Store): UserError {
  const others = newestFirst(releases).filter(({ id }) => id !== live?.id)
  return new UserError(
    'no-target',
    what,
    others.length === 0
      ? `No other release is on the host${live === undefined ? '' : `, and ${nameOf(live)} stays`}: deploy the one that is wanted.`
      : `Set to: one of ${others.map(nameOf).join(', ')}.`,
  )
}

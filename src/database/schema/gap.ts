import type { Release } from '../../model/release/release.ts'
import { type HistoryLine, type Standing, standing } from './history.ts'

/**
 * The reasons why a release's code may not run on the current schema, as sentences; empty if it is proven to run.
 * Proven are the release's own schema and that of an adjacent minor version, which Saleor supports, unless a migration
 * since then removes something that the old code uses.
 * https://docs.saleor.io/developer/community/zero-downtime-migrations
 * @param from the live release
 * @param to the release to go back to
 * @param history the changes to the schema, from the primary host
 */
export function schemaGap(from: Release, to: Release, history: readonly HistoryLine[]): string[] {
  const there = [...standing(history).values()]
  const since = there.filter(({ release }) => release > to.id)
  const missing = missingFor(to, history, there)
  if (missing.length > 0)
    return [`${to.id} needs ${missing.join(', ')}, which the database no longer has: deploy it anew instead`]
  if (to.schema === undefined)
    return [`which migrations ${to.id} knows was not recorded when it was deployed`]
  // A release older than the target has added nothing that the target does not know.
  const newer = from.id > to.id ? [from] : []
  if (since.length === 0 && newer.every(({ schema }) => isSame(schema, to.schema))) return []
  return [
    ...newer
      .filter(({ schema }) => schema === undefined)
      .map(({ id }) => `which migrations ${id} has brought was not recorded when it was deployed`),
    ...distance(
      [...newer, ...since].map(({ version }) => version),
      to,
    ),
    ...since.flatMap(({ dangers }) => dangers),
  ]
}

/** Migrations of the release or an earlier one that were reversed since. */
function missingFor(to: Release, history: readonly HistoryLine[], there: readonly Standing[]): string[] {
  const sure = new Set(there.filter(({ unsure }) => !unsure).map(({ name }) => name))
  const brought = history.filter(({ did, release }) => did === 'applied' && release <= to.id)
  return [...new Set(brought.flatMap(({ names }) => names))].filter((name) => !sure.has(name))
}

/** Whether two releases know the same migrations, as far as it was recorded. */
export function isSame(one: Release['schema'], other: Release['schema']): boolean {
  if (one === undefined || other === undefined) return false
  const apps = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...apps].every((app) => one[app] === other[app])
}

/** Schema versions that are further away than Saleor supports, or that cannot be compared. */
function distance(versions: readonly string[], to: Release): string[] {
  const old = minorOf(to.version)
  return [...new Set(versions)].flatMap((version) => {
    const newer = minorOf(version)
    if (old === undefined || newer === undefined)
      return [`nobody can tell whether ${named(version)} and ${named(to.version)} are adjacent versions`]
    const isAdjacent = newer.major === old.major && Math.abs(newer.minor - old.minor) <= 1
    return isAdjacent
      ? []
      : [`the schema is that of ${version}, more than one minor version away from ${to.version}`]
  })
}

/** Not every version is a number: an image without one is named by its commit. */
function minorOf(version: string): { major: number; minor: number } | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?![\w])/.exec(version) ?? []
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) }
}

function named(version: string): string {
  return version === '' ? 'a release without a version' : version
}

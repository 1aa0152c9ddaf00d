import { isWarm } from '../model/observed.ts'
import { imagesOf, newestFirst, type Release } from '../model/release/release.ts'
import type { HostState } from '../model/step.ts'

/** A release that the fleet can roll back to. */
export interface BackTarget {
  release: string
  version: string
  commit: string
  /** ISO time. */
  created: string
  /** Whether its web still runs on all hosts. */
  warm: boolean
  /** Number of hosts that have its image; the others would pull it. */
  images: number
  /** How much newer the live release's schema is, by app: `core 0001_initial → 0002_note`; undefined when unknown. */
  schema?: string[]
}

/** Lists releases that all hosts have, except the one that will serve now; newest first. Pure. */
export function targetsOf(members: readonly HostState[], now?: Release): BackTarget[] {
  const [first, ...others] = members
  if (first === undefined) return []
  const serves = now ?? first.observed.live ?? first.desired.release
  const common = first.observed.releases.filter(
    ({ id }) =>
      id !== serves.id && others.every(({ observed }) => observed.releases.some((one) => one.id === id)),
  )
  return newestFirst(common).map((release) => {
    const schema = schemaBetween(release, serves)
    return {
      release: release.id,
      version: release.version,
      commit: release.commit,
      created: release.created,
      warm: members.every(({ desired, observed }) => isWarm({ desired: { ...desired, release }, observed })),
      images: members.filter(({ observed }) =>
        imagesOf(release).every((image) => observed.images?.includes(image) === true),
      ).length,
      ...(schema === undefined ? {} : { schema }),
    }
  })
}

/** Lists, by app, where the newer release's schema differs. */
export function schemaBetween(older: Release, newer: Release): string[] | undefined {
  const [before, after] = [older.schema, newer.schema]
  if (before === undefined || after === undefined) return undefined
  const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return apps.flatMap((app) =>
    before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`],
  )
}

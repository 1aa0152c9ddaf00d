import { newestFirst, type Release } from '../release/release.ts'
import { age, inlineCode, table } from '../report/markdown.ts'
import { isWarm } from './observed.ts'
import type { Target } from './plan.ts'

/** A release that the fleet can go back to. */
export interface BackTarget {
  release: string
  version: string
  commit: string
  /** ISO time. */
  created: string
  /** Whether its web still runs on all hosts. */
  warm: boolean
  /** The hosts that have its image; the others would have to pull it. */
  images: number
  /** By how much the schema of the live release is newer, app by app: `core 0001_initial → 0002_note`; undefined when it is not known. */
  schema?: string[]
}

/** What all hosts have had, without what will serve now; the newest first. Pure. */
export function targetsOf(members: readonly Target[], now?: Release): BackTarget[] {
  const [first, ...others] = members
  if (first === undefined) return []
  const serves = now ?? first.seen.live ?? first.wanted.release
  const common = first.seen.releases.filter(
    ({ id }) => id !== serves.id && others.every(({ seen }) => seen.releases.some((one) => one.id === id)),
  )
  return newestFirst(common).map((release) => {
    const schema = schemaBetween(release, serves)
    return {
      release: release.id,
      version: release.version,
      commit: release.commit,
      created: release.created,
      warm: members.every(({ wanted, seen }) => isWarm({ wanted: { ...wanted, release }, seen })),
      images: members.filter(({ seen }) => seen.images?.includes(release.image) === true).length,
      ...(schema === undefined ? {} : { schema }),
    }
  })
}

/** The table of them for a job summary; empty when there are none. */
export function targetsTable(targets: readonly BackTarget[], hosts: number, now: number): string {
  if (targets.length === 0) return ''
  const rows = targets.map(({ release, version, commit, created, warm, images, schema }) => [
    inlineCode(release),
    version || '–',
    inlineCode(commit.slice(0, 7)),
    age((now - Date.parse(created)) / 1000),
    schema === undefined ? 'not known' : schema.length === 0 ? 'none' : schema.join('<br>'),
    warm ? 'runs, warm' : images === hosts ? 'image is there' : `image on ${images} of ${hosts}`,
  ])
  return `**What can be gone back to**\n\n${table(['Release', 'Version', 'Commit', 'Age', 'Migrations between', 'On the hosts'], rows)}`
}

/** Where the schema of a newer release differs, app by app. */
export function schemaBetween(older: Release, newer: Release): string[] | undefined {
  const [before, after] = [older.schema, newer.schema]
  if (before === undefined || after === undefined) return undefined
  const apps = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return apps.flatMap((app) =>
    before[app] === after[app] ? [] : [`${app} ${before[app] ?? 'none'} → ${after[app] ?? 'none'}`],
  )
}

import type { Release } from '../release/release.ts'
import type { Counts } from './counts.ts'
import type { Backup } from './database.ts'

/** What lies beside a dump and says what it is: for people, for the retention, and for going back to it. */
export interface Manifest {
  /** The name of its files. */
  id: string
  /** The deployment that it belongs to, as several may share a folder. */
  project: string
  root: string
  /** The release that it was taken for, before that release's migrations. */
  release: string
  /** The release that served then, whose schema this is; empty when none did. */
  live: string
  /** ISO time. */
  created: string
  bytes: number
  sha256: string
  /** PostgreSQL's version number, `150018` for 15.18; null when it was not told. */
  serverVersion: number | null
  /** How it was proved, in words. */
  proof: string
  /** Rows by table at the moment of the dump; null where they were not counted. */
  tables: Record<string, number | null>
}

/** What a backup is, from all that is known about it. */
export function manifestOf(
  place: {
    id: string
    project: string
    root: string
    release: Release
    live: Release | undefined
    created: string
  },
  { bytes, sha256, proof }: Omit<Backup, 'path' | 'seconds' | 'counts'>,
  serverVersion: number | undefined,
  counts: Counts,
): Manifest {
  return {
    id: place.id,
    project: place.project,
    root: place.root,
    release: place.release.id,
    live: place.live?.id ?? '',
    created: place.created,
    bytes,
    sha256,
    serverVersion: serverVersion ?? null,
    proof,
    tables: Object.fromEntries([...counts].map(([table, rows]) => [table, rows ?? null])),
  }
}

/** Reads manifests, one a line; lines that are none are left out. */
export function parseManifests(text: string): Manifest[] {
  return text.split('\n').flatMap((line) => {
    try {
      const one = JSON.parse(line) as Partial<Manifest>
      const isOne = typeof one.release === 'string' && typeof one.sha256 === 'string'
      // The first ones were named by their release alone.
      return isOne ? [{ ...(one as Manifest), id: one.id ?? (one as Manifest).release }] : []
    } catch {
      return []
    }
  })
}

/** Which backups of this deployment may go: all but the newest `keep`, and never the one that is needed. */
export function prunableBackups(
  manifests: readonly Manifest[],
  { project, root }: Pick<Manifest, 'project' | 'root'>,
  keep: number,
  needed?: string,
): string[] {
  return manifests
    .filter((one) => one.project === project && one.root === root && /^[\w.-]+$/.test(one.id))
    .map(({ id }) => id)
    .sort()
    .slice(0, -keep)
    .filter((id) => id !== needed)
}

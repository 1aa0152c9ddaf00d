import type { Command } from '../../host/quote.ts'
import type { Backup, Counts, Manifest } from '../../model/database.ts'
import type { DesiredState } from '../../model/desired.ts'
import type { Release } from '../../model/release/release.ts'

/** Makes the manifest of a backup. */
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

/** Prints all manifests in a folder, one a line. */
export function findManifests(folder: string): Command {
  return ['find', folder, '-maxdepth', '1', '-name', '*.json', '-exec', 'cat', '{}', '+']
}

/** Reads manifests, one per line; skips other lines. */
export function parseManifests(text: string): Manifest[] {
  return text.split('\n').flatMap((line) => {
    try {
      const one = JSON.parse(line) as Partial<Manifest>
      const isOne = typeof one.release === 'string' && typeof one.sha256 === 'string'
      // The first version named a backup by its release alone.
      return isOne ? [{ ...(one as Manifest), id: one.id ?? (one as Manifest).release }] : []
    } catch {
      return []
    }
  })
}

/** The backups that belong to a deployment, as several may share a folder; the newest first. */
export function ofDeployment(
  manifests: readonly Manifest[],
  { model, root }: Pick<DesiredState, 'model' | 'root'>,
): Manifest[] {
  return manifests
    .filter((one) => one.project === model.name && one.root === root)
    .toSorted((one, other) => Date.parse(other.created) - Date.parse(one.created))
}

/** The backups of this deployment that can be removed: all but the newest `keep`, and never the one in use. */
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

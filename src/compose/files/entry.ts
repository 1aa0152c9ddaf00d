import { createHash, scryptSync } from 'node:crypto'
import { posix } from 'node:path'
import type { Tree } from '../../model/project/checkout.ts'
import type { StoredEntry, StoredFile } from '../../model/release/files.ts'
import { storeFolder } from '../../model/release/files.ts'

/** Options for storing a file or folder. */
export interface Storing {
  /** The last part of its path on the host. */
  name: string
  /** Mode of its files. Without it they keep the repository's mode: Git records only whether a file is executable. */
  mode?: number | undefined
  isSecret?: boolean
}

/** Makes an entry of the store; the same content has the same id in every run. Pure. */
export function entryOf(
  { folders, files, isFolder }: Tree,
  { name, mode, isSecret = false }: Storing,
): StoredEntry {
  const stored = files.map(
    ({ path, executable, content }): StoredFile => ({
      path: posix.join(name, path),
      mode: mode ?? (executable ? 0o755 : 0o644),
      content,
    }),
  )
  const all = isFolder ? [name, ...folders.map((path) => posix.join(name, path))] : []
  const hash = createHash('sha256').update(JSON.stringify(all))
  for (const file of stored)
    hash.update(JSON.stringify([file.path, file.mode, isSecret ? slowly(file) : sha256(file.content)]))
  return { id: hash.digest('hex'), folders: all, files: stored }
}

/** The path on the host that containers mount. */
export function storedPath(root: string, { id }: Pick<StoredEntry, 'id'>, name: string): string {
  return `${storeFolder(root)}/${id}/${name}`
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Hashes a file slowly: a fast hash in a visible path would let others find a short password by trying all of them. */
function slowly({ path, content }: StoredFile): string {
  return scryptSync(content, `saleor-deploy ${path}`, 32).toString('hex')
}

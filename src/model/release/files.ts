/** A file of the repository for the hosts. */
export interface StoredFile {
  /** Relative to the entry's own folder. */
  path: string
  mode: number
  content: Uint8Array
}

/**
 * The file or folder of the repository behind one mount of a release. Its folder on the host is named after its
 * content, so unchanged content is there already, and each release mounts its own.
 */
export interface StoredEntry {
  /** SHA-256 over names, modes and content. */
  id: string
  /** Relative to the entry's own folder, parents first. */
  folders: readonly string[]
  files: readonly StoredFile[]
}

/** The folder of the entries, inside the deployment's folder. Only the SSH user may enter it. */
export function storeFolder(root: string): string {
  return `${root}/files`
}

/** The key of a rendered model that lists which stored files are secrets; Compose ignores it. */
export const secretFilesKey = 'x-saleor-deploy-secrets'

import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder that only we can read (0700). */
export interface PrivateFolder {
  path: string
  /** Writes a file that only we can read (0600) and returns its path. */
  write(name: string, text: string): Promise<string>
  /** Lets a file or folder of elsewhere appear in it; what isn't there appears nowhere. */
  link(target: string, name: string): Promise<void>
}

/** Works with a private folder, which is gone afterwards: also when the work fails or the job is cancelled. */
export async function withPrivateFolder<T>(
  temp: string,
  purpose: string,
  work: (folder: PrivateFolder) => Promise<T>,
): Promise<T> {
  const path = await mkdtemp(join(temp, `${purpose}-`))
  try {
    return await work({
      path,
      async write(name, text) {
        await writeFile(join(path, name), text, { mode: 0o600 })
        return join(path, name)
      },
      // A dangling link is as good as none to Docker, so there is nothing to look up first.
      link: (target, name) => symlink(target, join(path, name)),
    })
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { UserError } from '../errors.ts'

/** A private copy of the project's place on the host, made of links into the checkout. */
export interface Mirror {
  /** Stands for `/` of the host. */
  root: string
  /** Stands for the project's folder on the host. */
  folder: string
  remove(): Promise<void>
}

/** What a mirror is made of; paths are absolute, `environmentFile` is relative to `folder`. */
export interface MirrorOptions {
  temp: string
  workspace: string
  /** The folder of the Compose file. */
  folder: string
  hostFolder: string
  environmentFile: string
  /** Content of the environment file. */
  environment: string | undefined
}

/**
 * Lets Compose on the runner see the project where the host will have it, with the environment file that is never in
 * the checkout. Compose makes paths absolute; without `root` in front they are the host's. The parent folders are
 * there as far as both sides have them, for `../common.env`.
 */
export async function makeMirror(options: MirrorOptions): Promise<Mirror> {
  const { workspace, hostFolder, environmentFile, environment } = options
  // Compose reports resolved paths, and mkdtemp makes the folder 0700.
  const root = await mkdtemp(join(await realpath(options.temp), 'compose-'))
  const mirror = { root, folder: join(root, hostFolder), remove: () => rm(root, { recursive: true }) }
  try {
    await mkdir(mirror.folder, { recursive: true })
    for (let from = options.folder, to = mirror.folder; ; from = dirname(from), to = dirname(to)) {
      await linkEntries(from, to)
      if (from === workspace || to === root) break
    }
    if (environment !== undefined)
      await writePrivately(root, resolve(mirror.folder, environmentFile), environment)
    return mirror
  } catch (error) {
    await mirror.remove()
    throw error
  }
}

async function linkEntries(from: string, to: string): Promise<void> {
  for (const name of await readdir(from))
    if (!existsSync(join(to, name))) await symlink(join(from, name), join(to, name))
}

/** Writes below the mirror, never through one of its links into the checkout. */
async function writePrivately(root: string, file: string, content: string): Promise<void> {
  if (relative(root, file).startsWith('..'))
    throw new UserError(
      'bad-input',
      'The environment file lies outside of the project.',
      'Give environment-file as the Compose file has it in env_file, relative to the Compose file.',
    )
  await makeReal(root, dirname(file))
  await rm(file, { force: true })
  await writeFile(file, content, { mode: 0o600 })
}

/** Puts a folder of links in the place of a link to a folder. */
async function makeReal(root: string, folder: string): Promise<void> {
  if (folder === root) return
  await makeReal(root, dirname(folder))
  const found = await lstat(folder).catch(() => undefined)
  if (found?.isDirectory() === true) return
  const linked = found === undefined ? undefined : await realpath(folder)
  await rm(folder, { force: true })
  await mkdir(folder)
  if (linked !== undefined) await linkEntries(linked, folder)
}

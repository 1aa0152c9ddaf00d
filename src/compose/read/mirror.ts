import { existsSync } from 'node:fs'
import { lstat, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, posix, relative, resolve } from 'node:path'
import { UserError } from '../../errors.ts'

/** A private copy of the project's folder on the host, made of links into the checkout. */
export interface Mirror {
  /** Contains the whole mirror, including the parents of `/` that a deeper repository has. */
  top: string
  /** Represents `/` of the host. */
  root: string
  /** Represents the project's folder on the host. */
  folder: string
  remove(): Promise<void>
}

/** Inputs for a mirror; paths are absolute, `environmentFile` is relative to `folder`. */
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

/** Levels above `/` of the host, for deeper repositories. */
const levels = Array.from({ length: 6 }, () => 'saleor-deploy-up')

/**
 * Shows Compose on the runner the project as the host will have it, with the environment file, which is never in the
 * checkout. Compose makes paths absolute; without the leading `root` they are the host's paths. Parent folders exist
 * too, for `../common.env`, even when the Compose file lies deeper in the repository than its folder on the host.
 */
export async function makeMirror(options: MirrorOptions): Promise<Mirror> {
  const { workspace, hostFolder, environmentFile, environment } = options
  // Compose prints resolved paths, and mkdtemp creates the folder with mode 0700.
  const top = await mkdtemp(join(await realpath(options.temp), 'compose-'))
  const root = join(top, ...levels)
  const mirror = { top, root, folder: join(root, hostFolder), remove: () => rm(top, { recursive: true }) }
  try {
    await mkdir(mirror.folder, { recursive: true, mode: 0o700 })
    for (let from = options.folder, to = mirror.folder; ; from = dirname(from), to = dirname(to)) {
      await linkEntries(from, to)
      if (from === workspace || to === top) break
    }
    if (environment !== undefined)
      await writePrivately(root, resolve(mirror.folder, environmentFile), environment)
    return mirror
  } catch (error) {
    await mirror.remove()
    throw error
  }
}

/** Translates a path in the mirror to the host's path; undefined for a path outside. Nothing lies above `/`. */
export function hostPath({ top, root }: Pick<Mirror, 'top' | 'root'>, path: string): string | undefined {
  return path.startsWith(`${top}/`) ? posix.resolve('/', posix.relative(root, path)) : undefined
}

async function linkEntries(from: string, to: string): Promise<void> {
  for (const name of await readdir(from))
    if (!existsSync(join(to, name))) await symlink(join(from, name), join(to, name))
}

/** Writes a file in the mirror, never through a link into the checkout. */
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

/** Replaces a link to a folder by a folder of links. */
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

import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Obstacle, Tree, TreeFile } from '../../model/project/checkout.ts'

/** Limits for what a release carries: it is for configuration, which has a few kilobytes. */
export const limits = { file: 1024 * 1024, total: 10 * 1024 * 1024, files: 500 } as const

const inImage = 'Put it into the image (COPY), or on the server, and write its absolute path.'

/**
 * Reads a file, or a folder with its whole content. Links are followed, as their targets don't exist on the host.
 * @param within folders that no link may lead out of
 */
export async function readTree(path: string, within: readonly string[]): Promise<Tree | Obstacle> {
  const found = new Found(within)
  const obstacle = await found.add(path, '', [])
  return obstacle ?? { isFolder: found.isFolder, folders: found.folders, files: found.files }
}

class Found {
  isFolder = false
  readonly folders: string[] = []
  readonly files: TreeFile[] = []
  private bytes = 0
  private readonly within: readonly string[]

  constructor(within: readonly string[]) {
    this.within = within
  }

  /** @param above the resolved folders that contain it */
  async add(at: string, path: string, above: readonly string[]): Promise<Obstacle | undefined> {
    const named = path === '' ? '' : `${path} in it `
    const real = await realpath(at).catch(() => undefined)
    if (real === undefined)
      return { text: `${named}is a link that leads nowhere.`, fix: 'Remove the link, or correct it.' }
    if (!this.within.some((folder) => isInside(folder, real)))
      return {
        text: `${named}leads out of the repository.`,
        fix: 'Put the file itself into the repository. If the server has it, write its absolute path.',
      }
    const kind = await stat(real)
    if (kind.isDirectory()) return await this.addFolder(real, path, above)
    if (!kind.isFile())
      return {
        text: `${named}is neither a file nor a folder (a socket, pipe or device).`,
        fix: 'Remove it from the folder, or mount one that the server has, by its absolute path.',
      }
    this.bytes += kind.size
    if (kind.size > limits.file)
      return {
        text: `${named}has ${sizeOf(kind.size)}; a file that goes to the server has ${sizeOf(limits.file)} at most.`,
        fix: inImage,
      }
    if (this.bytes > limits.total || this.files.length >= limits.files) return tooMuch
    this.files.push({ path, executable: (kind.mode & 0o111) !== 0, content: await readFile(real) })
    return undefined
  }

  private async addFolder(
    real: string,
    path: string,
    above: readonly string[],
  ): Promise<Obstacle | undefined> {
    if (above.includes(real))
      return { text: `${path} in it is a link to a folder that it lies in.`, fix: 'Remove the link.' }
    const entries = await readdir(real, { withFileTypes: true })
    // In a submodule, `.git` is a file that points to the outer repository.
    const names = entries.map(({ name }) => name).filter((name) => name !== '.git')
    if (entries.some((one) => one.name === '.git' && !one.isFile()))
      return {
        text: 'is a whole repository, which would go to the server with its history and its credentials.',
        fix: 'Mount the folder that the container needs, or put the files into the image (COPY).',
      }
    if (path === '') this.isFolder = true
    else this.folders.push(path)
    for (const name of names.sort()) {
      const obstacle = await this.add(join(real, name), path === '' ? name : `${path}/${name}`, [
        ...above,
        real,
      ])
      if (obstacle !== undefined) return obstacle
    }
    return undefined
  }
}

/** The problem when one mount, or all mounts together, are too large. */
export const tooMuch: Obstacle = {
  text: `is too much: a release takes ${limits.files} files of ${sizeOf(limits.total)} along at most, all mounts together.`,
  fix: inImage,
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../')
}

function sizeOf(bytes: number): string {
  return `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB`
}

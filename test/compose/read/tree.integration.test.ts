import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { limits, readTree } from '../../../src/compose/read/tree.ts'
import { checkout } from '../real.ts'

/** Reads a path in a repository with these files and folders. */
async function read(name: string, make: (folder: string) => void) {
  const { workspace } = checkout({})
  mkdirSync(join(workspace, 'conf'))
  make(workspace)
  return await readTree(join(workspace, name), [workspace])
}

const text = (tree: Awaited<ReturnType<typeof read>>) =>
  'files' in tree
    ? tree.files.map(({ path, executable, content }) => [path, executable, Buffer.from(content).toString()])
    : tree

describe('what is mounted is read', () => {
  it('A mounted file is read, with whether it can be executed', async () => {
    const tree = await read('conf/run', (folder) => {
      writeFileSync(join(folder, 'conf/run'), 'x')
      chmodSync(join(folder, 'conf/run'), 0o700)
    })
    expect(text(tree)).toEqual([['', true, 'x']])
  })

  it('A mounted folder is read with all that is in it, links to the repository followed', async () => {
    const tree = await read('conf', (folder) => {
      mkdirSync(join(folder, 'conf/sub'))
      mkdirSync(join(folder, 'conf/theme'))
      mkdirSync(join(folder, 'shared'))
      writeFileSync(join(folder, 'conf/theme/.git'), 'gitdir: ../.git/modules/theme')
      writeFileSync(join(folder, 'conf/sub/b'), 'b')
      writeFileSync(join(folder, 'shared/c'), 'c')
      symlinkSync('../shared', join(folder, 'conf/linked'))
    })
    expect(text(tree)).toEqual([
      ['linked/c', false, 'c'],
      ['sub/b', false, 'b'],
    ])
    expect(tree).toMatchObject({ isFolder: true, folders: ['linked', 'sub', 'theme'] })
  })
})

describe('what is mounted is refused', () => {
  it.each<[string, string, (folder: string) => void, RegExp]>([
    [
      'a link out of the repository',
      'conf',
      (f) => symlinkSync('/etc/hostname', join(f, 'conf/h')),
      /^h in it leads out/,
    ],
    [
      'a path that is such a link',
      'h',
      (f) => symlinkSync('/etc/hostname', join(f, 'h')),
      /^leads out of the/,
    ],
    [
      'a link that leads nowhere',
      'conf',
      (f) => symlinkSync('gone', join(f, 'conf/g')),
      /^g in it is a link that leads now/,
    ],
    [
      'a link to a folder around it',
      'conf',
      (f) => symlinkSync('..', join(f, 'conf/up')),
      /a link to a folder that it lies/,
    ],
    [
      'a pipe',
      'conf',
      (f) => spawnSync('sh', ['-c', `mkfifo ${join(f, 'conf/p')}`]),
      /^p in it is neither a file nor a folder/,
    ],
    ['a repository', '.', (f) => mkdirSync(join(f, '.git')), /^is a whole repository/],
    [
      'a file that is too large',
      'conf',
      (f) => sized(join(f, 'conf/l'), limits.file + 1),
      /^l in it has 1 MiB; a file/,
    ],
    [
      'too many files',
      'conf',
      (f) => many(f, limits.files + 1, 1),
      /^is too much: a release takes 500 files of 10 MiB/,
    ],
    ['too much together', 'conf', (f) => many(f, 11, limits.file), /^is too much/],
  ])('A mount of the repository is refused: %s', async (_, name, make, reason) => {
    expect(await read(name, make)).toEqual({
      text: expect.stringMatching(reason),
      fix: expect.stringMatching(/\.$/),
    })
  })
})

function sized(path: string, bytes: number): void {
  writeFileSync(path, '')
  truncateSync(path, bytes)
}

function many(folder: string, count: number, bytes: number): void {
  for (let number = 0; number < count; number++) sized(join(folder, `conf/${number}`), bytes)
}

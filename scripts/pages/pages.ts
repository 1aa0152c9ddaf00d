import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A page for people, with its path from the root of the repository. */
export interface Page {
  path: string
  text: string
}

/** All Markdown of the repository, those of `.github/` too; of new files only what Git does not ignore. */
export function readPages(root: string): Page[] {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '*.md']
  const tracked = execFileSync('git', ['-C', root, ...listed], { encoding: 'utf8' })
  const removed = execFileSync('git', ['-C', root, 'ls-files', '-z', '--deleted', '*.md'], {
    encoding: 'utf8',
  })
  const gone = new Set(removed.split('\0'))
  return tracked
    .split('\0')
    .filter((path) => path !== '' && !gone.has(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

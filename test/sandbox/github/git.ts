import { execFileSync } from 'node:child_process'
import type { Repository } from './state/repository.ts'

const FIELDS = ['%H', '%P', '%an', '%ae', '%cI', '%s'].join('%x1f')

/** Makes the stand-in know a git repository's commits, branches and tags, in place of those of the same name. */
export function importGit(repository: Repository, folder: string): void {
  const git = (...args: string[]): string[] =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })
      .split('\n')
      .filter(Boolean)
  let files: string[] = []
  for (const line of git('log', '--all', `--format=%x1e${FIELDS}`, '--name-only', '--root')) {
    if (!line.startsWith('\x1e')) {
      files.push(line)
      continue
    }
    files = []
    const [sha = '', parents = '', author = '', email = '', date = '', message = ''] = line
      .slice(1)
      .split('\x1f')
    const when = new Date(date).toISOString().replace('.000', '')
    const commit = {
      sha,
      message,
      parents: parents.split(' ').filter(Boolean),
      author,
      email,
      date: when,
      files,
    }
    repository.commits.set(sha, { ...commit, statuses: new Map() })
  }
  for (const line of git(
    'for-each-ref',
    '--format=%(refname) %(*objectname) %(objectname)',
    'refs/heads',
    'refs/tags',
  )) {
    // An annotated tag names its commit first; a plain one leaves that out.
    const [ref = '', ...shas] = line.split(' ').filter(Boolean)
    repository.refs.set(ref, shas[0] as string)
  }
}

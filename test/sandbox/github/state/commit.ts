import type { Repository } from './repository.ts'
import type { User } from './user.ts'

/** A commit, with as much as the API says about one. */
export interface Commit {
  readonly sha: string
  readonly message: string
  readonly parents: readonly string[]
  readonly author: string
  readonly email: string
  readonly date: string
  /** The account that the address belongs to, if GitHub knows one. */
  readonly account?: User | undefined
  /** Names of the files it changed. */
  readonly files: readonly string[]
  /** Commit statuses by context, which `required_contexts` of a deployment looks at. */
  readonly statuses: Map<string, 'success' | 'failure' | 'pending'>
}

/** The commit a branch, a tag, a full ref or a hash (at least 7 digits of it) means. */
export function resolve(repository: Repository, name: string): Commit | undefined {
  for (const ref of [name, `refs/${name}`, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const sha = repository.refs.get(ref)
    if (sha !== undefined) return repository.commits.get(sha)
  }
  if (!/^[0-9a-f]{7,40}$/.test(name)) return undefined
  return [...repository.commits.values()].find(({ sha }) => sha.startsWith(name))
}

/** All commits that can be reached from one, itself included, newest first. */
export function history(repository: Repository, from: Commit): Commit[] {
  const seen = new Map<string, Commit>()
  const open = [from]
  for (let commit = open.shift(); commit !== undefined; commit = open.shift()) {
    if (seen.has(commit.sha)) continue
    seen.set(commit.sha, commit)
    for (const parent of commit.parents) {
      const found = repository.commits.get(parent)
      if (found) open.push(found)
    }
  }
  return [...seen.values()]
}

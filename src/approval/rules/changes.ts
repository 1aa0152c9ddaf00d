/** A commit that is not live yet. */
export interface Commit {
  sha: string
  /** The first line of its message. */
  title: string
  parents: readonly string[]
  author: Author
}

/** The author; without an id, GitHub knows no account for the address. */
export interface Author {
  login: string
  id?: number
}

/** A merged pull request. */
export interface Pull {
  number: number
  title: string
  author: Author
  /** Its merge commit on the branch. */
  merge: string
  /** Who approved its last commit. */
  approvedBy: readonly string[]
}

/** The changes between the live commit and the one to deploy. */
export interface Changes {
  /** GitHub's page that compares them. */
  url: string
  /** The number of commits; more than `commits` when GitHub shows only the first 250. */
  total: number
  /** Oldest first. */
  commits: readonly Commit[]
  pulls: readonly Pull[]
  /** Migrations that are new in the code, as `app.0001_name`; undefined if GitHub does not list all changed files. */
  migrations: readonly string[] | undefined
  /** The number of live commits that the new one lacks and would revert. */
  behind: number
}

/** The name of the migration in a file; undefined for other files. Pure. */
export function migrationOf(path: string): string | undefined {
  const [, app, name] = /(?:^|\/)(\w+)\/migrations\/(\d{4}\w*)\.py$/.exec(path) ?? []
  return app === undefined ? undefined : `${app}.${name}`
}

/** The commits of a pull request: its merge, and all commits reachable from the merge but not from its base. Pure. */
export function broughtBy(pull: Pull, commits: readonly Commit[]): Set<string> {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const merge = bySha.get(pull.merge)
  if (merge === undefined) return new Set()
  const [before, ...others] = merge.parents
  const known = reach(before === undefined ? [] : [before], bySha)
  return new Set([merge.sha, ...[...reach(others, bySha)].filter((sha) => !known.has(sha))])
}

/** Commits that no reviewed pull request brought. Pure. */
export function unreviewed({ commits, pulls }: Changes): Commit[] {
  const reviewed = pulls.filter(({ approvedBy }) => approvedBy.length > 0)
  const covered = new Set(reviewed.flatMap((pull) => [...broughtBy(pull, commits)]))
  return commits.filter(({ sha }) => !covered.has(sha))
}

/** All authors of commits and pull requests, each once. Pure. */
export function authorsOf({ commits, pulls }: Changes): Author[] {
  const all = [...commits, ...pulls].map(({ author }) => author)
  return [...new Map(all.map((author) => [author.id ?? author.login, author])).values()]
}

function reach(from: readonly string[], commits: ReadonlyMap<string, Commit>): Set<string> {
  const visited = new Set<string>()
  const open = [...from]
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const commit = commits.get(sha)
    if (commit === undefined || visited.has(sha)) continue
    visited.add(sha)
    open.push(...commit.parents)
  }
  return visited
}

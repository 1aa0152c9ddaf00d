import { GitHubError } from '../../github/failure.ts'
import type { GitHub, ItemOf } from '../../github/github.ts'
import type { Runner } from '../../runner/runner.ts'
import { type Author, type Changes, type Commit, migrationOf, type Pull } from '../rules/changes.ts'

/** The number of pull requests whose reviews are read; GitHub cannot return all at once. */
const mostPulls = 10

/** The changes between two commits: commits, their pull requests, and the reviewers. */
export async function readChanges(github: GitHub, base: string, head: string): Promise<Changes> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
    basehead: `${base}...${head}`,
  })
  const commits = data.commits.map(
    ({ sha, commit, parents, author }): Commit => ({
      sha,
      title: commit.message.split('\n', 1)[0] ?? '',
      parents: parents.map((parent) => parent.sha),
      author: accountOf(author, commit.author?.email ?? commit.author?.name ?? 'unknown'),
    }),
  )
  const { html_url: url, total_commits: total, behind_by: behind, files } = data
  // GitHub returns at most 300 files and does not say if there are more.
  const all = files !== undefined && files.length < 300 ? files : undefined
  const added = all?.filter(({ status }) => status === 'added' || status === 'renamed')
  const migrations = added?.flatMap(({ filename }) => migrationOf(filename) ?? []).sort()
  return { url, total, commits, behind, migrations, pulls: await readPulls(github, commits) }
}

async function readPulls(github: GitHub, commits: readonly Commit[]): Promise<Pull[]> {
  if (commits.length === 0) return []
  const shas = new Set(commits.map(({ sha }) => sha))
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/pulls', {
      state: 'closed',
      sort: 'updated',
      direction: 'desc',
      per_page: 100,
    })
    const ours = data.filter(
      ({ merged_at, merge_commit_sha }) => merged_at !== null && shas.has(merge_commit_sha ?? ''),
    )
    const pulls: Pull[] = []
    for (const [index, pull] of ours.entries()) {
      const author = accountOf(pull.user, 'unknown')
      const { number, title, merge_commit_sha: merge } = pull
      const approvedBy = index < mostPulls ? await readApprovers(github, pull, author) : []
      pulls.push({ number, title, author, merge: merge ?? '', approvedBy })
    }
    return pulls
  } catch (error) {
    // Without `pull-requests: read` the commits stand alone, and none counts as reviewed.
    if (error instanceof GitHubError && (error.kind === 'refused' || error.kind === 'missing')) return []
    throw error
  }
}

/** The people who approved the last commit of a pull request and did not withdraw; its author does not count. */
async function readApprovers(
  github: GitHub,
  { number, head }: ItemOf<'GET /repos/{owner}/{repo}/pulls'>,
  author: Author,
): Promise<string[]> {
  const reviews = await github.all('GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews', {
    pull_number: number,
  })
  const last = new Map<string, boolean>()
  // Oldest first; a review without a verdict changes nothing.
  for (const { user, state, commit_id } of reviews)
    if (user !== null && user.type === 'User' && user.login !== author.login && state !== 'COMMENTED')
      last.set(user.login, state === 'APPROVED' && commit_id === head.sha)
  return [...last].flatMap(([login, approves]) => (approves ? [login] : []))
}

/** The status of the monitoring page; undefined without an answer. */
export async function probe(url: string, { http, cancelled }: Pick<Runner, 'http' | 'cancelled'>) {
  try {
    return (await http.request({ url, timeoutSeconds: 10, signal: cancelled })).status
  } catch {
    cancelled.throwIfAborted()
    return undefined
  }
}

/** An account, or the name from the commit if GitHub knows none; GitHub sometimes sends `{}` then. */
function accountOf(account: object | null | undefined, otherwise: string): Author {
  const { id, login } = (account ?? {}) as { id?: number | bigint; login?: string }
  return id === undefined || login === undefined ? { login: otherwise } : { id: Number(id), login }
}

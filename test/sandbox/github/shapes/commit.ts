import type { Commit } from '../state/commit.ts'
import type { Repository } from '../state/repository.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser } from './user.ts'

/** `commit` */
export function commitShape(commit: Commit, repository: Repository, links: Links): object {
  const url = (sha: string): string => links.repo(repository, `/commits/${sha}`)
  const page = (sha: string): string => links.page(repository, `/commit/${sha}`)
  const person = { name: commit.author, email: commit.email, date: commit.date }
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: url(commit.sha),
    html_url: page(commit.sha),
    comments_url: `${url(commit.sha)}/comments`,
    commit: {
      url: links.repo(repository, `/git/commits/${commit.sha}`),
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: commit.sha, url: links.repo(repository, `/git/trees/${commit.sha}`) },
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        payload: null,
        signature: null,
        verified_at: null,
      },
    },
    // An author without a GitHub account: null, which code that reads `author.login` has to survive.
    author: commit.account === undefined ? null : simpleUser(commit.account, links),
    committer: null,
    parents: commit.parents.map((sha) => ({ sha, url: url(sha), html_url: page(sha) })),
  }
}

/** `diff-entry`: a file that changed. */
export function fileShape(
  filename: string,
  sha: string,
  repository: Repository,
  links: Links,
  status: 'added' | 'modified' = 'modified',
): object {
  return {
    sha,
    filename,
    status,
    additions: 1,
    deletions: 1,
    changes: 2,
    blob_url: links.page(repository, `/blob/${sha}/${filename}`),
    raw_url: links.page(repository, `/raw/${sha}/${filename}`),
    contents_url: links.repo(repository, `/contents/${filename}?ref=${sha}`),
  }
}

/** `git-ref` */
export function refShape(ref: string, sha: string, repository: Repository, links: Links): object {
  return {
    ref,
    node_id: nodeId('Ref', ref),
    url: links.repo(repository, `/git/${ref}`),
    object: { type: 'commit', sha, url: links.repo(repository, `/git/commits/${sha}`) },
  }
}

import type { Pull, PullReview } from '../state/pull.ts'
import type { Repository } from '../state/repository.ts'
import { type Links, nodeId } from './links.ts'
import { fullRepository } from './repository.ts'
import { simpleUser } from './user.ts'

/** `pull-request-simple` */
export function pullShape(pull: Pull, repository: Repository, links: Links): object {
  const url = links.repo(repository, `/pulls/${pull.number}`)
  const page = links.page(repository, `/pull/${pull.number}`)
  const issue = links.repo(repository, `/issues/${pull.number}`)
  const user = simpleUser(pull.user, links)
  const repo = { ...fullRepository(repository, links), has_downloads: false }
  const branch = (ref: string, sha: string): object => ({
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user,
    repo,
  })
  const link = (href: string): object => ({ href })
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${url}/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: links.repo(repository, `/statuses/${pull.head}`),
    number: pull.number,
    state: 'closed',
    locked: false,
    title: pull.title,
    user,
    body: null,
    labels: [],
    milestone: null,
    created_at: pull.mergedAt,
    updated_at: pull.mergedAt,
    closed_at: pull.mergedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.merge,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: branch(`change-${pull.number}`, pull.head),
    base: branch(repository.defaultBranch, pull.merge),
    _links: {
      comments: link(`${issue}/comments`),
      commits: link(`${url}/commits`),
      statuses: link(links.repo(repository, `/statuses/${pull.head}`)),
      html: link(page),
      issue: link(issue),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${url}/comments{/number}`),
      self: link(url),
    },
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: false,
  }
}

/** `pull-request-review` */
export function reviewShape(review: PullReview, pull: Pull, repository: Repository, links: Links): object {
  const page = links.page(repository, `/pull/${pull.number}`)
  const url = links.repo(repository, `/pulls/${pull.number}`)
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: simpleUser(review.user, links),
    body: '',
    state: review.state,
    html_url: `${page}#pullrequestreview-${review.id}`,
    pull_request_url: url,
    author_association: 'MEMBER',
    _links: { html: { href: page }, pull_request: { href: url } },
    submitted_at: review.at,
    commit_id: review.commit,
  }
}

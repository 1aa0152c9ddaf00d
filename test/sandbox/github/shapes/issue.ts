import type { Comment, Issue } from '../state/issue.ts'
import type { Repository } from '../state/repository.ts'
import type { User } from '../state/user.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser, viaApp } from './user.ts'

/** How a person stands to a repository. GitHub hides private memberships, so nothing may be decided by it. */
const association = (user: User, repository: Repository): string => {
  const role = repository.collaborators.get(user.login)
  return role === undefined ? 'NONE' : role === 'admin' ? 'MEMBER' : 'COLLABORATOR'
}

/** `label` */
export function labelShape(name: string, repository: Repository, links: Links): object {
  return {
    id: Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 1_000_000_007, 7),
    node_id: nodeId('Label', name),
    url: links.repo(repository, `/labels/${encodeURIComponent(name)}`),
    name,
    description: null,
    color: 'ededed',
    default: false,
  }
}

/** `issue` */
export function issueShape(issue: Issue, repository: Repository, links: Links): object {
  const url = links.repo(repository, `/issues/${issue.number}`)
  const user = (account: User | null | undefined): object | null =>
    account ? simpleUser(account, links) : null
  return {
    id: issue.id,
    node_id: nodeId('Issue', issue.id),
    url,
    repository_url: links.repo(repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: links.page(repository, `/issues/${issue.number}`),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: user(issue.user),
    labels: issue.labels.map((name) => labelShape(name, repository, links)),
    assignee: user(issue.assignees[0]),
    assignees: issue.assignees.map(user),
    milestone: null,
    locked: issue.isLocked,
    active_lock_reason: issue.lockReason,
    comments: issue.comments.length,
    closed_at: issue.closedAt,
    closed_by: user(issue.closedBy),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    author_association: association(issue.user, repository),
    performed_via_github_app: viaApp(issue.user, links),
  }
}

/** `issue-comment` */
export function commentShape(comment: Comment, issue: Issue, repository: Repository, links: Links): object {
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: links.repo(repository, `/issues/comments/${comment.id}`),
    html_url: links.page(repository, `/issues/${issue.number}#issuecomment-${comment.id}`),
    body: comment.body,
    // The author, also after somebody else has edited the text.
    user: simpleUser(comment.user, links),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    issue_url: links.repo(repository, `/issues/${issue.number}`),
    author_association: association(comment.user, repository),
    performed_via_github_app: viaApp(comment.user, links),
  }
}

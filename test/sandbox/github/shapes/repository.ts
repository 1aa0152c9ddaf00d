import type { Repository } from '../state/repository.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser } from './user.ts'

/** Every `…_url` of a repository that leads into the API, and what stands behind the repository's own address. */
const API_URLS: Record<string, string> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

/** `minimal-repository` */
export function minimalRepository(repository: Repository, links: Links): Record<string, unknown> {
  const { owner, name } = repository
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name,
    full_name: `${owner}/${name}`,
    owner: simpleUser({ id: repository.id, login: owner, type: 'Organization' }, links),
    private: repository.isPrivate,
    html_url: links.page(repository),
    description: null,
    fork: false,
    url: links.repo(repository),
    ...Object.fromEntries(
      Object.entries(API_URLS).map(([key, path]) => [key, links.repo(repository) + path]),
    ),
  }
}

/** `full-repository` */
export function fullRepository(repository: Repository, links: Links): object {
  const { owner, name, createdAt } = repository
  const page = links.page(repository)
  const openIssues = repository.issues.filter(({ state }) => state === 'open').length
  return {
    ...minimalRepository(repository, links),
    visibility: repository.isPrivate ? 'private' : 'public',
    clone_url: `${page}.git`,
    git_url: `git://github.com/${owner}/${name}.git`,
    ssh_url: `git@github.com:${owner}/${name}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: 'Python',
    license: null,
    default_branch: repository.defaultBranch,
    has_issues: repository.hasIssues,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    size: 100,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    subscribers_count: 0,
    network_count: 0,
    open_issues: openIssues,
    open_issues_count: openIssues,
    pushed_at: createdAt,
    created_at: createdAt,
    updated_at: createdAt,
  }
}

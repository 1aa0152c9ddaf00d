import { isActionsBot, type User } from '../state/user.ts'
import { type Links, nodeId } from './links.ts'

/** `simple-user` */
export function simpleUser(user: User, links: Links): object {
  const url = `${links.api}/users/${encodeURIComponent(user.login)}`
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('User', user.id),
    avatar_url: `${links.web}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${links.web}/${encodeURIComponent(user.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  }
}

/** `nullable-integration`: the app that did it; null for people. */
export function viaApp(user: User, links: Links): object | null {
  if (!isActionsBot(user)) return null
  return {
    id: 15368,
    slug: 'github-actions',
    node_id: nodeId('App', 15368),
    owner: simpleUser({ id: 9919, login: 'github', type: 'Organization' }, links),
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: `${links.web}/apps/github-actions`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2025-03-07T16:35:00Z',
    permissions: {
      actions: 'write',
      contents: 'write',
      deployments: 'write',
      issues: 'write',
      metadata: 'read',
    },
    events: ['push', 'workflow_dispatch'],
  }
}

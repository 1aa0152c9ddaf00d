import type { State } from '../state/state.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser } from './user.ts'

/** Who is asked at a gate: a person's login, or `org/team`. */
export function reviewerShape(name: string, state: State, links: Links): object {
  const [org, slug] = name.split('/')
  if (slug === undefined) return { type: 'User', reviewer: simpleUser(state.user(name), links) }
  const id = [...state.teams.keys()].indexOf(name) + 1
  const url = `${links.api}/organizations/1/team/${id}`
  return {
    type: 'Team',
    reviewer: {
      ...{ id, node_id: nodeId('Team', id), name: slug, slug, description: '', parent: null },
      ...{ privacy: 'closed', permission: 'push', type: 'organization' },
      ...{ url, members_url: `${url}/members{/member}`, repositories_url: `${url}/repos` },
      html_url: `${links.web}/orgs/${org}/teams/${slug}`,
    },
  }
}

import { notFound, type Routes } from '../route.ts'
import { fullRepository } from '../shapes/repository.ts'
import { simpleUser } from '../shapes/user.ts'
import type { Role } from '../state/repository.ts'

/** GitHub's older field knows four words where roles are five. */
const PERMISSION: Record<Role, string> = {
  admin: 'admin',
  maintain: 'write',
  write: 'write',
  triage: 'read',
  read: 'read',
}

/** The repository, its people and the teams of its organisation. */
export const repositoryRoutes: Routes = {
  'repos/get': {
    need: 'metadata:read',
    handle: ({ repository, links }) => ({ status: 200, body: fullRepository(repository, links) }),
  },
  'repos/get-collaborator-permission-level': {
    need: 'metadata:read',
    handle({ repository, params, state, links }) {
      const user = state.users.get(params['username'] as string)
      if (!user) throw notFound()
      // Everybody may read a public repository; the answer says so for strangers too.
      const role = repository.collaborators.get(user.login) ?? (repository.isPrivate ? 'none' : 'read')
      const permission = role === 'none' ? 'none' : PERMISSION[role]
      return {
        status: 200,
        body: { permission, role_name: role, user: { ...simpleUser(user, links), role_name: role } },
      }
    },
  },
  'teams/get-membership-for-user-in-org': {
    need: 'members:read',
    handle({ params, state, links }) {
      const { org, team_slug: team, username } = params as Record<string, string>
      if (!state.teams.get(`${org}/${team}`)?.includes(username as string)) throw notFound()
      const url = `${links.api}/orgs/${org}/teams/${team}/memberships/${username}`
      return { status: 200, body: { url, role: 'member', state: 'active' } }
    },
  },
  'teams/list-members-in-org': {
    need: 'members:read',
    handle({ params, state, links }) {
      const members = state.teams.get(`${params['org']}/${params['team_slug']}`)
      if (!members) throw notFound()
      return { items: members.map((login) => simpleUser(state.user(login), links)) }
    },
  },
}

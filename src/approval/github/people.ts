import { UserError } from '../../errors.ts'
import { GitHubError } from '../../github/failure.ts'
import type { GitHub } from '../../github/github.ts'
import type { Group, Names, Person } from '../rules/approvers.ts'
import { parseCommand } from '../rules/command.ts'
import type { Remark } from '../rules/decision.ts'

/** The id and login of a GitHub account. Pure. */
export function personOf({ id, login }: { id: number | bigint; login: string }): Person {
  return { id: Number(id), login }
}

/** A person and their push permission; undefined for an unknown name. */
export async function permissionOf(
  github: GitHub,
  login: string,
): Promise<{ person: Person; mayPush: boolean } | undefined> {
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
      username: login,
    })
    if (data.user === null) return undefined
    const person = personOf(data.user)
    // `maintain` is reported as write, `triage` as read. author_association is unsuitable: it hides private memberships.
    return { person, mayPush: data.permission === 'admin' || data.permission === 'write' }
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'missing') return undefined
    throw error
  }
}

/** The ids of people whose comments could count and who have push permission now; an account that took over a name has another id. */
export async function pushersAmong(github: GitHub, remarks: readonly Remark[]): Promise<Set<number>> {
  const speaking = remarks.filter(({ machine, body }) => !machine && parseCommand(body) !== undefined)
  const people = new Map(speaking.map(({ author }) => [author.id, author]))
  const ids = new Set<number>()
  for (const { id, login } of people.values()) {
    const found = await permissionOf(github, login)
    if (found?.mayPush === true && found.person.id === id) ids.add(id)
  }
  return ids
}

/**
 * Finds the people behind the lines of `approvers`.
 * @param strict fail for people who cannot approve; otherwise they are left out, because they may have left since
 * @param members GitHub with a token that can read teams; the workflow's own token cannot
 * @throws UserError `bad-input` for a person who cannot approve, and for an unreadable team
 */
export async function findGroups(
  lines: readonly Names[],
  github: GitHub,
  members: GitHub | undefined,
  strict: boolean,
): Promise<Group[]> {
  const groups: Group[] = []
  for (const { need, people, teams } of lines) {
    const found: Person[] = []
    for (const login of people) found.push(...(await findPerson(login, github, strict)))
    for (const team of teams) found.push(...(await findTeam(team, members)))
    const different = [...new Map(found.map((person) => [person.id, person])).values()]
    groups.push({ need, title: [...teams, ...people].join(', '), people: different })
  }
  return groups
}

async function findPerson(login: string, github: GitHub, strict: boolean): Promise<Person[]> {
  const found = await permissionOf(github, login)
  if (found?.mayPush === true) return [found.person]
  if (!strict) return []
  throw new UserError(
    'bad-input',
    `Input 'approvers': ${login} ${found === undefined ? 'is not known to GitHub' : 'has no write access to this repository'}.`,
    'Name people with write access, or a team as org/team.',
  )
}

async function findTeam(team: string, members: GitHub | undefined): Promise<Person[]> {
  const [org = '', slug = ''] = team.split('/')
  const unseen = (why: string): UserError =>
    new UserError(
      'bad-input',
      `Input 'approvers': the team ${team} can't be seen: ${why}.`,
      "Give `team-token`: an App's or person's token that may read the organisation's members; the workflow's own token can't.",
    )
  if (members === undefined) throw unseen('there is no `team-token`')
  try {
    const found = await members.all('GET /orgs/{org}/teams/{team_slug}/members', { org, team_slug: slug })
    if (found.length === 0) throw unseen('it has no members, or hides them')
    return found.map(personOf)
  } catch (error) {
    if (error instanceof GitHubError && (error.kind === 'missing' || error.kind === 'refused'))
      throw unseen(error.message)
    throw error
  }
}

import { GitHubError } from '../../github/failure.ts'
import type { GitHub } from '../../github/github.ts'
import type { Gate, Review } from '../rules/gate.ts'
import { personOf } from './people.ts'

/** Reads an environment; undefined if there is none. */
export async function readGate(github: GitHub, name: string): Promise<Gate | undefined> {
  try {
    const { data } = await github.request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
      // Octokit escapes the name: one with a slash is a single segment.
      environment_name: name,
    })
    const rules = data.protection_rules ?? []
    const review = rules.find(({ type }) => type === 'required_reviewers') as
      | { reviewers?: { type?: string; reviewer?: { id: number; login?: string; slug?: string } }[] }
      | undefined
    const timer = rules.find(({ type }) => type === 'wait_timer') as { wait_timer?: number } | undefined
    const all = review?.reviewers ?? []
    const people = all.flatMap(({ reviewer }) =>
      reviewer?.login === undefined ? [] : [personOf({ id: reviewer.id, login: reviewer.login })],
    )
    const teams = all.flatMap(({ type, reviewer }) =>
      type === 'Team' && reviewer?.slug ? [reviewer.slug] : [],
    )
    return {
      reviewers: all.length === 0 ? undefined : { people, teams },
      waitTimer: timer?.wait_timer ?? 0,
      branches: data.deployment_branch_policy != null,
      // GitHub sends this field, although its API description lacks it.
      adminsBypass: (data as { can_admins_bypass?: boolean }).can_admins_bypass,
    }
  } catch (error) {
    if (error instanceof GitHubError && error.kind === 'missing') return undefined
    throw error
  }
}

/** The reviews of a run's environments. */
export async function readReviews(github: GitHub, run: number): Promise<Review[]> {
  const { data } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals', {
    run_id: run,
  })
  return data.map(({ environments, state, user, comment }) => ({
    environments: environments.flatMap(({ name }) => name ?? []),
    state,
    user: user === null ? undefined : personOf(user),
    machine: user?.type !== 'User',
    comment,
  }))
}

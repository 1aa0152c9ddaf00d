import { UserError } from '../errors.ts'
import type { GitHub } from '../github/github.ts'
import { personOf } from './github/people.ts'
import type { Person } from './rules/approvers.ts'
import type { Job } from './rules/checklist.ts'

/** The run of the request, from GitHub. */
export interface AskingRun {
  event: string
  commit: string
  /** The branch or tag. */
  branch: string
  /** The repository of the commit; a fork for a fork's pull request. */
  headRepository: string
  attempt: number
  /** Everyone who started it or one of its attempts. */
  starters: readonly Person[]
}

/** Reads a run with all its attempts: a re-run keeps the actor and only adds who triggered it. */
export async function readRun(github: GitHub, id: number): Promise<AskingRun> {
  const { data: run } = await github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
    run_id: id,
  })
  const attempt = run.run_attempt ?? 1
  const accounts = [run.actor, run.triggering_actor]
  for (let past = 1; past < attempt; past += 1) {
    const { data } = await github.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
      { run_id: id, attempt_number: past },
    )
    accounts.push(data.actor, data.triggering_actor)
  }
  const starters = accounts.flatMap((account) => (account == null ? [] : [personOf(account)]))
  return {
    event: run.event,
    commit: run.head_sha,
    branch: run.head_branch ?? '',
    // Null if the fork was deleted meanwhile.
    headRepository: run.head_repository?.full_name ?? '',
    attempt,
    starters: [...new Map(starters.map((person) => [person.id, person])).values()],
  }
}

/**
 * Refuses runs from outside of the repository. Pure.
 * @throws UserError `approval-refused`
 */
export function assertOwnRequest({ event, headRepository }: AskingRun, repository: string): void {
  if (headRepository.toLowerCase() !== repository.toLowerCase())
    throw new UserError(
      'approval-refused',
      `This run is for ${headRepository || 'a fork that is gone'}, not for ${repository}: what comes from a fork isn't deployed.`,
      'Merge it first; the run of the push asks then.',
    )
  if (event.startsWith('pull_request'))
    throw new UserError(
      'approval-refused',
      `This run is for an event ${event}: what isn't merged isn't deployed.`,
      'Ask in a workflow that runs on push, on a tag, or by workflow_dispatch.',
    )
}

/** The other jobs of the run's newest attempts, without the current one. */
export async function jobsOf(github: GitHub, id: number): Promise<Job[]> {
  const jobs = await github.all('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { run_id: id })
  return jobs.map(({ name, conclusion }) => ({ name, conclusion: conclusion ?? undefined }))
}

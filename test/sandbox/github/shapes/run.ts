import { basename } from 'node:path'
import type { Repository } from '../state/repository.ts'
import type { Job, Run } from '../state/run.ts'
import { type Links, nodeId } from './links.ts'
import { minimalRepository } from './repository.ts'
import { simpleUser } from './user.ts'

/** `workflow-run` */
export function runShape(run: Run, repository: Repository, links: Links): object {
  const url = links.repo(repository, `/actions/runs/${run.id}`)
  const name = basename(run.workflow.path)
  const commit = repository.commits.get(run.headSha)
  const person = { name: commit?.author ?? 'dev', email: commit?.email ?? 'dev@example.com' }
  return {
    id: run.id,
    name,
    node_id: nodeId('WorkflowRun', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflow.id,
    display_title: commit?.message ?? name,
    url,
    html_url: links.page(repository, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.startedAt,
    actor: simpleUser(run.actor, links),
    triggering_actor: simpleUser(run.triggeringActor, links),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: links.repo(repository, `/check-suites/${run.id}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: links.repo(repository, `/actions/workflows/${run.workflow.id}`),
    head_commit: {
      id: run.headSha,
      tree_id: run.headSha,
      message: commit?.message ?? '',
      timestamp: commit?.date ?? run.createdAt,
      author: person,
      committer: person,
    },
    repository: minimalRepository(repository, links),
    head_repository: minimalRepository(repository, links),
  }
}

/** `job` */
export function jobShape(job: Job, run: Run, repository: Repository, links: Links): object {
  return {
    id: job.id,
    run_id: run.id,
    run_url: links.repo(repository, `/actions/runs/${run.id}`),
    run_attempt: run.attempt,
    node_id: nodeId('Job', job.id),
    head_sha: run.headSha,
    url: links.repo(repository, `/actions/jobs/${job.id}`),
    html_url: links.page(repository, `/actions/runs/${run.id}/job/${job.id}`),
    status: job.status,
    conclusion: job.conclusion,
    created_at: run.createdAt,
    started_at: run.startedAt,
    completed_at: job.status === 'completed' ? run.updatedAt : null,
    name: job.name,
    steps: [],
    check_run_url: links.repo(repository, `/check-runs/${job.id}`),
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'sandbox',
    runner_group_id: 1,
    runner_group_name: 'Default',
    workflow_name: basename(run.workflow.path),
    head_branch: run.headBranch,
  }
}

import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { basename, relative } from 'node:path'
import type { Cache } from '../cache/server.ts'
import { importGit } from '../github/git.ts'
import type { GitHub } from '../github/server.ts'

/** What happened that a workflow runs. */
export interface Event {
  /** `push`, `workflow_dispatch` and so on. */
  readonly event: string
  /** What GitHub would tell about it; repository, sender and ref are filled in. */
  readonly eventPayload?: Readonly<Record<string, unknown>>
  /** `owner/name`; the stand-in's first repository when left out. */
  readonly repository?: string
  /** Login of who caused it. */
  readonly actor?: string
  /** Which attempt of the run this is; 1 when left out. */
  readonly attempt?: number
  /** The run's number, to attempt it once more; a new run when left out. */
  readonly runId?: number
}

/** The event with everything filled in, and the run that stands for it in the stand-in. */
export interface KnownEvent {
  readonly name: string
  readonly payload: object
  readonly repository: string
  readonly actor: string
  readonly runId: number
  readonly runNumber: number
  readonly attempt: number
  readonly workflowRef: string
  readonly sha: string
  readonly trackingId: string
  readonly github: GitHub
}

/** Tells the stand-in about the repository and the run, and completes the event. */
export function eventOf(given: Event, github: GitHub, repo: string, file: string): KnownEvent {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', repo, ...args], { encoding: 'utf8' }).trim()
  const [first] = github.state.repositories.values()
  const repository = given.repository ? github.state.repository(given.repository) : first
  if (!repository) throw new Error('the stand-in has no repository')
  importGit(repository, repo)
  const sha = git('rev-parse', 'HEAD')
  const branch = git('branch', '--show-current') || repository.defaultBranch
  const ref = (given.eventPayload?.['ref'] as string | undefined) ?? `refs/heads/${branch}`
  const name = basename(file)
  const path = relative(repo, file).startsWith('..') ? `.github/workflows/${name}` : relative(repo, file)
  const workflow = repository.workflows.find((one) => one.path === path) ?? repository.addWorkflow(name)
  const actor = given.actor ?? 'dev'
  const run =
    repository.runs.find(({ id }) => id === given.runId) ??
    repository.addRun(workflow, { event: given.event, branch, actor })
  run.attempt = given.attempt ?? run.attempt
  const fullName = `${repository.owner}/${repository.name}`
  return {
    name: given.event,
    payload: {
      ref,
      repository: {
        name: repository.name,
        full_name: fullName,
        owner: { login: repository.owner },
        default_branch: repository.defaultBranch,
        private: repository.isPrivate,
        html_url: `${github.webUrl}/${fullName}`,
      },
      sender: { login: actor, id: github.state.user(actor).id, type: 'User' },
      ...(given.event === 'push' ? { before: '0'.repeat(40), after: sha, deleted: false } : {}),
      ...given.eventPayload,
    },
    repository: fullName,
    actor,
    runId: run.id,
    runNumber: run.number,
    attempt: run.attempt,
    workflowRef: `${fullName}/${path}@${ref}`,
    sha,
    trackingId: `github_${randomUUID()}`,
    github,
  }
}

/** What the runner would set for the steps; `act` knows only part of it by itself. */
export function environmentOf(event: KnownEvent, { cache }: { cache?: Cache }): Record<string, string> {
  const { github } = event
  return {
    GITHUB_API_URL: github.url,
    // A host that counts as GitHub's own: any other one would switch the cache back to its first version.
    GITHUB_SERVER_URL: github.webUrl,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_REPOSITORY: event.repository,
    GITHUB_RUN_ID: `${event.runId}`,
    GITHUB_RUN_NUMBER: `${event.runNumber}`,
    GITHUB_RUN_ATTEMPT: `${event.attempt}`,
    GITHUB_TRIGGERING_ACTOR: event.actor,
    GITHUB_WORKFLOW_REF: event.workflowRef,
    GITHUB_WORKFLOW_SHA: event.sha,
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'sandbox',
    RUNNER_TRACKING_ID: event.trackingId,
    ...cache?.env,
  }
}

import type { context } from '@actions/github'

/** The fields that the toolkit's context has under the same name. */
type Shared = 'sha' | 'ref' | 'eventName' | 'actor' | 'workflow' | 'serverUrl' | 'apiUrl'

/** The workflow run, from the runner's environment variables. */
export interface Context extends Pick<typeof context, Shared> {
  /** `owner/name`. */
  repository: string
  /** The head branch of a pull request, else empty. */
  headRef: string
  /** A number in the toolkit's context; here a text, as in addresses. */
  runId: string
  runAttempt: string
  /** The folder of the checkout. */
  workspace: string
  /** The job's temporary folder, emptied by the runner. */
  temp: string
}

/** Reads the runner's variables; an absent one is empty, as outside Actions. */
export function readContext(env: NodeJS.ProcessEnv): Context {
  return {
    repository: env.GITHUB_REPOSITORY ?? '',
    sha: env.GITHUB_SHA ?? '',
    ref: env.GITHUB_REF ?? '',
    eventName: env.GITHUB_EVENT_NAME ?? '',
    headRef: env.GITHUB_HEAD_REF ?? '',
    actor: env.GITHUB_ACTOR ?? '',
    workflow: env.GITHUB_WORKFLOW ?? '',
    runId: env.GITHUB_RUN_ID ?? '',
    runAttempt: env.GITHUB_RUN_ATTEMPT ?? '1',
    serverUrl: env.GITHUB_SERVER_URL ?? 'https://github.com',
    apiUrl: env.GITHUB_API_URL ?? 'https://api.github.com',
    workspace: env.GITHUB_WORKSPACE ?? process.cwd(),
    temp: env.RUNNER_TEMP ?? '/tmp',
  }
}

/** The address of this run's page. */
export function runUrl(context: Context): string {
  return `${context.serverUrl}/${context.repository}/actions/runs/${context.runId}`
}

/** Which workflow run this is, as the runner says it in the environment. */
export interface Context {
  /** `owner/name`. */
  repository: string
  /** Full commit. */
  sha: string
  /** `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/7/merge`. */
  ref: string
  eventName: string
  /** The head branch of a pull request, else empty. */
  headRef: string
  actor: string
  workflow: string
  runId: string
  runAttempt: string
  /** https://github.com, or a GitHub Enterprise Server. */
  serverUrl: string
  apiUrl: string
  /** Where the repository is checked out. */
  workspace: string
  /** A folder of this job alone, emptied by the runner. */
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

/** The page of this run, for people. */
export function runUrl(context: Context): string {
  return `${context.serverUrl}/${context.repository}/actions/runs/${context.runId}`
}

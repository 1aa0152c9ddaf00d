import type { Release } from '../model/release/release.ts'
import type { Clock } from '../runner/clock.ts'
import { type Context, runUrl } from '../runner/context.ts'
import { GitHubError } from './failure.ts'
import type { GitHub } from './github.ts'
import { describe, isBare, type Payload, type Recorded, readPayload, type State } from './record.ts'

/** The environment whose page shows the live release. */
export interface Environment {
  name: string
  /** The address of the shop, for the button on that page. */
  url: string | undefined
  production: boolean
}

/** The new release, and the one that it replaces. */
export interface Placing {
  task: 'deploy' | 'rollback'
  release: Pick<Release, 'id' | 'image' | 'version' | 'commit'>
  /** The live release according to the hosts; undefined before the first deploy. */
  live: Release | undefined
}

const listed = 30
/** The number of statuses read; each costs a call. */
const statusesRead = 5
const dayMs = 86_400_000

/** The only writer of an environment's deployments. https://docs.github.com/rest/deployments */
export class Deployments {
  private readonly github: GitHub
  private readonly environment: Environment
  private readonly context: Context
  private readonly clock: Clock

  constructor(
    github: GitHub,
    environment: Environment,
    { context, clock }: { context: Context; clock: Clock },
  ) {
    this.github = github
    this.environment = environment
    this.context = context
    this.clock = clock
  }

  /** The newest few deployments, newest first, and the older one of the live release. */
  async newest(live: string | undefined): Promise<Recorded[]> {
    const { data } = await this.github.request('GET /repos/{owner}/{repo}/deployments', {
      environment: this.environment.name,
      per_page: listed,
    })
    // Other tasks, such as requests for approval, say nothing about the live release.
    const placings = data.filter(({ task }) => task === 'deploy' || task === 'rollback')
    const serving = placings.find(({ payload }) => readPayload(payload)?.release === live)
    const known = placings.filter((one, index) => index < statusesRead || one === serving)
    return await Promise.all(
      known.map(async ({ id: given, payload, created_at }) => {
        const id = Number(given)
        const { state = 'pending', log_url: logUrl = '' } = (await this.newestStatus(id)) ?? {}
        const payloadOf = { payload: readPayload(payload), bare: isBare(payload) }
        return { id, state, logUrl, ...payloadOf, created: Date.parse(created_at) }
      }),
    )
  }

  /** Creates a deployment of the exact commit, because a branch may have moved on. GitHub merges nothing and requires no checks. */
  async create({ task, release, live }: Placing, note = ''): Promise<number> {
    const { commit: sha, id, image, version } = release
    const { runId: run, runAttempt: attempt } = this.context
    const payload: Payload = {
      writer: 'saleor-deploy',
      ...{ release: id, image, version, replaces: live?.id ?? '', run, attempt },
    }
    const what = task === 'deploy' ? 'Deploy' : 'Roll back to'
    const { data, status } = await this.github.request(
      'POST /repos/{owner}/{repo}/deployments',
      {
        ref: sha,
        task,
        auto_merge: false,
        required_contexts: [],
        environment: this.environment.name,
        production_environment: this.environment.production,
        transient_environment: false,
        description: describe(`${what} ${version || id}${note}`),
        payload: { ...payload },
      },
      () => this.find(sha, task, payload),
    )
    // 202: GitHub merged something instead, and created no deployment.
    if (status === 201 && 'id' in data) return Number(data.id)
    throw new GitHubError('conflict', status, `GitHub made no deployment (${status}).`)
  }

  /** Adds a status. */
  async addStatus(id: number, state: State, description: string): Promise<void> {
    const { url } = this.environment
    await this.github.request(
      'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      {
        deployment_id: id,
        state,
        description: describe(description),
        log_url: runUrl(this.context),
        ...(state === 'success' && url !== undefined ? { environment_url: url } : {}),
      },
      'repeat',
    )
  }

  /** Whether the run that wrote a record has ended; without permission to read it, a day is long enough. */
  async isOver({ payload, created }: Recorded): Promise<boolean> {
    const { runId, runAttempt } = this.context
    if (payload === undefined || (payload.run === runId && payload.attempt === runAttempt)) return false
    try {
      const run = { run_id: Number(payload.run) }
      const { data } = await this.github.request('GET /repos/{owner}/{repo}/actions/runs/{run_id}', run)
      return data.status === 'completed' || (data.run_attempt ?? 1) > Number(payload.attempt)
    } catch (error) {
      if (!(error instanceof GitHubError) || !['missing', 'refused'].includes(error.kind)) throw error
      return error.kind === 'missing' || this.clock.now() - created > dayMs
    }
  }

  private async newestStatus(id: number): Promise<{ state: string; log_url?: string } | undefined> {
    const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
    return (await this.github.request(route, { deployment_id: id, per_page: 1 })).data[0]
  }

  /** Finds a deployment that was created although the answer was lost. */
  private async find(sha: string, task: string, { release, run, attempt }: Payload) {
    const { name: environment } = this.environment
    const route = 'GET /repos/{owner}/{repo}/deployments'
    const { data } = await this.github.request(route, { environment, sha, task, per_page: listed })
    return data.find(({ payload }) => {
      const recorded = readPayload(payload)
      return recorded?.release === release && recorded.run === run && recorded.attempt === attempt
    })
  }
}

import type { Placing } from '../../src/github/deployments.ts'
import { type Recording, recorded } from '../../src/github/recorded.ts'
import { type Release, releaseId } from '../../src/model/release/release.ts'
import type { Http } from '../../src/runner/http/http.ts'
import { nodeHttp } from '../../src/runner/http/http.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { fakeRunner } from '../fakes/fakes.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { stateOf } from '../sandbox/github/state/deployment.ts'

/** What one run has other than the rest. */
interface RunOptions extends Partial<Recording> {
  task?: Placing['task']
  http?: Http
  cancelled?: AbortSignal
  /** What the deploy itself comes to; the release goes live without it. */
  work?: () => Promise<void>
}

/** An environment whose only host is a variable, and GitHub's stand-in beside it. */
export class Shop {
  readonly github: GitHub
  readonly environment: string
  /** What serves, as the host says. */
  live: Release | undefined
  private readonly runner = fakeRunner()
  private runs = 0
  private minutes = 0

  private constructor(github: GitHub, environment: string) {
    this.github = github
    this.environment = environment
  }

  static async open(environment = 'production', clock?: () => Date): Promise<Shop> {
    return new Shop(await startGitHub(clock === undefined ? {} : { clock }), environment)
  }

  get lines(): string[] {
    return this.runner.log.lines
  }

  get slept(): number[] {
    return this.runner.clock.slept
  }

  get repository() {
    return this.github.state.repository('org/shop')
  }

  /** A release of a new commit. */
  release(version: string): Release {
    const { sha } = this.repository.addCommit({ message: version })
    const image = `ghcr.io/org/shop@sha256:${sha.repeat(2).slice(0, 64)}`
    const id = releaseId(Date.UTC(2026, 0, 1, 0, this.minutes++), image)
    return { id, image, version, commit: sha, fingerprint: sha, created: '', run: '', actor: 'ada' }
  }

  /** A run of the pipeline that deploys, or rolls back to, a release; gives what the deploy itself has come to. */
  async run(release: Release, options: RunOptions = {}): Promise<unknown> {
    const { task = 'deploy', http, cancelled, work, ...recording } = options
    const runner = this.nextRunner(http, cancelled)
    const goLive = async (): Promise<void> => {
      this.live = release
    }
    return await recorded(
      this.recording(recording),
      { task, release, live: this.live },
      runner,
      async () => await (work ?? goLive)(),
    ).then(
      () => 'done',
      (error: unknown) => error,
    )
  }

  recording(changes: Partial<Recording> = {}): Recording {
    return {
      name: this.environment,
      url: 'https://shop.example.com',
      token: this.github.token,
      when: 'auto',
      production: this.environment === 'production',
      ...changes,
    }
  }

  /** The runner of the next run of the workflow. */
  nextRunner(http: Http = nodeHttp, cancelled?: AbortSignal): Runner {
    this.runs += 1
    const context = {
      ...this.runner.context,
      repository: 'org/shop',
      apiUrl: this.github.url,
      serverUrl: 'https://github.com',
      sha: this.repository.tip() ?? '',
      runId: String(this.runs),
    }
    return { ...this.runner, context, http, cancelled: cancelled ?? this.runner.cancelled }
  }

  /** What the page of the environment says serves: the releases whose deployments are active. */
  get page(): string[] {
    return this.deployments
      .filter((deployment) => stateOf(deployment) === 'success')
      .map(({ payload }) => (payload as { release?: string }).release ?? 'somebody else’s')
  }

  /** All deployments of the environment with their histories: `deploy 1.0: in_progress, success`. */
  get history(): string[] {
    return this.deployments.map(({ task, payload, statuses }) => {
      const { version = '' } = payload as { version?: string }
      return `${task} ${version}: ${statuses.map(({ state }) => state).join(', ')}`
    })
  }

  get deployments() {
    return this.repository.deployments.filter(({ environment }) => environment === this.environment)
  }
}

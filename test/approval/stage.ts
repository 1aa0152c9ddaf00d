import { awaitApproval } from '../../src/approval/await.ts'
import { reasonOf, StepFailed } from '../../src/errors.ts'
import { awaitApproval as contract } from '../../src/inputs/await-approval.ts'
import { readInputs } from '../../src/inputs/read.ts'
import type { Clock } from '../../src/runner/clock.ts'
import { nodeHttp } from '../../src/runner/http/http.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { fakeRunner, type RecordingLog } from '../fakes/fakes.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import type { Repository, Role } from '../sandbox/github/state/repository.ts'
import type { Run, Workflow } from '../sandbox/github/state/run.ts'

/** Time that passes only while somebody waits; what people do meanwhile happens at its moment. */
class StagedClock implements Clock {
  /** Whole seconds, as GitHub counts; today, because the stand-in's rate limit ends by the real clock. */
  time = Math.floor(Date.now() / 1000) * 1000
  /** Added to what the runner believes. */
  wrong = 0
  /** Every pause in seconds. */
  readonly slept: number[] = []
  private readonly plans: { at: number; act: () => unknown }[] = []
  now = (): number => this.time + this.wrong

  /** So many seconds from now. */
  after(seconds: number, act: () => unknown): void {
    this.plans.push({ at: this.time + seconds * 1000, act })
  }

  sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    this.slept.push(seconds)
    const end = this.time + seconds * 1000
    const due = this.plans.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
    for (const plan of due) {
      this.plans.splice(this.plans.indexOf(plan), 1)
      this.time = Math.max(this.time, plan.at)
      await plan.act()
      signal?.throwIfAborted()
    }
    this.time = end
  }
}

/** How a run of the action ended. */
export interface Ended {
  reason: string
  /** The error's message, or the summary. */
  said: string
  summary: string
  outputs: Record<string, string | undefined>
}

const image = `ghcr.io/org/shop@sha256:${'a'.repeat(64)}`
const people: Record<string, Role> = {
  ann: 'write',
  bob: 'maintain',
  cem: 'admin',
  dev: 'write',
  tria: 'triage',
}

/** GitHub, a repository with people, a run of dev's that asks, and time to play in. */
export class StepRunner {
  readonly clock: StagedClock
  readonly log: RecordingLog
  readonly github: GitHub
  readonly repository: Repository
  readonly workflow: Workflow
  run: Run
  private readonly tokens = new Map<string, string>()
  private readonly cancel = new AbortController()
  private readonly runner: Runner & { log: RecordingLog }

  private constructor(github: GitHub, clock: StagedClock) {
    this.github = github
    this.clock = clock
    this.repository = github.state.repository('org/shop')
    for (const [login, role] of Object.entries(people)) this.join(login, role)
    this.workflow = this.repository.addWorkflow('pipeline.yml')
    this.repository.addWorkflow('production.yml', ['request'])
    this.run = this.repository.addRun(this.workflow, { actor: 'dev' })
    this.runner = fakeRunner()
    this.log = this.runner.log
  }

  static async open(): Promise<StepRunner> {
    const clock = new StagedClock()
    return new StepRunner(await startGitHub({ clock: () => new Date(clock.time) }), clock)
  }

  /** Runs the action as a step of the run, with inputs as in `with:`. */
  async act(given: Record<string, string> = {}, run = this.run, actor = 'dev'): Promise<Ended> {
    const inputs = { images: image, approvers: 'ann\nbob\ncem', token: this.github.token, ...given }
    const env = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    )
    try {
      const read = readInputs(contract, env)
      const { reason, outputs, summary } = await awaitApproval(read, this.runnerOf(run, actor))
      return { reason, outputs, summary, said: summary }
    } catch (error) {
      const { outputs, report } = error instanceof StepFailed ? error : { outputs: {}, report: '' }
      if (reasonOf(error) === 'internal-error') throw error
      return { reason: reasonOf(error), said: (error as Error).message, outputs, summary: report }
    }
  }

  /** Lets a person into the repository. */
  join(login: string, role: Role): void {
    this.github.state.user(login)
    this.repository.collaborators.set(login, role)
  }

  /** A release that is live, as deploy-production records it; its commit is the branch's tip when left out. */
  deployed(release: string, version = '3.20.4', sha = this.repository.tip() ?? ''): void {
    const now = this.github.state.now()
    const creator = this.github.state.user('github-actions[bot]')
    const payload = { writer: 'saleor-deploy', release, version, image: 'ghcr.io/org/shop@sha256:old' }
    const of = { environment: 'production', environmentUrl: '', logUrl: '', creator, createdAt: now }
    this.repository.deployments.push({
      ...{ id: this.github.state.nextId(), sha, ref: sha, task: 'deploy', payload, description: null },
      ...{ isTransient: false, isProduction: true, updatedAt: now, ...of },
      statuses: [{ id: this.github.state.nextId(), state: 'success', description: '', ...of }],
    })
  }

  /** Does something so many seconds later, while the action waits. */
  after(seconds: number, act: () => unknown): this {
    this.clock.after(seconds, act)
    return this
  }

  /** A person's request to the API. */
  async as(
    login: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<{ status: number; data: unknown }> {
    const token = this.tokens.get(login) ?? this.github.createToken({ login })
    this.tokens.set(login, token)
    const answer = await fetch(`${this.github.url}/repos/org/shop${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, data: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  /** Writes a comment under the newest request, CODE for its code; returns its id. */
  async says(login: string, text: string, number = this.issue.number): Promise<number> {
    const { data } = await this.as(login, 'POST', `/issues/${number}/comments`, {
      body: text.replace('CODE', this.code),
    })
    return (data as { id: number }).id
  }

  /** Cancels the job, as the runner does. */
  stop(): void {
    this.cancel.abort()
  }

  get issue() {
    const issue = this.repository.issues.at(-1)
    if (issue === undefined) throw new Error('nothing was asked')
    return issue
  }

  /** The code of the newest request. */
  get code(): string {
    return /`approve ([0-9a-f]{8})`/.exec(this.issue.body ?? '')?.[1] ?? ''
  }

  /** What the bot has said under the newest request, without its marks. */
  get replies(): string[] {
    return this.issue.comments
      .filter(({ user }) => user.login === 'github-actions[bot]')
      .map(({ body }) => body.replace(/^<!--.*-->\n/, ''))
  }

  /** States and descriptions of the newest request's deployment. */
  get states(): string[] {
    const request = this.repository.deployments.findLast(({ task }) => task === 'approval')
    return (request?.statuses ?? []).map(({ state, description }) => `${state} ${description}`)
  }

  /** Calls that the action made. */
  get calls() {
    return this.github.calls.filter(({ login }) => login === 'github-actions[bot]')
  }

  private runnerOf(run: Run, actor: string): Runner {
    return {
      ...this.runner,
      http: nodeHttp,
      clock: this.clock,
      cancelled: this.cancel.signal,
      context: {
        ...this.runner.context,
        repository: 'org/shop',
        actor,
        sha: run.headSha,
        ref: `refs/heads/${run.headBranch}`,
        eventName: run.event,
        runId: String(run.id),
        runAttempt: String(run.attempt),
        apiUrl: this.github.url,
        serverUrl: this.github.webUrl,
      },
    }
  }
}

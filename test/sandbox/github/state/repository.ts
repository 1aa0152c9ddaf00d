import { createHash } from 'node:crypto'
import type { Commit } from './commit.ts'
import type { Deployment } from './deployment.ts'
import type { Environment } from './environment.ts'
import type { Issue } from './issue.ts'
import type { Pull } from './pull.ts'
import type { Release } from './release.ts'
import type { Dispatch, Run, Workflow } from './run.ts'
import type { User } from './user.ts'

/** What a person may do in a repository; GitHub's five roles. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read'

/** What a repository needs from the world around it. */
export interface World {
  now(): string
  nextId(): number
  user(login: string): User
}

/** How a repository begins. */
export interface RepositoryOptions {
  /** Private unless said otherwise. */
  readonly isPrivate?: boolean
  /** `main` unless said otherwise. */
  readonly defaultBranch?: string
}

/** One repository and all that hangs on it. Lists are oldest first. */
export class Repository {
  readonly id: number
  readonly owner: string
  readonly name: string
  readonly isPrivate: boolean
  readonly defaultBranch: string
  readonly createdAt: string
  hasIssues = true
  /** By full hash. */
  readonly commits = new Map<string, Commit>()
  /** From full name (`refs/heads/main`) to hash. */
  readonly refs = new Map<string, string>()
  readonly releases: Release[] = []
  /** Where the bundle of each attestation lies, by the digest that it is about. */
  readonly attestations: { digest: string; bundleUrl: string }[] = []
  readonly deployments: Deployment[] = []
  readonly environments = new Map<string, Environment>()
  readonly workflows: Workflow[] = []
  readonly runs: Run[] = []
  readonly dispatches: Dispatch[] = []
  readonly issues: Issue[] = []
  readonly pulls: Pull[] = []
  /** By login. */
  readonly collaborators = new Map<string, Role>()
  readonly #world: World

  constructor(fullName: string, world: World, options: RepositoryOptions = {}) {
    const [owner = '', name = ''] = fullName.split('/')
    this.#world = world
    this.id = world.nextId()
    this.owner = owner
    this.name = name
    this.isPrivate = options.isPrivate ?? true
    this.defaultBranch = options.defaultBranch ?? 'main'
    this.createdAt = world.now()
    this.addCommit({ message: 'First commit' })
  }

  /** The hash at the tip of a branch, by default of the default one. */
  tip(branch = this.defaultBranch): string | undefined {
    return this.refs.get(`refs/heads/${branch}`)
  }

  /** Adds a commit on a branch (the default one), made if it is missing, and moves the branch. */
  addCommit(
    given: Partial<Pick<Commit, 'message' | 'author' | 'files' | 'parents' | 'account'>> & {
      branch?: string
    } = {},
  ): Commit {
    const branch = given.branch ?? this.defaultBranch
    const tip = this.tip(branch) ?? this.tip()
    const author = given.author ?? 'dev'
    const commit: Commit = {
      sha: createHash('sha1').update(`commit ${this.#world.nextId()}`).digest('hex'),
      message: given.message ?? 'A change',
      parents: given.parents ?? (tip === undefined ? [] : [tip]),
      author,
      email: `${author}@example.com`,
      date: this.#world.now(),
      account: given.account,
      files: given.files ?? ['app.py'],
      statuses: new Map(),
    }
    this.commits.set(commit.sha, commit)
    this.refs.set(`refs/heads/${branch}`, commit.sha)
    return commit
  }

  /** Adds a tag at a commit, by default at the tip of the default branch. */
  addTag(name: string, sha = this.tip()): void {
    if (sha !== undefined) this.refs.set(`refs/tags/${name}`, sha)
  }

  /** The environment of that name, made unprotected if it is missing, as GitHub does. */
  environment(name: string, protection: Partial<Environment> = {}): Environment {
    const unprotected: Environment = {
      id: this.#world.nextId(),
      name,
      createdAt: this.#world.now(),
      waitTimer: 0,
      reviewers: [],
      preventSelfReview: false,
      canAdminsBypass: true,
      branchPolicy: null,
      customRules: [],
    }
    const environment = Object.assign(this.environments.get(name) ?? unprotected, protection)
    this.environments.set(name, environment)
    return environment
  }

  /** Adds a workflow file; its dispatch takes any inputs unless they are named. */
  addWorkflow(file: string, inputs?: readonly string[]): Workflow {
    const workflow: Workflow = {
      id: this.#world.nextId(),
      path: `.github/workflows/${file}`,
      ...(inputs ? { inputs } : {}),
    }
    this.workflows.push(workflow)
    return workflow
  }

  /** Adds a run of a workflow on a branch's tip, in progress. */
  addRun(
    workflow: Workflow,
    given: { event?: string; branch?: string; actor?: string; jobs?: readonly string[] } = {},
  ): Run {
    const branch = given.branch ?? this.defaultBranch
    const actor = this.#world.user(given.actor ?? 'dev')
    const now = this.#world.now()
    const job = (name: string) => ({
      id: this.#world.nextId(),
      name,
      status: 'in_progress' as const,
      conclusion: null,
    })
    const run: Run = {
      id: this.#world.nextId(),
      number: this.runs.length + 1,
      workflow,
      event: given.event ?? 'push',
      headBranch: branch,
      headSha: this.tip(branch) ?? this.tip() ?? '',
      actor,
      triggeringActor: actor,
      attempt: 1,
      status: 'in_progress',
      conclusion: null,
      createdAt: now,
      startedAt: now,
      updatedAt: now,
      jobs: (given.jobs ?? []).map(job),
      reviews: [],
      waitingFor: [],
    }
    this.runs.push(run)
    return run
  }

  /** Adds a pull request that was merged as this commit, with those who approved its head. */
  addPull(merge: Commit, title: string, author: string, approvedBy: readonly string[] = []): Pull {
    const now = this.#world.now()
    const head = merge.parents[1] ?? merge.sha
    const pull: Pull = {
      id: this.#world.nextId(),
      number: 500 + this.pulls.length,
      user: this.#world.user(author),
      mergedAt: now,
      merge: merge.sha,
      reviews: approvedBy.map((login) => ({
        id: this.#world.nextId(),
        user: this.#world.user(login),
        state: 'APPROVED',
        commit: head,
        at: now,
      })),
      ...{ head, title },
    }
    this.pulls.push(pull)
    return pull
  }

  /** Adds an open issue. */
  addIssue(user: User, given: Partial<Issue> & { title: string }): Issue {
    const now = this.#world.now()
    const issue: Issue = {
      id: this.#world.nextId(),
      number: this.issues.length + 1,
      body: null,
      state: 'open',
      stateReason: null,
      user,
      labels: [],
      assignees: [],
      isLocked: false,
      lockReason: null,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
      closedBy: null,
      comments: [],
      ...given,
    }
    this.issues.push(issue)
    return issue
  }
}

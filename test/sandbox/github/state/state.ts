import { createHash } from 'node:crypto'
import type { Commit } from './commit.ts'
import type { Environment } from './environment.ts'
import type { Issue } from './issue.ts'
import type { Repository } from './repository.ts'
import type { Run, Workflow } from './run.ts'
import { ACTIONS_BOT, type User } from './user.ts'

/** All the stand-in remembers. Tests may read and change it freely; the API changes it as GitHub would. */
export class State {
  readonly repositories = new Map<string, Repository>()
  readonly users = new Map<string, User>([[ACTIONS_BOT.login, ACTIONS_BOT]])
  /** Members by `org/team`. */
  readonly teams = new Map<string, string[]>()
  readonly #clock: () => Date
  #lastId = 1000

  constructor(clock: () => Date) {
    this.#clock = clock
  }

  /** The present moment as GitHub writes it: to the second. */
  now(): string {
    return this.#clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
  }

  /** A number no other object has. */
  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  /** The account of that name, made at its first mention. */
  user(login: string): User {
    const user = this.users.get(login) ?? { id: this.nextId(), login, type: 'User' as const }
    this.users.set(login, user)
    return user
  }

  /** The repository `owner/name`; it has to be there. */
  repository(fullName: string): Repository {
    const repository = this.repositories.get(fullName.toLowerCase())
    if (!repository) throw new Error(`no repository ${fullName} in the stand-in`)
    return repository
  }

  /** Adds a repository with one commit on its default branch. */
  addRepository(fullName: string, options: { isPrivate?: boolean; defaultBranch?: string } = {}): Repository {
    const [owner, name] = fullName.split('/') as [string, string]
    const repository: Repository = {
      id: this.nextId(),
      owner,
      name,
      isPrivate: options.isPrivate ?? true,
      defaultBranch: options.defaultBranch ?? 'main',
      createdAt: this.now(),
      hasIssues: true,
      commits: new Map(),
      refs: new Map(),
      releases: [],
      deployments: [],
      environments: new Map(),
      workflows: [],
      runs: [],
      dispatches: [],
      issues: [],
      collaborators: new Map(),
    }
    this.repositories.set(fullName.toLowerCase(), repository)
    this.commit(repository, { message: 'First commit' })
    return repository
  }

  /** Adds a commit on a branch (the default one), made if it is missing, and moves the branch. */
  commit(
    repository: Repository,
    details: Partial<Pick<Commit, 'message' | 'author' | 'files' | 'parents'>> & { branch?: string } = {},
  ): Commit {
    const ref = `refs/heads/${details.branch ?? repository.defaultBranch}`
    const tip = repository.refs.get(ref) ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`)
    const author = details.author ?? 'dev'
    const commit: Commit = {
      sha: createHash('sha1').update(`commit ${this.nextId()}`).digest('hex'),
      message: details.message ?? 'A change',
      parents: details.parents ?? (tip === undefined ? [] : [tip]),
      author,
      email: `${author}@example.com`,
      date: this.now(),
      files: details.files ?? ['app.py'],
      statuses: new Map(),
    }
    repository.commits.set(commit.sha, commit)
    repository.refs.set(ref, commit.sha)
    return commit
  }

  /** Adds a tag at a commit, by default at the tip of the default branch. */
  tag(repository: Repository, name: string, sha?: string): void {
    const at = sha ?? repository.refs.get(`refs/heads/${repository.defaultBranch}`)
    repository.refs.set(`refs/tags/${name}`, at as string)
  }

  /** The environment of that name, made unprotected if it is missing, as GitHub does. */
  environment(repository: Repository, name: string, protection: Partial<Environment> = {}): Environment {
    const existing = repository.environments.get(name)
    const environment: Environment = existing ?? {
      id: this.nextId(),
      name,
      createdAt: this.now(),
      waitTimer: 0,
      reviewers: [],
      preventSelfReview: false,
      canAdminsBypass: true,
      branchPolicy: null,
      customRules: [],
    }
    Object.assign(environment, protection)
    repository.environments.set(name, environment)
    return environment
  }

  /** Adds a workflow file. */
  addWorkflow(repository: Repository, file: string, inputs?: readonly string[]): Workflow {
    const path = `.github/workflows/${file}`
    const workflow: Workflow = { id: this.nextId(), path, ...(inputs ? { inputs } : {}) }
    repository.workflows.push(workflow)
    return workflow
  }

  /** Adds a run of a workflow on a branch's tip. */
  addRun(
    repository: Repository,
    workflow: Workflow,
    details: {
      event?: string
      branch?: string
      actor?: string
      jobs?: readonly string[]
      id?: number | undefined
    } = {},
  ): Run {
    const branch = details.branch ?? repository.defaultBranch
    const actor = this.user(details.actor ?? 'dev')
    const now = this.now()
    const run: Run = {
      id: details.id ?? this.nextId(),
      number: repository.runs.length + 1,
      workflow,
      event: details.event ?? 'push',
      headBranch: branch,
      headSha: repository.refs.get(`refs/heads/${branch}`) as string,
      actor,
      triggeringActor: actor,
      attempt: 1,
      status: 'in_progress',
      conclusion: null,
      createdAt: now,
      startedAt: now,
      updatedAt: now,
      jobs: (details.jobs ?? []).map((name) => ({
        id: this.nextId(),
        name,
        status: 'in_progress' as const,
        conclusion: null,
      })),
      reviews: [],
      waitingFor: [],
    }
    repository.runs.push(run)
    return run
  }

  /** Adds an issue, as the API's create does. */
  addIssue(repository: Repository, user: User, details: Partial<Issue> & { title: string }): Issue {
    const now = this.now()
    const issue: Issue = {
      id: this.nextId(),
      number: repository.issues.length + 1,
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
      ...details,
    }
    repository.issues.push(issue)
    return issue
  }
}

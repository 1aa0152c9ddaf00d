import { UserError } from '../errors.ts'
import { GitHubError } from '../github/failure.ts'
import type { DataOf } from '../github/github.ts'
import type { ApprovalContext } from './context.ts'
import { findRecord, isOurs, label, type Request, task } from './github/request.ts'
import { undecided } from './rules/decision.ts'
import { required } from './rules/format.ts'
import { makeRecord, readMark } from './rules/record.ts'
import { type Asked, requestText, titleOf } from './text.ts'
import { end, setState } from './watch.ts'

/**
 * Opens a request: first its immutable record, then the issue. Older requests for the same environment
 * are superseded.
 * @throws UserError `bad-input` if issues are disabled
 */
export async function openRequest(
  context: ApprovalContext,
  asked: Asked,
  decidedBy: 'job' | 'comment',
): Promise<Request> {
  const { binding, ref, version, live } = asked
  const body = requestText(asked)
  const deadline = new Date(asked.deadline).toISOString()
  const record = makeRecord(
    binding,
    { deadline, ref, version, decidedBy, liveCommit: live?.commit ?? '' },
    body,
  )
  const deployment = await keepRecord(context, record, 'A request for approval')
  const issue = await createIssue(context, asked, body)
  const { number, html_url: url } = issue
  const request = { number, url, deployment, record, opened: Date.parse(issue.created_at) }
  await setState(context, request, 'queued', `${required(context.approvers)}: ${url}`)
  await lock(context, number)
  await supersedeOthers(context, request)
  return request
}

/**
 * Stores a record where nobody can change it: in the payload of a GitHub Deployment.
 * @returns its id
 */
export async function keepRecord(
  { github }: ApprovalContext,
  record: Request['record'],
  description: string,
): Promise<number> {
  const { environment, commit } = record.binding
  const { data, status } = await github.request(
    'POST /repos/{owner}/{repo}/deployments',
    {
      ref: commit,
      task,
      auto_merge: false,
      required_contexts: [],
      environment,
      production_environment: true,
      description,
      payload: { ...record },
    },
    async () => {
      const found = await findRecord(github, environment, record.hash)
      return found === undefined
        ? undefined
        : ({ id: found.deployment } as DataOf<'POST /repos/{owner}/{repo}/deployments'>)
    },
  )
  if (status === 201 && 'id' in data) return Number(data.id)
  throw new GitHubError('conflict', status, `GitHub made no deployment (${status}).`)
}

type Issue = DataOf<'POST /repos/{owner}/{repo}/issues'>

async function createIssue(context: ApprovalContext, asked: Asked, body: string): Promise<Issue> {
  const { github, approvers } = context
  const excluded = new Set(asked.excluded.map(({ login }) => login))
  const people = approvers.groups.flatMap((group) => group.people.map(({ login }) => login))
  const assignees = [...new Set(people)].filter((login) => !excluded.has(login)).slice(0, 10)
  const create = async (more: { assignees?: string[] }): Promise<Issue> => {
    const { data } = await github.request(
      'POST /repos/{owner}/{repo}/issues',
      { title: titleOf(asked), body, labels: [label], ...more },
      async () => (await openIssues(context)).find((issue) => issue.body === body) as Issue | undefined,
    )
    return data
  }
  try {
    return await create(assignees.length === 0 ? {} : { assignees })
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    if (error.status === 410)
      throw new UserError(
        'bad-input',
        'Issues are switched off in this repository, and the request would be one.',
        'Switch them on in its settings, or use `mode: environment`.',
      )
    // A single name that cannot be assigned fails the whole API request.
    if (error.kind === 'invalid' && assignees.length > 0) return await create({})
    throw error
  }
}

/** Locks the issue, so that strangers cannot comment or start workflows. It is only a precaution: their comments do not count anyway. */
async function lock({ github, runner }: ApprovalContext, number: number): Promise<void> {
  try {
    await github.request('PUT /repos/{owner}/{repo}/issues/{issue_number}/lock', { issue_number: number })
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    runner.log.debug(`The issue stays unlocked: ${error.message}`)
  }
}

async function supersedeOthers(context: ApprovalContext, newest: Request): Promise<void> {
  const { hash, binding } = newest.record
  const { environment } = binding
  for (const issue of await openIssues(context)) {
    const mark = readMark(issue.body ?? '')
    if (mark?.environment !== environment || mark.hash === hash) continue
    const found = await findRecord(context.github, environment, mark.hash)
    // A command and a deploy do not replace each other.
    const isCommand = (one: typeof binding): boolean => one.command !== undefined
    if (found === undefined || isCommand(found.record.binding) !== isCommand(binding)) continue
    const older = { number: issue.number, url: issue.html_url, opened: 0, ...found }
    await end(context, older, {
      ...undecided,
      state: 'superseded',
      why: `#${newest.number} asks for something newer`,
    })
  }
}

/** The open requests by this action. */
export async function openIssues({ github }: ApprovalContext) {
  const issues = await github.all('GET /repos/{owner}/{repo}/issues', { state: 'open', labels: label })
  return issues.filter(({ user, performed_via_github_app: app }) => isOurs(user, app))
}

import { ApiError, type Context, invalid, notFound, type Routes } from '../route.ts'
import { issueShape, labelShape } from '../shapes/issue.ts'
import type { Issue } from '../state/issue.ts'
import type { User } from '../state/user.ts'

/** The issue a path names. */
export function findIssue({ repository, params }: Context): Issue {
  if (!repository.hasIssues) throw new ApiError(410, 'Issues has been disabled in this repository.')
  const issue = repository.issues.find(({ number }) => number === Number(params['issue_number']))
  if (!issue) throw notFound()
  return issue
}

type Labels = (string | { name: string })[]

interface NewIssue {
  title: string | number
  body?: string
  labels?: Labels
  assignees?: string[]
}

interface IssueChange extends Partial<NewIssue> {
  state?: Issue['state']
  state_reason?: Issue['stateReason']
}

const labelNames = (labels: Labels = []): string[] =>
  labels.map((label) => (typeof label === 'string' ? label : label.name))

/** Whom an issue can be given to: people of the repository, ten at most. Others fail the whole request. */
const assignees = ({ repository, state }: Context, logins: string[] = []): User[] => {
  const strangers = logins.filter((login) => !repository.collaborators.has(login))
  if (strangers.length > 0)
    throw invalid(
      'Validation Failed',
      strangers.map((value) => ({ resource: 'Issue', field: 'assignees', code: 'invalid', value })),
    )
  return logins.slice(0, 10).map((login) => state.user(login))
}

const answer = (status: number, issue: Issue, { repository, links }: Context) => ({
  status,
  body: issueShape(issue, repository, links),
})

/** Issues. */
export const issueRoutes: Routes = {
  'issues/list-for-repo': {
    need: 'issues:read',
    handle({ repository, links, query }) {
      const labels = typeof query['labels'] === 'string' ? query['labels'].split(',') : []
      const found = repository.issues.filter(
        ({ state, labels: own }) =>
          (query['state'] === 'all' || state === (query['state'] ?? 'open')) &&
          labels.every((label) => own.includes(label)),
      )
      return { items: found.reverse().map((issue) => issueShape(issue, repository, links)) }
    },
  },
  'issues/create': {
    need: 'issues:write',
    handle(context: Context<NewIssue>) {
      const { repository, viewer, body } = context
      if (!repository.hasIssues) throw new ApiError(410, 'Issues has been disabled in this repository.')
      const issue = repository.addIssue(viewer, {
        title: String(body.title),
        body: body.body ?? null,
        labels: labelNames(body.labels),
        assignees: assignees(context, body.assignees),
      })
      return answer(201, issue, context)
    },
  },
  'issues/get': {
    need: 'issues:read',
    handle: (context) => answer(200, findIssue(context), context),
  },
  'issues/update': {
    need: 'issues:write',
    handle(context: Context<IssueChange>) {
      const { state, viewer, body } = context
      const issue = findIssue(context)
      const now = state.now()
      if (body.title !== undefined) issue.title = String(body.title)
      if (body.body !== undefined) issue.body = body.body
      if (body.labels !== undefined) issue.labels = labelNames(body.labels)
      if (body.assignees !== undefined) issue.assignees = assignees(context, body.assignees)
      if (body.state !== undefined && body.state !== issue.state) {
        const closes = body.state === 'closed'
        issue.state = body.state
        issue.stateReason = body.state_reason ?? (closes ? 'completed' : 'reopened')
        issue.closedAt = closes ? now : null
        issue.closedBy = closes ? viewer : null
      }
      issue.updatedAt = now
      return answer(200, issue, context)
    },
  },
  'issues/add-labels': {
    need: 'issues:write',
    handle(context: Context<Labels | string | { labels?: Labels } | undefined>) {
      const issue = findIssue(context)
      const { body, repository, links } = context
      const more = labelNames(Array.isArray(body) ? body : typeof body === 'string' ? [body] : body?.labels)
      issue.labels = [...new Set([...issue.labels, ...more])]
      issue.updatedAt = context.state.now()
      return { status: 200, body: issue.labels.map((name) => labelShape(name, repository, links)) }
    },
  },
  'issues/add-assignees': {
    need: 'issues:write',
    handle(context: Context<{ assignees?: string[] } | undefined>) {
      const issue = findIssue(context)
      issue.assignees = [
        ...new Set([...issue.assignees, ...assignees(context, context.body?.assignees)]),
      ].slice(0, 10)
      issue.updatedAt = context.state.now()
      return answer(201, issue, context)
    },
  },
  'issues/lock': {
    need: 'issues:write',
    handle(context: Context<{ lock_reason?: string } | undefined>) {
      const issue = findIssue(context)
      issue.isLocked = true
      issue.lockReason = context.body?.lock_reason ?? null
      return { status: 204 }
    },
  },
}

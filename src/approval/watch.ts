import { GitHubError } from '../github/failure.ts'
import { type ApprovalContext, timeAt } from './context.ts'
import { type Reading, readIssue, withEdits } from './github/reading.ts'
import type { Request } from './github/request.ts'
import { type Decision, type DecisionInput, decide } from './rules/decision.ts'
import { coolingNotice, endNotice, type Notice, noticeText, refusals, reminder } from './rules/notices.ts'

/** An open request, and the people who may not approve it. */
export interface Watched {
  request: Request
  excluded: ReadonlyMap<number, { login: string; why: string }>
}

/** How a request ended before, for runs that come later. */
type Ended = Pick<DecisionInput, 'usedBy' | 'supersededBy'>

/** The state of a request, and the comments that it was read from. */
export interface Evaluation {
  decision: Decision
  reading: Reading
}

/**
 * Reads a request and decides. A request that looks granted is read again, completely and with the edits from GraphQL, so that
 * no cached answer grants it.
 */
export async function evaluate(
  context: ApprovalContext,
  watched: Watched,
  { before, ended = {} }: { before?: Reading | undefined; ended?: Ended } = {},
): Promise<Evaluation> {
  const { github } = context
  const reading = { ...(await readIssue(github, watched.request, before)), ...ended }
  const decision = decideNow(context, watched, reading)
  if (decision.state !== 'granted') return { decision, reading }
  const ids = decision.approved.map(({ id }) => id)
  const fresh = await withEdits(github, await readIssue(github, watched.request), ids)
  return { decision: decideNow(context, watched, { ...fresh, ...ended }), reading: fresh }
}

function decideNow(
  context: ApprovalContext,
  { request, excluded }: Watched,
  reading: Reading & Ended,
): Decision {
  const { hash, binding, deadline } = request.record
  const times = { deadline: Date.parse(deadline), expires: Date.parse(binding.expires) }
  const { approvers, inputs } = context
  const why = new Map([...excluded].map(([id, one]) => [id, one.why]))
  return decide(
    { hash, approvers, cooldown: inputs.cooldown, excluded: why, ...times, ...reading },
    timeAt(context),
  )
}

/** Posts replies to comments that do not count, reminders, and the end of the cooldown. */
export async function postNotices(
  context: ApprovalContext,
  watched: Watched,
  { decision, reading }: Evaluation,
): Promise<void> {
  const { request, excluded } = watched
  const { opened, record } = request
  const about = { opened, hash: record.hash, approvers: context.approvers, excluded }
  const due = reminder(decision, about, reading.posted, timeAt(context))
  const cooling = decision.state === 'cooling' ? [coolingNotice(decision)] : []
  const all = [...refusals(decision.refused, reading.posted), ...cooling, ...(due === undefined ? [] : [due])]
  for (const notice of all) if (!reading.posted.has(notice.mark)) await post(context, request, notice)
}

/** Posts a comment under a request. */
export async function post({ github }: ApprovalContext, { number }: Request, notice: Notice): Promise<void> {
  const asked = { issue_number: number }
  await github.request(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { ...asked, body: noticeText(notice) },
    'repeat',
  )
}

/** Sets the state of the request's deployment, with the issue as its log. */
export async function setState(
  { github }: ApprovalContext,
  { deployment, url }: Pick<Request, 'deployment' | 'url'>,
  state: 'queued' | 'inactive' | 'failure' | 'error',
  description: string,
): Promise<void> {
  await github.request(
    'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    { deployment_id: deployment, state, description: description.slice(0, 140), log_url: url },
    'repeat',
  )
}

const states = { denied: 'failure', error: 'error' } as const

/** Ends a request: posts the result, closes the issue, and sets the final state of its deployment. */
export async function end(context: ApprovalContext, request: Request, decision: Decision): Promise<void> {
  const { state } = decision
  const granted = state === 'granted' || state === 'consumed'
  const notice = endNotice(decision, context.here)
  if (!granted) await setState(context, request, states[state as 'denied'] ?? 'inactive', notice.text)
  await post(context, request, notice)
  await context.github.request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
    issue_number: request.number,
    state: 'closed',
    state_reason: granted ? 'completed' : 'not_planned',
  })
}

/** The same, but a failure to close the issue is only a warning: the decision stands, and the next request closes it. */
export async function endQuietly(
  context: ApprovalContext,
  request: Request,
  decision: Decision,
): Promise<void> {
  try {
    await end(context, request, decision)
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error
    context.runner.log.warning(`The request ${request.url} stays open: ${error.message}`)
  }
}

const taken = 'Taken up by '

/**
 * Claims a granted request for this run. Only one run can claim it: the first one that wrote its status wins.
 * @returns the other run that has claimed it
 */
export async function claim(context: ApprovalContext, request: Request): Promise<string | undefined> {
  const { runId, runAttempt } = context.runner.context
  const us = `run ${runId}, attempt ${runAttempt}`
  await setState(context, request, 'inactive', `${taken}${us}`)
  const { usedBy } = await endingOf(context, request)
  return usedBy === us ? undefined : usedBy
}

/** How a request ended according to its deployment, which stays true if somebody reopens the issue. */
export async function endingOf({ github }: ApprovalContext, { deployment }: Request): Promise<Ended> {
  const statuses = await github.all('GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses', {
    deployment_id: deployment,
  })
  const oldestFirst = [...statuses].sort((a, b) => Number(a.id) - Number(b.id))
  const end = oldestFirst.find(({ state }) => state !== 'queued')
  if (end === undefined) return {}
  if (end.description.startsWith(taken)) return { usedBy: end.description.slice(taken.length) }
  return { supersededBy: `it had ended before: ${end.description}` }
}

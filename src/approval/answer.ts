import { UserError } from '../errors.ts'
import { table } from '../report/markdown.ts'
import { exclusions } from './ask.ts'
import type { ApprovalContext } from './context.ts'
import { readChanges } from './github/evidence.ts'
import { findRequest, type Request } from './github/request.ts'
import { openIssues } from './open.ts'
import { readMark } from './rules/record.ts'
import { assertOwnRequest, readRun } from './run.ts'
import { type Evaluation, end, endingOf, evaluate, post, postNotices, type Watched } from './watch.ts'

/** The result for one request. */
export interface Answered {
  request: Request
  state: Evaluation['decision']['state'] | 'dispatched'
  /** Whether this run ended or dispatched it. */
  changed: boolean
}

/**
 * Evaluates one request, or all open ones: replies to comments, reminds, ends expired requests, and starts the deploy of
 * granted ones. The started run decides again from GitHub's data, so that nobody can start it with false claims.
 */
export async function answer(context: ApprovalContext, which: string): Promise<Answered[]> {
  const environment = context.inputs['environment-name']
  const numbers =
    which === 'all'
      ? (await openIssues(context)).flatMap(({ number, body }) =>
          readMark(body ?? '')?.environment === environment ? [number] : [],
        )
      : [Number(which)]
  const answered: Answered[] = []
  for (const number of numbers) {
    const request = await findRequest(context.github, number, environment)
    if (request !== undefined) answered.push({ request, ...(await answerOne(context, request)) })
  }
  return answered
}

async function answerOne(context: ApprovalContext, request: Request): Promise<Omit<Answered, 'request'>> {
  const watched = await watch(context, request)
  const ended = await endingOf(context, request)
  const evaluation = await evaluate(context, watched, { ended })
  const { decision, reading } = evaluation
  const { state } = decision
  const still = { state, changed: false }
  // Its own job handles it; only the expired request of a dead job is ended here.
  const busy = request.record.decidedBy === 'job' && !reading.posted.has('parked')
  if (busy && state !== 'expired') return still
  // It ended before, according to its deployment.
  if (ended.usedBy !== undefined || ended.supersededBy !== undefined || reading.supersededBy !== undefined)
    return still
  if (state === 'requested' || state === 'cooling') {
    await postNotices(context, watched, evaluation)
    return still
  }
  if (state !== 'granted') {
    await end(context, request, decision)
    return { state, changed: true }
  }
  if (reading.posted.has('dispatched')) return still
  await dispatch(context, request)
  return { state: 'dispatched', changed: true }
}

/** Determines again who may not approve a request, because its record may be forged. */
export async function watch(context: ApprovalContext, request: Request): Promise<Watched> {
  const { binding, liveCommit } = request.record
  const run = await readRun(context.github, Number(binding.run))
  assertOwnRequest(run, context.runner.context.repository)
  if (run.commit !== binding.commit)
    throw new UserError(
      'approval-refused',
      `The request is for the commit ${binding.commit}, but its run ${binding.run} was for ${run.commit}.`,
      'Run the workflow that asks again.',
    )
  const changes =
    context.inputs['exclude-authors'] && liveCommit !== ''
      ? await readChanges(context.github, liveCommit, binding.commit)
      : undefined
  const live = binding.live === '' ? undefined : { release: binding.live }
  return { request, excluded: exclusions(context, run, changes, live) }
}

/** Starts the workflow that deploys, on the ref of the request. */
async function dispatch(context: ApprovalContext, request: Request): Promise<void> {
  const workflow = context.inputs['resume-workflow']
  if (workflow === undefined)
    throw new UserError(
      'bad-input',
      "Input 'resume-workflow' is empty: it names the workflow that deploys what is granted.",
      'Name its file, such as `resume-workflow: production.yml`; it needs an input `request`.',
    )
  const ref = request.record.ref.replace(/^refs\/(heads|tags)\//, '')
  await context.github.request(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    { workflow_id: workflow, ref, inputs: { request: String(request.number) } },
    // A repetition does no harm: a request can be claimed only once.
    'repeat',
  )
  await post(context, request, {
    mark: 'dispatched',
    text: `Approved. \`${workflow}\` was started on \`${ref}\` and takes it up.`,
  })
}

/** The job summary of all evaluated requests. Pure. */
export function answeredSummary(answered: readonly Answered[]): string {
  if (answered.length === 0) return '### No request for approval is open here'
  const open = answered.filter(({ state }) => state === 'requested' || state === 'cooling').length
  return [
    `### ${answered.length} ${answered.length === 1 ? 'request' : 'requests'} looked at, ${open} still open`,
    table(
      ['Request', 'State'],
      answered.map(({ request, state }) => [`[#${request.number}](${request.url})`, state]),
    ),
  ].join('\n\n')
}

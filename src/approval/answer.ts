import { UserError } from '../errors.ts'
import { table } from '../report/markdown.ts'
import { exclusions } from './ask.ts'
import type { Desk } from './desk.ts'
import { readChanges } from './evidence.ts'
import { openIssues } from './open.ts'
import { readMark } from './record.ts'
import { findRequest, type Request } from './request.ts'
import { readRun, refuseForeign } from './run.ts'
import { end, endingOf, look, type Standing, say, sayWhatIsNew, type Watched } from './watch.ts'

/** What became of a request that was looked at. */
export interface Answered {
  request: Request
  state: Standing['decision']['state'] | 'dispatched'
  /** Whether it was ended or started just now. */
  changed: boolean
}

/**
 * Looks at one request, or at all that are open: answers comments, reminds, ends what is over, and starts the deploy of
 * what is granted. The started run decides for itself again, from what GitHub says: nobody can start it with a lie.
 */
export async function answer(desk: Desk, which: string): Promise<Answered[]> {
  const environment = desk.inputs['environment-name']
  const numbers =
    which === 'all'
      ? (await openIssues(desk)).flatMap(({ number, body }) =>
          readMark(body ?? '')?.environment === environment ? [number] : [],
        )
      : [Number(which)]
  const answered: Answered[] = []
  for (const number of numbers) {
    const request = await findRequest(desk.github, number, environment)
    if (request !== undefined) answered.push({ request, ...(await answerOne(desk, request)) })
  }
  return answered
}

async function answerOne(desk: Desk, request: Request): Promise<Omit<Answered, 'request'>> {
  const watched = await watch(desk, request)
  const ended = await endingOf(desk, request)
  const standing = await look(desk, watched, { ended })
  const { decision, reading } = standing
  const { state } = decision
  const still = { state, changed: false }
  // Its own job is at it; only what that job left behind when it died is ended here.
  const busy = request.record.decidedBy === 'job' && !reading.said.has('parked')
  if (busy && state !== 'expired') return still
  // It was ended before, by whoever wrote that into its deployment.
  if (ended.usedBy !== undefined || ended.supersededBy !== undefined || reading.supersededBy !== undefined)
    return still
  if (state === 'requested' || state === 'cooling') {
    await sayWhatIsNew(desk, watched, standing)
    return still
  }
  if (state !== 'granted') {
    await end(desk, request, decision)
    return { state, changed: true }
  }
  if (reading.said.has('dispatched')) return still
  await dispatch(desk, request)
  return { state: 'dispatched', changed: true }
}

/** Who may not answer a request: asked anew, because what lies in the record may be somebody's invention. */
export async function watch(desk: Desk, request: Request): Promise<Watched> {
  const { binding, liveCommit } = request.record
  const run = await readRun(desk.github, Number(binding.run))
  refuseForeign(run, desk.runner.context.repository)
  if (run.commit !== binding.commit)
    throw new UserError(
      'approval-refused',
      `The request is for the commit ${binding.commit}, but its run ${binding.run} was for ${run.commit}.`,
      'Run the workflow that asks again.',
    )
  const changes =
    desk.inputs['exclude-authors'] && liveCommit !== ''
      ? await readChanges(desk.github, liveCommit, binding.commit)
      : undefined
  const live = binding.live === '' ? undefined : { release: binding.live }
  return { request, excluded: exclusions(desk, run, changes, live) }
}

/** Starts the workflow that deploys, on the ref that was asked for. */
async function dispatch(desk: Desk, request: Request): Promise<void> {
  const workflow = desk.inputs['resume-workflow']
  if (workflow === undefined)
    throw new UserError(
      'bad-input',
      "Input 'resume-workflow' is empty: it names the workflow that deploys what is granted.",
      'Name its file, such as `resume-workflow: production.yml`; it needs an input `request`.',
    )
  const ref = request.record.ref.replace(/^refs\/(heads|tags)\//, '')
  await desk.github.request(
    'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
    { workflow_id: workflow, ref, inputs: { request: String(request.number) } },
    // Twice does no harm: a request can be taken up once.
    'repeat',
  )
  await say(desk, request, {
    mark: 'dispatched',
    text: `Approved. \`${workflow}\` was started on \`${ref}\` and takes it up.`,
  })
}

/** What was done, for the job summary. Pure. */
export function answeredSummary(answered: readonly Answered[]): string {
  if (answered.length === 0) return '### No request for approval is open here'
  return table(
    ['Request', 'State'],
    answered.map(({ request, state }) => [`[#${request.number}](${request.url})`, state]),
  )
}

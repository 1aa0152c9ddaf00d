import { GitHubError } from '../github/failure.ts'
import { type ApprovalContext, timeAt } from './context.ts'
import { pauseAfter } from './pace.ts'
import { type Decision, undecided } from './rules/decision.ts'
import { span } from './rules/format.ts'
import { type Evaluation, end, evaluate, post, postNotices, type Watched } from './watch.ts'

/** A cancelled job is killed after ten seconds. */
const timeoutWhenCancelledSeconds = 5

/**
 * Waits for a decision and ends the request, or parks it at the time limit of the runner: then a comment still
 * decides, by the workflow that it starts. An API error is no decision; the request is repeated until the deadline.
 */
export async function waitForAnswer(
  context: ApprovalContext,
  watched: Watched,
): Promise<Decision | 'parked'> {
  const { runner, inputs, github } = context
  const { clock, log, cancelled } = runner
  const limit = inputs['max-runner-minutes'] * 60
  const began = clock.now()
  let last: Evaluation | undefined
  for (let round = 0; ; round += 1) {
    let retryAfter = 0
    try {
      const now = await evaluate(context, watched, { before: last?.reading })
      if (progress(now.decision) !== progress(last?.decision)) log.info(progress(now.decision))
      last = now
      if (now.decision.state !== 'requested' && now.decision.state !== 'cooling') return now.decision
      await postNotices(context, watched, now)
    } catch (error) {
      if (!passes(error)) throw error
      log.info(`${error.message}. Retrying; the pending decision is unaffected.`)
      retryAfter = error.wait ?? 0
    }
    const waited = (clock.now() - began) / 1000
    if (waited >= limit) return await giveUp(context, watched, last?.decision)
    const usual = pauseAfter(waited, chance(watched.request.record.hash, round), github.spent)
    const ripe = last?.decision.ripe
    const untilRipe = ripe === undefined ? usual : (ripe - timeAt(context)) / 1000
    await clock.sleep(Math.max(1, retryAfter, Math.min(usual, untilRipe, limit - waited)), cancelled)
  }
}

/** Ends the request of a cancelled job, as far as time permits. */
export async function endCancelled(context: ApprovalContext, { request }: Watched): Promise<void> {
  const { runner } = context
  const deadline = AbortSignal.timeout(timeoutWhenCancelledSeconds * 1000)
  const { openGitHub } = await import('../github/octokit.ts')
  const last = { ...runner, cancelled: deadline }
  const github = await openGitHub(context.inputs.token ?? '', last, timeoutWhenCancelledSeconds)
  const closing = { ...context, github, runner: last }
  await end(closing, request, {
    ...undecided,
    state: 'cancelled',
    why: 'the job that waited was cancelled',
  }).catch((error: unknown) => runner.log.warning(`The request ${request.url} stays open: ${String(error)}`))
}

/** The time limit of the runner: the request stays open if a comment can start a workflow, otherwise it ends. */
async function giveUp(
  context: ApprovalContext,
  { request }: Watched,
  last: Decision = undecided,
): Promise<Decision | 'parked'> {
  const waited = span(context.inputs['max-runner-minutes'] * 60)
  if (context.inputs['resume-workflow'] === undefined)
    return { ...last, state: 'expired', why: `the job has waited for ${waited}, and may not wait longer` }
  await post(context, request, {
    mark: 'parked',
    text: `The job has waited for ${waited} and ended. Go on as before: a comment still decides.`,
  })
  return 'parked'
}

/** Transient errors; all others are reported at once, and decide nothing either. */
function passes(error: unknown): error is GitHubError {
  return error instanceof GitHubError && (error.kind === 'unavailable' || error.kind === 'limited')
}

function progress(decision: Decision | undefined): string {
  if (decision === undefined) return ''
  const { state, approved, missing } = decision
  const by = approved.length === 0 ? '' : `, approved by ${approved.map(({ login }) => login).join(', ')}`
  return `${state}${by}${missing.length === 0 ? '' : `, missing: ${missing.join(', ')}`}`
}

/** A pseudo-random number from 0 to 1, the same for the same request and round. */
function chance(hash: string, round: number): number {
  const at = (round * 2) % (hash.length - 1)
  return Number.parseInt(hash.slice(at, at + 2), 16) / 255
}

import { GitHubError } from '../github/failure.ts'
import { type Decision, nothingHeard } from './decision.ts'
import { type Desk, timeAt } from './desk.ts'
import { pauseAfter } from './pace.ts'
import { end, look, type Standing, say, sayWhatIsNew, type Watched } from './watch.ts'
import { span } from './words.ts'

/** A cancelled job is killed after ten seconds. */
const patienceWhenCancelled = 5

/**
 * Waits for people's answer and ends the request, or parks it when the runner has waited long enough: then a comment still
 * decides, by the workflow that it wakes. What GitHub fails to answer is no decision; it is asked again until the deadline.
 */
export async function waitForAnswer(desk: Desk, watched: Watched): Promise<Decision | 'parked'> {
  const { runner, inputs, github } = desk
  const { clock, log, cancelled } = runner
  const limit = inputs['max-runner-minutes'] * 60
  const began = clock.now()
  let last: Standing | undefined
  for (let round = 0; ; round += 1) {
    let told = 0
    try {
      const now = await look(desk, watched, { before: last?.reading })
      if (progress(now.decision) !== progress(last?.decision)) log.info(progress(now.decision))
      last = now
      if (now.decision.state !== 'requested' && now.decision.state !== 'cooling') return now.decision
      await sayWhatIsNew(desk, watched, now)
    } catch (error) {
      if (!passes(error)) throw error
      log.info(`${error.message}. It is asked again; nothing is decided by that.`)
      told = error.wait ?? 0
    }
    const waited = (clock.now() - began) / 1000
    if (waited >= limit) return await giveUp(desk, watched, last?.decision)
    const usual = pauseAfter(waited, chance(watched.request.record.hash, round), github.spent)
    const ripe = last?.decision.ripe
    const untilRipe = ripe === undefined ? usual : (ripe - timeAt(desk)) / 1000
    await clock.sleep(Math.max(1, told, Math.min(usual, untilRipe, limit - waited)), cancelled)
  }
}

/** Ends a request whose job is being cancelled, as well as that can still be done. */
export async function endCancelled(desk: Desk, { request }: Watched): Promise<void> {
  const { runner } = desk
  const patience = AbortSignal.timeout(patienceWhenCancelled * 1000)
  const { openGitHub } = await import('../github/octokit.ts')
  const last = { ...runner, cancelled: patience }
  const github = await openGitHub(desk.inputs.token ?? '', last, patienceWhenCancelled)
  const closing = { ...desk, github, runner: last }
  await end(closing, request, {
    ...nothingHeard,
    state: 'cancelled',
    why: 'the job that waited was cancelled',
  }).catch((error: unknown) => runner.log.warning(`The request ${request.url} stays open: ${String(error)}`))
}

/** The runner has waited long enough: where a comment can wake a workflow the request stays open, else it ends. */
async function giveUp(
  desk: Desk,
  { request }: Watched,
  last: Decision = nothingHeard,
): Promise<Decision | 'parked'> {
  const waited = span(desk.inputs['max-runner-minutes'] * 60)
  if (desk.inputs['resume-workflow'] === undefined)
    return { ...last, state: 'expired', why: `the job has waited for ${waited}, and may not wait longer` }
  await say(desk, request, {
    mark: 'parked',
    text: `The job has waited for ${waited} and ended. Go on as before: a comment still decides.`,
  })
  return 'parked'
}

/** Errors that patience mends; all others are told at once, and decide nothing either. */
function passes(error: unknown): error is GitHubError {
  return error instanceof GitHubError && (error.kind === 'unavailable' || error.kind === 'limited')
}

function progress(decision: Decision | undefined): string {
  if (decision === undefined) return ''
  const { state, approved, missing } = decision
  const by = approved.length === 0 ? '' : `, approved by ${approved.map(({ login }) => login).join(', ')}`
  return `${state}${by}${missing.length === 0 ? '' : `, missing: ${missing.join(', ')}`}`
}

/** By chance from 0 to 1, the same for the same request and round. */
function chance(hash: string, round: number): number {
  const at = (round * 2) % (hash.length - 1)
  return Number.parseInt(hash.slice(at, at + 2), 16) / 255
}

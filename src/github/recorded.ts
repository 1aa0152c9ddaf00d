import { reasonOf } from '../errors.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { Deployments, type Environment, type Placing } from './deployments.ts'
import { GitHubError } from './failure.ts'
import { openGitHub } from './octokit.ts'
import { jobHasOne, reconcile, type State, stateAfter, unfinished } from './record.ts'

/** Whether and where a run is recorded. */
export interface Recording extends Environment {
  /** Without one nothing is recorded. */
  token: string | undefined
  /** `auto`: unless the job has `environment:` and so a deployment that GitHub makes itself. */
  when: 'auto' | 'always' | 'never'
}

/** What is known of our deployment on the way. */
interface Open {
  id: number | undefined
  /** There shall be none: the job has one, or we are not allowed to. */
  none: boolean
  /** What GitHub shows as serving now, to be made inactive once ours does. */
  serving: number[]
}

/** Seconds that one call is waited for. The deploy itself never waits; only its end may, this long. */
const patience = 30
/** A cancelled job is killed after ten seconds. */
const patienceWhenCancelled = 4

/**
 * Does the work and records it as a GitHub Deployment: in progress, then success, failure or error. The records that
 * earlier runs left wrong are put right first. GitHub is spoken to beside the work, and no failure of it is one of ours.
 */
export async function recorded<T>(
  recording: Recording,
  placing: Placing,
  runner: Runner,
  work: () => Promise<T>,
): Promise<T> {
  if (recording.token === undefined || recording.when === 'never') return await work()
  const open: Open = { id: undefined, none: false, serving: [] }
  const begun = tolerant(recording, open, runner, async () => {
    const deployments = await connect(recording, runner, patience)
    if (!(await putRight(deployments, recording, placing.live, open, runner))) return
    open.id = await deployments.create(placing)
    await deployments.say(open.id, 'in_progress', `Replaces ${placing.live?.id ?? 'nothing'}`)
  })
  const end = async (state: State, description: string): Promise<void> => {
    await begun
    await tolerant(recording, open, runner, () => close(recording, placing, open, runner, state, description))
  }
  let result: T
  try {
    result = await work()
  } catch (error) {
    const reason = reasonOf(error)
    const said = error instanceof Error ? error.message : String(error)
    await end(stateAfter(reason), `${reason}: ${said}`)
    throw error
  }
  await end('success', `${placing.release.id} serves`)
  return result
}

/** Where nothing is deployed because all is as it should be: only what earlier runs left wrong is put right. */
export async function putRecordsRight(
  recording: Recording,
  live: Placing['live'],
  runner: Runner,
): Promise<void> {
  if (recording.token === undefined || recording.when === 'never') return
  const open: Open = { id: undefined, none: false, serving: [] }
  await tolerant(recording, open, runner, async () => {
    const deployments = await connect(recording, runner, patience)
    await putRight(deployments, recording, live, open, runner)
  })
}

async function connect(recording: Recording, runner: Runner, seconds: number): Promise<Deployments> {
  return new Deployments(await openGitHub(recording.token ?? '', runner, seconds), recording, runner)
}

/** Makes GitHub say what is live before anything is changed; false when this job is not to record at all. */
async function putRight(
  deployments: Deployments,
  { name, when }: Recording,
  live: Placing['live'],
  open: Open,
  { context, log }: Runner,
): Promise<boolean> {
  const records = await deployments.newest(live?.id)
  if (when === 'auto' && jobHasOne(records, runUrl(context))) {
    log.info(`GitHub has a deployment for this job already, because it says \`environment: ${name}\`.`)
    open.none = true
    return false
  }
  const serving = new Set(records.filter(({ state }) => state === 'success').map(({ id }) => id))
  if (live !== undefined) {
    const asked = await Promise.all(
      unfinished(records, live).map(async (one) => ((await deployments.isOver(one)) ? [one] : [])),
    )
    const { corrections, missing } = reconcile(records, live, asked.flat())
    for (const { id, state, description } of corrections) {
      await deployments.say(id, state, description)
      if (state === 'success') serving.add(id)
      else serving.delete(id)
    }
    if (missing) {
      const late = await deployments.create(
        { task: 'deploy', release: live, live: undefined },
        ', recorded late',
      )
      await deployments.say(late, 'success', `${live.id} serves`)
      serving.add(late)
    }
  }
  open.serving = [...serving]
  return true
}

async function close(
  recording: Recording,
  placing: Placing,
  open: Open,
  runner: Runner,
  state: State,
  description: string,
): Promise<void> {
  // A failed deploy that was not recorded at its beginning has changed nothing either.
  if (open.none || (open.id === undefined && state !== 'success')) return
  const seconds = runner.cancelled.aborted ? patienceWhenCancelled : patience
  const deployments = await connect(
    recording,
    { ...runner, cancelled: new AbortController().signal },
    seconds,
  )
  open.id ??= await deployments.create(placing)
  await deployments.say(open.id, state, description)
  if (state !== 'success' || !recording.production) return
  // GitHub does it by itself for all environments but production.
  for (const id of open.serving) await deployments.say(id, 'inactive', `Replaced by ${placing.release.id}`)
}

/** Does something about the records; what goes wrong is said, and nothing else. */
async function tolerant(
  { when }: Recording,
  open: Open,
  { log, cancelled }: Runner,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (cancelled.aborted) return
    const said = error instanceof Error ? error.message : String(error)
    if (when === 'auto' && error instanceof GitHubError && error.kind === 'refused') {
      open.none = true
      log.info(`Not recorded as a GitHub deployment: ${said}.`)
      return
    }
    log.warning(`The GitHub deployment is not up to date: ${said}. The next run puts it right.`)
  }
}

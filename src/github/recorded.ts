import { messageOf, reasonOf } from '../errors.ts'
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

/** The state of our deployment during the run. */
interface Open {
  id: number | undefined
  /** No record is wanted: the job has one, or the permission is missing. */
  none: boolean
  /** The deployments that GitHub shows as live, to be made inactive after ours succeeds. */
  serving: number[]
}

/** The timeout of one call in seconds. Only the end of the deploy may wait so long, never the deploy itself. */
const timeoutSeconds = 30
/** A cancelled job is killed after ten seconds. */
const timeoutWhenCancelledSeconds = 4

/**
 * Does the work and records it as a GitHub Deployment: in progress, then success, failure or error. It first corrects
 * records of earlier runs. The API calls run beside the work, and their failures never fail it.
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
    const deployments = await connect(recording, runner, timeoutSeconds)
    if (!(await correctRecords(deployments, recording, placing.live, open, runner))) return
    open.id = await deployments.create(placing)
    await deployments.addStatus(open.id, 'in_progress', `Replaces ${placing.live?.id ?? 'nothing'}`)
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
    const message = messageOf(error)
    await end(stateAfter(reason), `${reason}: ${message}`)
    throw error
  }
  await end('success', `${placing.release.id} serves`)
  return result
}

/** For a run that deploys nothing: only corrects the records of earlier runs. */
export async function putRecordsRight(
  recording: Recording,
  live: Placing['live'],
  runner: Runner,
): Promise<void> {
  if (recording.token === undefined || recording.when === 'never') return
  const open: Open = { id: undefined, none: false, serving: [] }
  await tolerant(recording, open, runner, async () => {
    const deployments = await connect(recording, runner, timeoutSeconds)
    await correctRecords(deployments, recording, live, open, runner)
  })
}

async function connect(recording: Recording, runner: Runner, seconds: number): Promise<Deployments> {
  return new Deployments(await openGitHub(recording.token ?? '', runner, seconds), recording, runner)
}

/** Corrects GitHub's records before anything changes; false if this job shall not record at all. */
async function correctRecords(
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
      await deployments.addStatus(id, state, description)
      if (state === 'success') serving.add(id)
      else serving.delete(id)
    }
    if (missing) {
      const late = await deployments.create(
        { task: 'deploy', release: live, live: undefined },
        ', recorded late',
      )
      await deployments.addStatus(late, 'success', `${live.id} serves`)
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
  // A failed deploy without a record needs none: it changed nothing.
  if (open.none || (open.id === undefined && state !== 'success')) return
  const seconds = runner.cancelled.aborted ? timeoutWhenCancelledSeconds : timeoutSeconds
  const deployments = await connect(
    recording,
    { ...runner, cancelled: new AbortController().signal },
    seconds,
  )
  open.id ??= await deployments.create(placing)
  await deployments.addStatus(open.id, state, description)
  if (state !== 'success' || !recording.production) return
  // GitHub does this by itself for all environments except production.
  for (const id of open.serving)
    await deployments.addStatus(id, 'inactive', `Replaced by ${placing.release.id}`)
}

/** Runs a task on the records; a failure is logged and has no other effect. */
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
    const message = messageOf(error)
    if (when === 'auto' && error instanceof GitHubError && error.kind === 'refused') {
      open.none = true
      log.info(`Not recorded as a GitHub deployment: ${message}.`)
      return
    }
    log.warning(`The GitHub deployment is not up to date: ${message}. The next run puts it right.`)
  }
}

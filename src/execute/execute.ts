import { type Explaining, examine, explain } from '../diagnosis/diagnose.ts'
import { secretsIn } from '../diagnosis/secrets.ts'
import type { Engine } from '../engine/engine.ts'
import type { Session } from '../engine/session.ts'
import { StepFailed, UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { Fleet, FleetHost } from '../model/fleet.ts'
import { servedAfterCommit, serviceOf } from '../model/serving.ts'
import type { Planner, Step } from '../model/step.ts'
import { duration } from '../report/markdown.ts'
import { begun } from '../report/progress.ts'
import { failedTimeline, type TimelineEntry } from '../report/timeline.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'
import type { Executed } from './outcome.ts'
import { perform } from './perform.ts'
import { refreshObserved } from './refresh.ts'
import { reverseSchema } from './reverse-schema.ts'
import { dedupeWarnings, StepRunner } from './step-runner.ts'
import { withoutDatabase } from './stragglers.ts'

/** The printed plan, and how to compute it again when the hosts have changed. */
export interface Operation {
  fleet: Fleet
  steps: readonly Step[]
  plan: Planner
}

/**
 * ★ The one loop over a plan, for deploy, rollback and maintenance. An error before the commit undoes everything on
 * every host.
 */
export async function execute(engine: Engine, operation: Operation, job: Runner): Promise<Executed> {
  const { fleet, plan } = operation
  const stop = new AbortController()
  const runner: Runner = {
    ...job,
    log: dedupeWarnings(job.log),
    cancelled: AbortSignal.any([job.cancelled, stop.signal]),
  }
  const stage = new StepRunner(fleet.settings.parallel, stop, runner)
  const locks = new Map<string, Transaction>()
  await prepareAndLock(engine, operation, stage, locks, runner).catch(async (error: unknown) => {
    await explain(error, await examine(engine, fleet.members, error, job), explaining(fleet), job)
    throw error
  })
  let committed = false
  try {
    const { members, changed } = await refreshObserved(engine, fleet.members, locks)
    const steps = changed.length === 0 ? operation.steps : plan(members)
    if (changed.length > 0)
      runner.log.info(`Changed since it was observed: ${changed.join(', ')}. The plan is computed again.`)
    const sessions = members.map((one) =>
      engine.open(one, lockOf(one, locks), runner),
    ) as Executed['sessions']
    let stragglers: Session[] = []
    for (const step of steps) {
      if (step.do === 'pull' || step.do === 'begin') continue
      if (step.do === 'commit') {
        stragglers = await stage.once(step, () => engine.commit(sessions))
        committed = true
        for (const session of sessions) noteServing(session, !stragglers.includes(session))
      } else if (step.do === 'reverse') {
        // The schema may change only after the code has changed on all hosts.
        await reconcileStragglers(engine, operation, stragglers.splice(0), job)
        const { results } = await stage.once(step, () => reverseSchema(engine, sessions[0], runner))
        sessions[0].results = { ...sessions[0].results, ...results }
      } else await performStep(engine, step, sessions, stage)
    }
    await reconcileStragglers(engine, operation, stragglers, job)
    return { timeline: stage.timeline, sessions, steps, refreshed: changed }
  } catch (error) {
    // The evidence must be captured first: the undo removes it.
    const evidence = await examine(engine, fleet.members, error, job)
    if (!committed) stage.timeline.push(...(await abortAll(engine, fleet.members, locks, job)))
    if (error instanceof StepFailed || error instanceof UserError)
      error.report = [error.report, failedTimeline(stage.timeline)].filter(Boolean).join('\n\n')
    await explain(error, evidence, explaining(fleet), job)
    throw error
  }
}

async function performStep(
  engine: Engine,
  step: Step,
  sessions: Executed['sessions'],
  stage: StepRunner,
): Promise<void> {
  await stage.each(step, async ({ host, batch }) => {
    const session = sessions.find((one) => one.host.name === host)
    if (session === undefined) return
    session.results = { ...session.results, ...(await perform(engine, step.do, session, batch)) }
  })
  // There is one database: only the first host checks its state, and the scheduler may be on another host.
  const { database } = sessions[0].results
  if (step.do === 'pending' && database !== undefined)
    for (const session of sessions) session.results = { ...session.results, database }
  // Hosts without web watch their workers as long as web took to start elsewhere, as it is the same code.
  const startSeconds = Math.max(...sessions.map(({ results }) => results.startSeconds ?? 0))
  if (step.do === 'start-web')
    for (const session of sessions) session.results = { ...session.results, startSeconds }
}

/** Notes that the new state serves on all hosts, except on one that missed the commit and rolled back. */
function noteServing({ host, desired, observed, runner }: Session, committed: boolean): void {
  runner.serving.note(
    host.name,
    committed ? servedAfterCommit(observed, desired) : serviceOf(observed, desired),
  )
}

function explaining({ members: [{ desired }], settings }: Fleet): Explaining {
  return { secrets: desired.secrets ?? secretsIn(desired.model), folder: settings.diagnosisFolder }
}

/** Makes the first two steps: everything slow that changes nothing comes before the locks. */
async function prepareAndLock(
  engine: Engine,
  { fleet: { members }, steps }: Operation,
  stage: StepRunner,
  locks: Map<string, Transaction>,
  runner: Runner,
): Promise<void> {
  for (const step of steps) {
    if (step.do === 'pull')
      await stage.each(step, async ({ host: name }) => {
        const member = members.find(({ host }) => host.name === name)
        if (member !== undefined) await unlessCancelled(runner.cancelled, engine.pull(member, runner))
      })
    if (step.do === 'begin') await stage.once(step, () => engine.lock(members, locks, runner))
  }
}

function lockOf({ host: { name } }: FleetHost, locks: ReadonlyMap<string, Transaction>): Transaction {
  const transaction = locks.get(name)
  if (transaction === undefined) throw new Error(`no lock on ${name}`)
  return transaction
}

/** Undoes everything on all hosts at once. A host that lost its connection or guard is undone as soon as it is back. */
async function abortAll(
  engine: Engine,
  members: readonly FleetHost[],
  locks: ReadonlyMap<string, Transaction>,
  runner: Runner,
): Promise<TimelineEntry[]> {
  const name = 'Undo everything'
  const one = async (member: FleetHost): Promise<TimelineEntry> => {
    const { host } = member
    const started = runner.clock.now()
    const undone = await engine.abort(member, locks.get(host.name), runner)
    const seconds = (runner.clock.now() - started) / 1000
    return { name, where: host.name, started, seconds, result: undone ? 'undone' : 'failed' }
  }
  runner.log.debug(begun(name))
  const entries = await runner.log.group(name, async () => await Promise.all(members.map(one)))
  const left = entries.filter(({ result }) => result === 'failed').map(({ where }) => where)
  const seconds = Math.max(...entries.map((entry) => entry.seconds))
  runner.log.info(
    left.length === 0
      ? `↩ ${name} (${duration(seconds)})`
      : `✘ ${name}: not yet on ${left.join(', ')} (${duration(seconds)})`,
  )
  return entries
}

/** Repeats the operation on hosts that missed the commit and rolled back, as the others serve the new state. */
async function reconcileStragglers(
  engine: Engine,
  { fleet, plan }: Operation,
  stragglers: readonly Session[],
  runner: Runner,
): Promise<void> {
  if (stragglers.length === 0) return
  const names = stragglers.map(({ host }) => host.name).join(', ')
  runner.log.warning(
    `${names} did not confirm the commit and rolled back on its own: it is done there again.`,
  )
  const members = (await Promise.all(
    stragglers.map(async ({ host, desired }) => {
      const again = withoutDatabase(desired)
      return { host, desired: again, observed: await engine.observe(host, again) }
    }),
  )) as Fleet['members']
  await execute(engine, { fleet: { ...fleet, members }, steps: plan(members), plan }, runner)
}

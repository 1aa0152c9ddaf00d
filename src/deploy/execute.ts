import { backUp } from '../database/backup.ts'
import { holdBack } from '../database/hold.ts'
import { migrate } from '../database/migrate.ts'
import { askPending } from '../database/pending.ts'
import { restoreBeside, swapDatabases } from '../database/restore.ts'
import { checkRestore } from '../database/restore-check.ts'
import { type Explaining, examine, explain } from '../diagnosis/diagnose.ts'
import { secretsIn } from '../diagnosis/secrets.ts'
import { plainMaintenance } from '../edge/maintenance.ts'
import { StepFailed, UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'
import { moveScheduler, settleBackground, startWorkers, stopBackground, stopScheduler } from './background.ts'
import { bake } from './bake.ts'
import { beginAll } from './begin.ts'
import { cleanUp, commit } from './finish.ts'
import { beginRun, type HostRun } from './host-run.ts'
import { observe } from './observe.ts'
import type { Observed } from './observed.ts'
import type { Batch, Planner, Step } from './plan.ts'
import { preflight } from './preflight.ts'
import { install, pull } from './prepare.ts'
import { failedTimeline } from './report.ts'
import { reverseSchema } from './reverse-schema.ts'
import { closeShop, openShop } from './shop.ts'
import { Stage, sayingOnce } from './stage.ts'
import { create, startAccessories, startWeb } from './start.ts'
import { startEdge } from './start-edge.ts'
import type { Fleet, Member } from './survey.ts'
import { stopWeb, switchTraffic } from './traffic.ts'
import { undoAll } from './undo.ts'
import { refuseIfMoved } from './unmoved.ts'
import type { Wanted } from './wanted.ts'

/** What a deploy that was carried out leaves for the report. */
export interface Executed {
  timeline: TimelineEntry[]
  /** The fleet's hosts as they were gone about; the first is where the database was touched. */
  runs: [HostRun, ...HostRun[]]
}

/** The one loop over a plan. Whatever is thrown before the commit makes every host undo everything. */
export async function execute(fleet: Fleet, plan: Planner, job: Runner): Promise<Executed> {
  const stop = new AbortController()
  const runner: Runner = {
    ...job,
    log: sayingOnce(job.log),
    cancelled: AbortSignal.any([job.cancelled, stop.signal]),
  }
  const stage = new Stage(fleet.settings.parallel, stop, runner)
  const locks = await prepareAndBegin(fleet, plan, stage, runner).catch(async (error: unknown) => {
    await explain(error, await examine(fleet.members, error, job), explaining(fleet), job)
    throw error
  })
  let committed = false
  try {
    const members = await asTheyAreNow(fleet, locks)
    const runs = members.map((member) => beginRun(member, lockOf(member, locks), runner)) as Executed['runs']
    const byName = new Map(runs.map((run) => [run.host.name, run]))
    let behind: HostRun[] = []
    for (const step of plan(members)) {
      if (step.do === 'pull' || step.do === 'begin') continue
      if (step.do === 'commit') {
        behind = await stage.once(step, () => commit(runs))
        committed = true
        continue
      }
      if (step.do === 'reverse') {
        // The schema follows the code of all hosts.
        await catchUp(fleet, plan, behind.splice(0), job)
        const { reversed, backup } = await stage.once(step, () => reverseSchema(runs[0], runner))
        Object.assign(runs[0], { reversed, backup })
        continue
      }
      const action = perform[step.do]
      await stage.each(step, async ({ host, batch }) => {
        const run = byName.get(host)
        if (run !== undefined) await action(run, batch ?? none)
      })
      // There is one database: what it is like is asked on the first host, and the scheduler may be on another.
      if (step.do === 'pending') for (const run of runs) run.database = runs[0].database
    }
    await catchUp(fleet, plan, behind, job)
    return { timeline: stage.timeline, runs }
  } catch (error) {
    // The undo takes away what there is to be seen.
    const evidence = await examine(fleet.members, error, job)
    if (!committed) stage.timeline.push(...(await undoAll(fleet.members, locks, job)))
    if (error instanceof StepFailed || error instanceof UserError)
      error.report = [error.report, failedTimeline(stage.timeline)].filter(Boolean).join('\n\n')
    await explain(error, evidence, explaining(fleet), job)
    throw error
  }
}

function explaining({ members: [{ wanted }], settings }: Fleet): Explaining {
  return { secrets: wanted.secrets ?? secretsIn(wanted.model), folder: settings.diagnosisFolder }
}

/** The first two steps: all that takes long and changes nothing comes before the locks. */
async function prepareAndBegin(
  { members }: Fleet,
  plan: Planner,
  stage: Stage,
  runner: Runner,
): Promise<Map<string, Transaction>> {
  const locks = new Map<string, Transaction>()
  for (const step of plan(members)) {
    if (step.do === 'pull')
      await stage.each(step, async ({ host: name }) => {
        const member = members.find(({ host }) => host.name === name)
        if (member !== undefined) await unlessCancelled(runner.cancelled, pull(member, runner))
      })
    if (step.do === 'begin') await stage.once(step, () => beginAll(members, locks, runner))
  }
  return locks
}

const none: Batch = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false }

type OfOneHost = Exclude<Step['do'], 'pull' | 'begin' | 'commit' | 'reverse'>

const perform: Record<OfOneHost, (run: HostRun, batch: Batch) => Promise<void>> = {
  install,
  accessories: startAccessories,
  pending: askPending,
  backup: backUp,
  migrate,
  create,
  edge: startEdge,
  'stop-web': stopWeb,
  'start-web': startWeb,
  workers: startWorkers,
  'stop-scheduler': stopScheduler,
  scheduler: moveScheduler,
  settle: settleBackground,
  switch: async (run, batch) => {
    await refuseIfMoved(run)
    await switchTraffic(run, batch)
  },
  bake,
  'check-restore': checkRestore,
  'stop-background': stopBackground,
  hold: holdBack,
  restore: restoreBeside,
  'swap-data': swapDatabases,
  'close-shop': async (run) => await closeShop(run, plainMaintenance),
  'open-shop': openShop,
  'clean-up': cleanUp,
}

function lockOf({ host: { name } }: Member, locks: ReadonlyMap<string, Transaction>): Transaction {
  const transaction = locks.get(name)
  if (transaction === undefined) throw new Error(`no lock on ${name}`)
  return transaction
}

/** Looks again where another run changed something meanwhile, or where what one had left was undone just now. */
async function asTheyAreNow(
  { members }: Fleet,
  locks: ReadonlyMap<string, Transaction>,
): Promise<Fleet['members']> {
  const now = await Promise.all(
    members.map(async (member) => {
      const { host, wanted, seen: before } = member
      const lock = locks.get(host.name)
      const live = before.live === undefined ? '' : `releases/${before.live.id}`
      if (lock?.recovered === false && lock.live === live && lock.history === before.history) return member
      const seen = await observe(host, wanted)
      preflight(wanted, seen)
      refuseIfReplaced(member, seen)
      return { ...member, seen }
    }),
  )
  return now as Fleet['members']
}

/** People approved a change from what was live when they were asked; a rollback leaves the release that it was told of. */
function refuseIfReplaced({ wanted, seen: before }: Member, { host, live }: Observed): void {
  if (wanted.release.approval === undefined && wanted.back === undefined) return
  if (live?.id === before.live?.id) return
  const told = wanted.back === undefined ? 'the approval was given for a change' : 'the way back was chosen'
  throw new UserError(
    'live-changed',
    `${host}: ${live?.id ?? 'nothing'} is live now; ${told} from ${before.live?.id ?? 'nothing'}.`,
    'Look at what is live, then ask again: people shall see what they change.',
  )
}

/** A host that was lost at the very commit and went back: it is deployed to again, as the others serve the new release. */
async function catchUp(
  fleet: Fleet,
  plan: Planner,
  behind: readonly HostRun[],
  runner: Runner,
): Promise<void> {
  if (behind.length === 0) return
  const names = behind.map(({ host }) => host.name).join(', ')
  runner.log.warning(`${names} missed the commit and went back by itself: doing it there again.`)
  const members = await Promise.all(
    behind.map(async ({ host, wanted }) => {
      // The database is where it shall be, and the release was watched.
      const again: Wanted = { ...wanted, migrate: [], backup: { ...wanted.backup, when: 'never' }, bake: 0 }
      if (wanted.back !== undefined) again.back = { ...wanted.back, database: 'done' }
      return { host, wanted: again, seen: await observe(host, again) }
    }),
  )
  await execute({ ...fleet, members: members as Fleet['members'] }, plan, runner)
}

import { migrate } from '../database/migrate.ts'
import type { Migration } from '../database/migrations.ts'
import { StepFailed } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { Transaction } from '../host/transaction.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { moveScheduler, settleBackground, startWorkers } from './background.ts'
import { commit } from './finish.ts'
import { edgeName, type HostRun } from './host-run.ts'
import { observe } from './observe.ts'
import type { Observed } from './observed.ts'
import { type Batch, planDeploy, type Step } from './plan.ts'
import { preflight } from './preflight.ts'
import { install, pull } from './prepare.ts'
import { failedTimeline } from './report.ts'
import { create, startAccessories, startWeb } from './start.ts'
import { startEdge, stopWeb, switchTraffic } from './traffic.ts'
import type { Wanted } from './wanted.ts'

/** What a deploy that was carried out leaves for the report. */
export interface Executed {
  timeline: TimelineEntry[]
  migrations: Migration[]
}

/** The one loop over a plan. Whatever is thrown before the commit makes the host undo everything. */
export async function execute(
  host: Host,
  wanted: Wanted,
  first: Observed,
  runner: Runner,
): Promise<Executed> {
  const timeline: TimelineEntry[] = []
  const record = recorder(timeline, host, runner)
  const [pulling, beginning] = planDeploy(wanted, first)
  await record(pulling, () => unlessCancelled(runner.cancelled, pull(host, wanted, first, runner)))
  const transaction = await record(beginning, () => begin(host, wanted, runner))
  let committed = false
  try {
    const seen = await asItIsNow(transaction, wanted, first)
    const run: HostRun = {
      host,
      wanted,
      seen,
      runner,
      transaction,
      created: {},
      startSeconds: 0,
      upstreams: [],
      probe: '',
      migrations: [],
    }
    run.probe = edgeName(run)
    for (const step of planDeploy(wanted, seen).slice(2)) {
      await record(step, () => perform[step.do](run, step.batch ?? none))
      committed ||= step.do === 'commit'
    }
    return { timeline, migrations: run.migrations }
  } catch (error) {
    if (!committed) timeline.push(await undo(transaction, wanted, runner))
    if (error instanceof StepFailed) error.report = failedTimeline(timeline)
    throw error
  }
}

const none: Batch = { from: 0, to: 0, oldFrom: 0, oldTo: 0, makeRoom: false }

const perform: Record<Step['do'], (run: HostRun, batch: Batch) => Promise<void>> = {
  // Both were done before the transaction stood.
  pull: async () => {},
  begin: async () => {},
  install,
  accessories: startAccessories,
  migrate,
  create,
  edge: startEdge,
  'stop-web': stopWeb,
  'start-web': startWeb,
  workers: startWorkers,
  scheduler: moveScheduler,
  settle: settleBackground,
  switch: switchTraffic,
  commit,
  'clean-up': cleanUp,
}

type Recorder = <T>(step: Step | undefined, work: () => Promise<T>) => Promise<T>

/** Each step is a fold in the log and a line of the timeline, also when it fails. */
function recorder(timeline: TimelineEntry[], host: Host, { clock, log }: Runner): Recorder {
  return async (step, work) => {
    const title = step?.title ?? ''
    const entry: TimelineEntry = {
      name: title,
      where: host.name,
      started: clock.now(),
      seconds: 0,
      result: 'failed',
    }
    timeline.push(entry)
    try {
      const result = await log.group(title, work)
      entry.result = 'done'
      return result
    } finally {
      entry.seconds = (clock.now() - entry.started) / 1000
    }
  }
}

async function begin(host: Host, { root, release, lockWait }: Wanted, runner: Runner): Promise<Transaction> {
  const since = new Date(runner.clock.now()).toISOString()
  const holder = { run: runUrl(runner.context), actor: runner.context.actor, release: release.id, since }
  return await Transaction.begin(host, root, holder, lockWait, runner)
}

/** Looks again when another run deployed meanwhile, or when what one had left was undone just now. */
async function asItIsNow(transaction: Transaction, wanted: Wanted, first: Observed): Promise<Observed> {
  const live = first.live === undefined ? '' : `releases/${first.live.id}`
  if (!transaction.recovered && transaction.live === live) return first
  const seen = await observe(transaction.host, wanted)
  preflight(wanted, seen)
  return seen
}

async function cleanUp({ transaction, host, runner }: HostRun): Promise<void> {
  if (await transaction.finish()) return
  runner.log.warning(
    `${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`,
  )
}

async function undo(transaction: Transaction, wanted: Wanted, runner: Runner): Promise<TimelineEntry> {
  const started = runner.clock.now()
  const { host } = transaction
  const done = await runner.log.group(
    `${host.name}: undo everything`,
    async () => (await transaction.abort()) || (await undoAnew(host, wanted, runner)),
  )
  if (!done)
    runner.log.warning(
      `${host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`,
    )
  const seconds = (runner.clock.now() - started) / 1000
  return { name: 'Undo everything', where: host.name, started, seconds, result: done ? 'undone' : 'failed' }
}

/** A new guard finds the log of one that was killed, and plays it before it is ready. */
async function undoAnew(host: Host, wanted: Wanted, runner: Runner): Promise<boolean> {
  const second = await begin(host, { ...wanted, lockWait: 60 }, runner).catch(() => undefined)
  return second !== undefined && (await second.abort())
}

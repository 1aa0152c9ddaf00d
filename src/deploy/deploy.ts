import { replicasOf } from '../compose/model.ts'
import { migrate } from '../database/migrate.ts'
import type { Migration } from '../database/migrations.ts'
import { StepFailed } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { Transaction } from '../host/transaction.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import { runUrl } from '../runner/context.ts'
import type { Runner } from '../runner/runner.ts'
import { moveScheduler, moveWorkers } from './background.ts'
import { commit } from './finish.ts'
import type { HostRun } from './host-run.ts'
import { observe } from './observe.ts'
import { containersOf, edgeRuns, type Observed } from './observed.ts'
import { planDeploy, type Step } from './plan.ts'
import { preflight } from './preflight.ts'
import { install, pull } from './prepare.ts'
import { failedTimeline } from './report.ts'
import { create, startAccessories, startWeb } from './start.ts'
import { startEdge, stopWeb, switchTraffic } from './traffic.ts'
import { appServices, type Wanted } from './wanted.ts'

/** How a deploy ended well. */
export interface Deployed {
  result: 'done' | 'unchanged' | 'planned'
  seen: Observed
  steps: Step[]
  timeline: TimelineEntry[]
  migrations: Migration[]
}

/** Looks, decides and, unless it is a dry run or nothing would change, deploys to one host. */
export async function deploy(host: Host, wanted: Wanted, dryRun: boolean, runner: Runner): Promise<Deployed> {
  const seen = await unlessCancelled(runner.cancelled, observe(host, wanted))
  preflight(wanted, seen)
  const steps = planDeploy(wanted, seen)
  const ended = { seen, steps, timeline: [], migrations: [] }
  if (isLive(wanted, seen)) return { ...ended, result: 'unchanged', steps: [] }
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  return dryRun ? { ...ended, result: 'planned' } : await execute(host, wanted, seen, runner)
}

/** Whether exactly this release's content serves already, with all its containers. */
function isLive(wanted: Wanted, seen: Observed): boolean {
  const live = seen.live
  if (live?.fingerprint !== wanted.release.fingerprint || !edgeRuns(seen)) return false
  return appServices(wanted).every((service) => {
    const running = containersOf(seen, service).filter(
      ({ state, release }) => state === 'running' && release === live.id,
    )
    return running.length === replicasOf(wanted.model.services[service] ?? {})
  })
}

/** The one loop over a plan. Whatever is thrown before the commit makes the host undo everything. */
async function execute(host: Host, wanted: Wanted, first: Observed, runner: Runner): Promise<Deployed> {
  const run = {
    host,
    wanted,
    seen: first,
    runner,
    created: {},
    upstreams: [],
    probe: '',
  } as unknown as HostRun
  const timeline: TimelineEntry[] = []
  const migrations: Migration[] = []
  let steps = planDeploy(wanted, first)
  let committed = false
  try {
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index] as Step
      const started = runner.clock.now()
      const entry: TimelineEntry = {
        name: step.title,
        where: host.name,
        started,
        seconds: 0,
        result: 'failed',
      }
      timeline.push(entry)
      try {
        await runner.log.group(step.title, async () => {
          if (step.do === 'migrate') migrations.push(...(await migrate(run)))
          else await perform[step.do](run, step)
        })
        entry.result = 'done'
      } finally {
        entry.seconds = (runner.clock.now() - started) / 1000
      }
      committed ||= step.do === 'commit'
      if (step.do === 'begin' && (await hasMoved(run))) {
        run.seen = await observe(host, wanted)
        preflight(wanted, run.seen)
        steps = planDeploy(wanted, run.seen)
      }
    }
  } catch (error) {
    if (run.transaction !== undefined && !committed) await undo(run, timeline)
    if (error instanceof StepFailed) error.report = failedTimeline(timeline)
    throw error
  }
  return { result: 'done', seen: run.seen, steps, timeline, migrations }
}

const perform: Record<Exclude<Step['do'], 'migrate'>, (run: HostRun, step: Step) => Promise<void>> = {
  pull: ({ host, wanted, seen, runner }) =>
    unlessCancelled(runner.cancelled, pull(host, wanted, seen, runner)),
  begin,
  install,
  accessories: startAccessories,
  create,
  edge: startEdge,
  'stop-web': stopWeb,
  'start-web': (run, { batch }) => (batch === undefined ? Promise.resolve() : startWeb(run, batch)),
  workers: moveWorkers,
  scheduler: moveScheduler,
  switch: (run, { batch }) => (batch === undefined ? Promise.resolve() : switchTraffic(run, batch)),
  commit,
  'clean-up': cleanUp,
}

async function begin(run: HostRun): Promise<void> {
  const { host, wanted, runner } = run
  const { root, release, lockWait } = wanted
  const holder = {
    run: runUrl(runner.context),
    actor: runner.context.actor,
    release: release.id,
    since: new Date(runner.clock.now()).toISOString(),
  }
  run.transaction = await Transaction.begin(host, root, holder, lockWait, runner)
}

/** Whether the host is no longer as it was seen: another run deployed meanwhile, or one was undone just now. */
async function hasMoved({ transaction, seen }: HostRun): Promise<boolean> {
  return (
    transaction.recovered || transaction.live !== (seen.live === undefined ? '' : `releases/${seen.live.id}`)
  )
}

async function cleanUp({ transaction, host, runner }: HostRun): Promise<void> {
  if (await transaction.finish()) return
  runner.log.warning(
    `${host.name}: the release serves, but the old one could not be cleaned up whole; the next run does it.`,
  )
}

async function undo({ transaction, host, runner }: HostRun, timeline: TimelineEntry[]): Promise<void> {
  const started = runner.clock.now()
  const done = await runner.log.group(`${host.name}: undo everything`, () => transaction.abort())
  if (!done)
    runner.log.warning(
      `${host.name}: the guard could not be heard; the host undoes by itself, the next run makes sure of it.`,
    )
  timeline.push({
    name: 'Undo everything',
    where: host.name,
    started,
    seconds: (runner.clock.now() - started) / 1000,
    result: done ? 'undone' : 'failed',
  })
}

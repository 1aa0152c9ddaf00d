import { beginAll, recover } from '../deploy/begin.ts'
import { allOf, type Failure } from '../deploy/failures.ts'
import { edgeName } from '../deploy/host-run.ts'
import { observe } from '../deploy/observe.ts'
import type { Step } from '../deploy/plan.ts'
import { failedTimeline } from '../deploy/report.ts'
import { Stage } from '../deploy/stage.ts'
import type { Fleet, Member } from '../deploy/survey.ts'
import { undoAll } from '../deploy/undo.ts'
import type { Maintenance } from '../edge/maintenance.ts'
import { StepFailed, UserError } from '../errors.ts'
import type { Transaction } from '../host/transaction.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import type { Runner } from '../runner/runner.ts'
import { isSo, planMaintenance, refuseWithoutEdge } from './plan.ts'
import { setShop } from './shop.ts'

/** How it ended well. */
export interface Maintained {
  result: 'done' | 'unchanged' | 'planned'
  /** The hosts as they were before. */
  fleet: Fleet
  steps: readonly Step[]
  timeline: readonly TimelineEntry[]
}

/**
 * Closes the shop on all hosts, or opens it with `undefined`; on none when it fails on one.
 * @throws UserError `not-ready` when a host has no edge that answers
 */
export async function maintain(
  fleet: Fleet,
  maintenance: Maintenance | undefined,
  dryRun: boolean,
  runner: Runner,
): Promise<Maintained> {
  refuseWithoutEdge(fleet.members)
  const changing = fleet.members.filter((one) => !isSo(one, maintenance))
  const steps = changing.length === 0 ? [] : planMaintenance(changing, maintenance)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  if (steps.length === 0) return { result: 'unchanged', fleet, steps, timeline: [] }
  if (dryRun) return { result: 'planned', fleet, steps, timeline: [] }
  const timeline = await carryOut(changing, steps, maintenance, runner)
  return { result: 'done', fleet, steps, timeline }
}

/** Whatever is thrown before the commit makes every host undo everything. */
async function carryOut(
  members: readonly Member[],
  steps: readonly Step[],
  maintenance: Maintenance | undefined,
  job: Runner,
): Promise<TimelineEntry[]> {
  const stop = new AbortController()
  const runner: Runner = { ...job, cancelled: AbortSignal.any([job.cancelled, stop.signal]) }
  const stage = new Stage(members.length, stop, runner)
  const locks = new Map<string, Transaction>()
  const doing = { action: 'maintenance', state: maintenance === undefined ? 'off' : 'on' } as const
  let committed = false
  let behind: Member[] = []
  try {
    for (const step of steps) {
      if (step.do === 'begin') await stage.once(step, () => beginAll(members, locks, runner, doing))
      else if (step.do === 'commit') {
        behind = await stage.once(step, () => commit(members, locks, maintenance, runner))
        committed = true
      } else
        await stage.each(step, async ({ host }) => {
          const member = members.find((one) => one.host.name === host)
          const lock = locks.get(host)
          if (member !== undefined && lock !== undefined) await change(member, lock, maintenance)
        })
    }
    if (behind.length === 0) return stage.timeline
    job.log.warning(`${namesOf(behind)} missed the commit: doing it there again.`)
    const again = await carryOut(behind, planMaintenance(behind, maintenance), maintenance, job)
    return [...stage.timeline, ...again]
  } catch (error) {
    if (!committed) stage.timeline.push(...(await undoAll(members, locks, job)))
    if (error instanceof StepFailed || error instanceof UserError)
      error.report = [error.report, failedTimeline(stage.timeline)].filter(Boolean).join('\n\n')
    throw error
  }
}

/** Looks again first: only now is it sure that nobody else changes the host. */
async function change(
  { host, wanted }: Member,
  transaction: Transaction,
  maintenance: Maintenance | undefined,
): Promise<void> {
  const seen = await observe(host, wanted)
  refuseWithoutEdge([{ wanted, seen }])
  await setShop(
    {
      ...{ host, transaction, edge: edgeName({ wanted }), root: wanted.root },
      settings: seen.live?.settings?.edge ?? wanted.edge,
      upstreams: [...seen.upstreams, ...(seen.warm ?? [])],
      config: seen.edgeConfig,
      drainTimeout: wanted.drainTimeout,
    },
    maintenance,
  )
}

/**
 * All hosts in the same moment. One that was lost just then is looked at as soon as it is back. Returns those that are
 * not as they shall be, while others are.
 * @throws StepFailed `guard-lost` when no host has committed
 */
async function commit(
  members: readonly Member[],
  locks: ReadonlyMap<string, Transaction>,
  maintenance: Maintenance | undefined,
  runner: Runner,
): Promise<Member[]> {
  const failures: Failure[] = []
  const committed = async (member: Member): Promise<boolean> => {
    const { host, wanted } = member
    try {
      await locks.get(host.name)?.commit()
      await locks.get(host.name)?.finish()
      return true
    } catch (error) {
      failures.push({ host: host.name, error })
      if ((await recover(member, runner)) === undefined) return false
      return isSo({ wanted, seen: await observe(host, wanted) }, maintenance)
    }
  }
  const done = await Promise.all(members.map((one) => committed(one).catch(() => false)))
  const behind = members.filter((_, index) => done[index] !== true)
  if (behind.length === members.length) throw allOf(failures)
  return behind
}

function namesOf(members: readonly Member[]): string {
  return members.map(({ host }) => host.name).join(', ')
}

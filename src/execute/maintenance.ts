import type { Engine } from '../engine/engine.ts'
import type { Maintenance } from '../model/edge/edge.ts'
import type { Fleet, FleetHost } from '../model/fleet.ts'
import type { Planner } from '../model/step.ts'
import { assertEdgeRuns, isInDesiredState, planMaintenance, shopsOf } from '../plan/maintenance.ts'
import { planLines } from '../report/plan-lines.ts'
import { logPlan } from '../report/progress.ts'
import type { Runner } from '../runner/runner.ts'
import { execute } from './execute.ts'
import type { Maintained } from './outcome.ts'

/**
 * Closes the shop on all hosts, or opens it with `undefined`. A failure on one host leaves all hosts as they were.
 * @throws UserError `not-ready` when a host has no responding edge
 */
export async function maintain(
  engine: Engine,
  fleet: Fleet,
  maintenance: Maintenance | undefined,
  dryRun: boolean,
  runner: Runner,
): Promise<Maintained> {
  const shops = shopsOf(fleet.members)
  assertEdgeRuns(shops)
  const plan: Planner = (hosts) => {
    assertEdgeRuns(hosts)
    return planMaintenance(hosts, maintenance)
  }
  const [first, ...rest] = shops
    .filter((one) => !isInDesiredState(one, maintenance))
    .map((one): FleetHost => ({ ...one, desired: { ...one.desired, maintenance: { to: maintenance } } }))
  const steps = first === undefined ? [] : plan([first, ...rest])
  if (first !== undefined) await logPlan(planLines(steps, fleet.members), steps, dryRun, runner.log)
  if (first === undefined) return { result: 'unchanged', fleet, steps, timeline: [] }
  if (dryRun) return { result: 'planned', fleet, steps, timeline: [] }
  const changing: Fleet = { ...fleet, members: [first, ...rest] }
  const executed = await execute(engine, { fleet: changing, steps, plan }, runner)
  return { result: 'done', fleet, steps: executed.steps, timeline: executed.timeline }
}

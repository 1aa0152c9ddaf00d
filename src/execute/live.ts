import type { Engine } from '../engine/engine.ts'
import type { Fleet } from '../model/fleet.ts'
import type { Planner } from '../model/step.ts'
import { planLines } from '../report/plan-lines.ts'
import { logPlan } from '../report/progress.ts'
import type { Runner } from '../runner/runner.ts'
import { execute } from './execute.ts'
import type { LiveTaskDone } from './outcome.ts'

/** Runs a task on the live release, which keeps serving unchanged. */
export async function doTask(
  engine: Engine,
  fleet: Fleet,
  { plan, dryRun }: { plan: Planner; dryRun: boolean },
  runner: Runner,
): Promise<LiveTaskDone> {
  const steps = plan(fleet.members)
  await logPlan(planLines(steps, fleet.members), steps, dryRun, runner.log)
  if (dryRun) return { result: 'planned', fleet, steps, timeline: [], results: {} }
  const { timeline, sessions } = await execute(engine, { fleet, steps, plan }, runner)
  return { result: 'done', fleet, steps, timeline, results: sessions[0].results }
}

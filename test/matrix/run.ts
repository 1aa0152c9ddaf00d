import type { DistRun } from '../e2e/run-dist.ts'
import { withoutMasks } from '../e2e/shop-on-server.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { type Converging, type Result, runCase } from './case.ts'
import { Fleet } from './fleet.ts'
import {
  type Case,
  casesOf,
  diagonal,
  type FaultName,
  type PlanName,
  type StepSeen,
  stepsIn,
} from './matrix.ts'
import { plans, type Wish } from './plans.ts'
import type { Results } from './results.ts'

/** Which part of the matrix is run. */
export interface Series<Plan extends string = PlanName, Fault extends string = FaultName> {
  plans: readonly Plan[]
  hosts: readonly number[]
  faults: readonly Fault[]
  seed: number
  /** Fleets of each size that share the cases. */
  lanes: number
  /** Only the steps whose title has one of these words. */
  words?: readonly string[]
  /** Only this one of the diagonals of each plan's part: each step once, with the faults in turn. */
  diagonal?: number
  /** Milliseconds between a step's line in the log and the fault, at most. */
  longest: number
  converges: Converging
  /** Asked before each case whether to end here. */
  isOver?: () => boolean
}

/** Runs the whole series, plan after plan, on fleets of each size. */
export async function runMatrix(sandbox: Sandbox, series: Series, results: Results): Promise<void> {
  for (const hosts of series.hosts) {
    const open = (lane: number): Promise<Fleet> =>
      Fleet.open(sandbox, sandbox.servers.slice(lane * hosts, (lane + 1) * hosts))
    const [first, ...others] = await Promise.all(
      Array.from({ length: series.lanes }, (_, lane) => open(lane)),
    )
    if (first === undefined) throw new Error('a matrix without a lane')
    for (const plan of series.plans) {
      if (series.isOver?.() === true) break
      const all = casesOf(
        plan,
        hosts,
        await rehearse(first, plan),
        series.faults,
        series.seed,
        series.longest,
      )
      const chosen = series.diagonal === undefined ? all : diagonal(all, series.faults, series.diagonal)
      const waiting = chosen.filter((one) => hasOneOf(series.words, one.step) && !results.has(one))
      await Promise.all([first, ...others].map((fleet) => runAll(fleet, waiting, series, results)))
    }
    await Promise.all([first, ...others].map((fleet) => fleet.empty(false)))
  }
}

/** Takes one case after the other from those that wait, which other fleets take from as well. */
async function runAll(
  fleet: Fleet,
  waiting: Case[],
  { isOver, converges }: Series,
  results: Results,
): Promise<void> {
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    if (isOver?.() === true) return
    results.add(await runTwice(fleet, one, converges))
  }
}

/** Once more without a delay when the run was over too soon: a short step leaves no time for one. */
export async function runTwice(fleet: Fleet, one: Case, converges: Converging): Promise<Result> {
  const result = await runCase(fleet, one, converges)
  return result.result === 'missed' ? await runCase(fleet, { ...one, delay: 0 }, converges) : result
}

/** The steps of a plan, as a run without a fault shows them. @throws Error when it ends otherwise than it should */
export async function rehearse(fleet: Fleet, name: PlanName): Promise<StepSeen[]> {
  await fleet.prepare(plans[name], false)
  return await stepsOf(fleet, name)
}

/** The hosts or the cluster that a plan is run on. */
interface Prepared extends Pick<Fleet, 'live' | 'release'> {
  start(wish: Wish, inputs: Record<string, string>, how: { rollback: boolean }): Promise<DistRun>
  assertServes(release: string, wish: Wish): Promise<unknown>
}

/** The same, where the plan's start is prepared. */
export async function stepsOf(at: Prepared, name: PlanName): Promise<StepSeen[]> {
  const plan = plans[name]
  const wish = plan.wish(at.live)
  const rollback = plan.rollback === true
  const { code, log, outputs } = await (await at.start(wish, plan.inputs, { rollback })).finished
  if ((code !== 0) !== (plan.fails === true))
    throw new Error(`the rehearsal of ${name} ended with ${code}:\n${withoutMasks(log)}`)
  if (plan.fails === true) await at.assertServes(at.release, at.live ?? wish)
  else await at.assertServes(outputs.release ?? '', wish)
  return stepsIn(log)
}

/** Whether a step's title has one of these words; without words, always. */
export function hasOneOf(words: readonly string[] | undefined, { title }: StepSeen): boolean {
  return words === undefined || words.some((word) => title.includes(word))
}

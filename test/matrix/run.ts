import { withoutMasks } from '../e2e/shop-on-server.ts'
import { type Sandbox } from '../sandbox/sandbox.ts'
import { type Result, runCase } from './case.ts'
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
import { plans } from './plans.ts'
import type { Results } from './results.ts'

/** Which part of the matrix is run. */
export interface Series {
  plans: readonly PlanName[]
  hosts: readonly number[]
  faults: readonly FaultName[]
  seed: number
  /** The place of the first case among all of them, from 1. */
  from: number
  /** Only the steps whose title has one of these words. */
  words?: readonly string[]
  /** Only this one of the diagonals of each plan's part: each step once, with the faults in turn. */
  diagonal?: number
  /** Asked before each case whether to end here. */
  isOver?: () => boolean
}

/** Runs the whole series, case after case, on fleets of each size. */
export async function runMatrix(sandbox: Sandbox, series: Series, results: Results): Promise<void> {
  let place = 0
  for (const hosts of series.hosts) {
    const fleet = await Fleet.open(sandbox, sandbox.servers.slice(0, hosts), `matrix_${hosts}`)
    for (const plan of series.plans) {
      const steps = await rehearse(fleet, plan)
      const all = casesOf(plan, hosts, steps, series.faults, series.seed)
      const chosen = series.diagonal === undefined ? all : diagonal(all, series.faults, series.diagonal)
      for (const one of chosen.filter(({ step }) => hasOneOf(series.words, step))) {
        if (series.isOver?.() === true) return
        place++
        if (place >= series.from && !results.has(one)) results.add(await runTwice(fleet, one))
      }
    }
    await fleet.empty(false)
  }
}

/** Once more without a delay when the run was over too soon: a short step leaves no time for one. */
export async function runTwice(fleet: Fleet, one: Case, converges = true): Promise<Result> {
  const result = await runCase(fleet, one, converges)
  return result.result === 'missed' ? await runCase(fleet, { ...one, delay: 0 }, converges) : result
}

/** The steps of a plan, as a run without a fault shows them. @throws Error when it ends otherwise than it should */
export async function rehearse(fleet: Fleet, name: PlanName): Promise<StepSeen[]> {
  const plan = plans[name]
  await fleet.prepare(plan, false)
  const wish = plan.wish(fleet.live)
  const back = plan.back === true
  const { code, log, outputs } = await (await fleet.start(wish, plan.inputs, { back })).finished
  if ((code !== 0) !== (plan.fails === true))
    throw new Error(`the rehearsal of ${name} ended with ${code}:\n${withoutMasks(log)}`)
  if (plan.fails === true) await fleet.assertServes(fleet.release, fleet.live ?? wish)
  else await fleet.assertServes(outputs.release ?? '', wish)
  return stepsIn(log)
}

function hasOneOf(words: readonly string[] | undefined, { title }: StepSeen): boolean {
  return words === undefined || words.some((word) => title.includes(word))
}

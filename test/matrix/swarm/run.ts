import { withoutMasks } from '../../e2e/shop-on-server.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { casesOf, diagonal, type StepSeen, stepsIn } from '../matrix.ts'
import { plans } from '../plans.ts'
import type { Results } from '../results.ts'
import { hasOneOf, type Series } from '../run.ts'
import { runSwarmCase, type SwarmPlanName } from './case.ts'
import { Cluster } from './cluster.ts'
import type { SwarmFaultName } from './faults.ts'

/** Runs the whole series on one Swarm of all servers, plan after plan. */
export async function runSwarmMatrix(
  sandbox: Sandbox,
  series: Series<SwarmPlanName, SwarmFaultName>,
  results: Results,
): Promise<void> {
  const { faults, seed, longest, words, isOver } = series
  const cluster = await Cluster.open(sandbox)
  for (const plan of series.plans) {
    if (isOver?.() === true) break
    const all = casesOf(plan, cluster.servers.length, await rehearse(cluster, plan), faults, seed, longest)
    const chosen = series.diagonal === undefined ? all : diagonal(all, faults, series.diagonal)
    for (const one of chosen.filter(({ step }) => hasOneOf(words, step))) {
      if (isOver?.() === true) break
      if (results.has(one)) continue
      const result = await runSwarmCase(cluster, one)
      // Once more without a delay when the run was over too soon.
      results.add(result.result === 'missed' ? await runSwarmCase(cluster, { ...one, delay: 0 }) : result)
    }
  }
  await Promise.all(cluster.servers.map((server) => server.wipe()))
}

/** The steps of a plan, as a run without a fault shows them. @throws Error when it ends otherwise than it should */
async function rehearse(cluster: Cluster, name: SwarmPlanName): Promise<StepSeen[]> {
  const plan = plans[name]
  await cluster.prepare(plan)
  const wish = plan.wish(cluster.live)
  const rollback = plan.rollback === true
  const { code, log, outputs } = await (await cluster.start(wish, plan.inputs, { rollback })).finished
  if ((code !== 0) !== (plan.fails === true))
    throw new Error(`the rehearsal of ${name} ended with ${code}:\n${withoutMasks(log)}`)
  if (plan.fails === true) await cluster.assertServes(cluster.release, cluster.live ?? wish)
  else await cluster.assertServes(outputs.release ?? '', wish)
  return stepsIn(log)
}

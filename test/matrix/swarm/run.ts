import type { Sandbox } from '../../sandbox/sandbox.ts'
import { casesOf, diagonal } from '../matrix.ts'
import { plans } from '../plans.ts'
import type { Results } from '../results.ts'
import { hasOneOf, type Series, stepsOf } from '../run.ts'
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
    await cluster.prepare(plans[plan])
    const steps = await stepsOf(cluster, plan)
    const all = casesOf(plan, cluster.servers.length, steps, faults, seed, longest)
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

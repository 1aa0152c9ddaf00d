import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { untilClusterFree } from '../../e2e/cluster.ts'
import type { DistRun } from '../../e2e/run-dist.ts'
import { withoutMasks } from '../../e2e/shop-on-server.ts'
import type { Server } from '../../sandbox/sandbox.ts'
import { type Result, resultOf, strikeAt, within } from '../case.ts'
import { evidenceFrom } from '../evidence.ts'
import type { Armed } from '../faults.ts'
import { type Case, mayServe, type PlanName } from '../matrix.ts'
import { plans } from '../plans.ts'
import type { Cluster } from './cluster.ts'
import { runLives, type SwarmFaultName, swarmFaults } from './faults.ts'

/** The plans whose steps a Swarm has. */
export const swarmPlanNames = [
  ...(['first', 'deploy', 'migration', 'scale', 'failing', 'rollback'] as const),
] as const satisfies readonly PlanName[]
export type SwarmPlanName = (typeof swarmPlanNames)[number]
export type SwarmCase = Case<SwarmPlanName, SwarmFaultName>

/** Seconds for a run, which may wait for an undo, and until the cluster is free of a dead one. */
const patience = { run: 900, free: 300 }

/** The manager that a run uses comes first. */
function nodesFrom(servers: readonly Server[], manager: number): [Server, ...Server[]] {
  const [first, ...others] = servers.map((_, place) => servers[(manager + place) % servers.length])
  if (first === undefined) throw new Error('a cluster has a server')
  return [first, ...others.filter((one) => one !== undefined)]
}

/** Waits until nothing of a first deploy is left; Swarm removes a stack by and by. */
async function untilEmpty(cluster: Cluster): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { services, objects, containers, left } = await cluster.footprint()
    const all = [...services, ...objects, ...left, ...containers.map(({ service }) => service)]
    if (all.length === 0) return
    if (tries > 60) throw new Error(`left of a first deploy: ${all.join(', ')}`)
    await sleep(1000)
  }
}

/** Runs one case: a run with a fault, the checks, the run that must converge through another manager, the checks again. */
export async function runSwarmCase(cluster: Cluster, one: SwarmCase): Promise<Result> {
  const started = performance.now()
  const result = resultOf(one)
  let armed: Armed | undefined
  let run: DistRun | undefined
  let log = ''
  try {
    const plan = plans[one.plan]
    await cluster.prepare(plan)
    const [before, wish, after] = [
      await cluster.footprint(),
      plan.wish(cluster.live),
      plan.converge(cluster.live),
    ]
    const rollback = plan.rollback === true
    const target = cluster.previous
    // The way back is named by both ends, so that a second run does not go further.
    const ends = rollback ? { from: cluster.release, to: target?.release ?? '' } : {}
    const inputs = { ...plan.inputs, ...ends }
    armed = await swarmFaults[one.fault](nodesFrom(cluster.servers, one.host), one)
    result.detail = armed.detail ?? ''
    run = await cluster.start(wish, inputs, { through: { manager: one.host, alone: true }, armed, rollback })
    const inTime = await strikeAt(one, run, armed, result)
    const struckAt = performance.now()
    const ended = await within(patience.run, run)
    log = ended.log
    result.ended = `${ended.code} ${ended.outputs['reason-code'] ?? ''}`.trim()
    await armed.over?.()
    const isAway = one.fault === 'gone' && inTime
    if (!isAway) {
      await armed.fix?.()
      // A run that lived has undone all; a manager that was away may have to catch up with the others.
      await untilClusterFree(cluster.servers, runLives(one.fault) ? 60 : patience.free)
    }
    result.wellAfter = (performance.now() - struckAt) / 1000
    if (!isAway) {
      const { live } = await cluster.footprint()
      const may = mayServe(log, ended.code)
      const isOld = live === cluster.release
      if (plan.fails === true) assert.notEqual(ended.code, 0, 'a deploy that can only fail is green')
      assert.ok(
        isOld ? may.old : may.new,
        `${isOld ? 'the old' : 'the new'} release is live after ${result.ended}`,
      )
      result.serves = live === '' ? 'nothing' : isOld ? 'old' : 'new'
      if (live === '') await untilEmpty(cluster)
      else {
        const { objects } = await cluster.assertServes(live, isOld ? (cluster.live ?? wish) : wish)
        if (isOld) assert.deepEqual(objects, before.objects, 'configs and secrets')
      }
    }
    const next = await within(
      patience.run,
      await cluster.start(
        after,
        { ...inputs, 'lock-wait': '180s' },
        {
          through: { manager: (one.host + 1) % cluster.servers.length, alone: false },
          rollback,
        },
      ),
    )
    log += `\n=== the next run ===\n${next.log}`
    assert.equal(next.code, 0, 'the next run is red')
    if (rollback)
      assert.equal(next.outputs.release, target?.release, 'another release than the one before is live')
    if (isAway) {
      // What the dead run left on its manager is played by the next run there, and must change nothing any more.
      await armed.fix?.()
      const through = { manager: one.host, alone: true }
      const again = await within(patience.run, await cluster.start(after, plan.inputs, { through }))
      log += `\n=== the run after it ===\n${again.log}`
      assert.equal(again.code, 0, 'the run through the manager that was away is red')
      await cluster.assertServes(again.outputs.release ?? '', after)
      result.serves = 'new'
    } else await cluster.assertServes(next.outputs.release ?? '', after)
    result.result = inTime ? 'passed' : 'missed'
  } catch (error) {
    result.problem = error instanceof Error ? error.message : String(error)
    result.evidence = `${withoutMasks(log || run?.log() || '')}\n${await evidenceFrom(cluster.servers)}`
    run?.child.kill('SIGKILL')
    await armed?.over?.().catch(() => {})
    await armed?.fix?.().catch(() => {})
    await cluster.empty()
  }
  result.seconds = (performance.now() - started) / 1000
  return result
}

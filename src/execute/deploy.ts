import { isDeepStrictEqual } from 'node:util'
import { accessoryWork } from '../compose/accessory-work.ts'
import { previewPending, withoutBroker } from '../database/schema/pending.ts'
import type { Engine } from '../engine/engine.ts'
import { appServices, replacedServices } from '../model/desired.ts'
import type { Fleet } from '../model/fleet.ts'
import { containersOf, edgeRuns } from '../model/observed.ts'
import { placedServices, servesWeb } from '../model/placement.ts'
import { replicasOf } from '../model/project/project.ts'
import type { HostState } from '../model/step.ts'
import { planDeploy } from '../plan/deploy.ts'
import { partsLines } from '../plan/parts.ts'
import { planLines } from '../report/plan-lines.ts'
import { logPlan } from '../report/progress.ts'
import type { Runner } from '../runner/runner.ts'
import { execute } from './execute.ts'
import type { Deployed } from './outcome.ts'

/** Computes the plan and deploys to the whole fleet, except in a dry run or when nothing would change. */
export async function deploy(
  engine: Engine,
  fleet: Fleet,
  dryRun: boolean,
  runner: Runner,
): Promise<Deployed> {
  if (servesAlready(fleet.members)) return { result: 'unchanged', fleet, steps: [] }
  const steps = planDeploy(fleet.members)
  const lines = [...planLines(steps, fleet.members), ...partsLines(fleet.members)]
  await logPlan(lines, steps, dryRun, runner.log)
  if (dryRun) {
    const [first] = fleet.members
    const database = await previewPending(first, engine.commands, runner)
    if (database?.brokerError !== undefined)
      runner.log.warning(`${first.host.name}: ${withoutBroker(database.brokerError)}`)
    return {
      result: 'planned',
      fleet,
      steps,
      ...(database === undefined ? {} : { pending: database.pending }),
    }
  }
  const executed = await execute(engine, { fleet, steps, plan: planDeploy }, runner)
  return { result: 'done', fleet, steps: executed.steps, executed }
}

/** Whether every host already serves the desired release, so that there is nothing to deploy. */
export function servesAlready(members: readonly HostState[]): boolean {
  return members.every(isLive)
}

/** Whether the host already serves exactly this content, with all containers and at most one scheduler. */
function isLive({ desired, observed }: HostState): boolean {
  const live = observed.live
  if (live?.fingerprint !== desired.release.fingerprint || edgeRuns(observed) !== servesWeb(desired))
    return false
  const { roles } = desired
  // Nothing else shows that an accessory moves to another host.
  const recorded = placedServices({ roles, placement: live.settings?.placement })
  if (!isDeepStrictEqual(recorded, placedServices(desired))) return false
  if (accessoryWork(desired, observed).replace.length > 0) return false
  const here = appServices(desired)
  const warm = new Set(observed.warm?.map(({ container }) => container))
  return replacedServices(desired).every((service) => {
    const running = containersOf(observed, service).filter(
      ({ state, name }) => state === 'running' && !warm.has(name),
    )
    const count = here.includes(service) ? replicasOf(desired.model.services[service] ?? {}) : 0
    return running.length === count && running.every(({ release }) => release === live.id)
  })
}

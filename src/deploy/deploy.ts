import { replicasOf } from '../compose/model.ts'
import type { Migration } from '../database/migrations.ts'
import { previewPending } from '../database/pending.ts'
import type { Runner } from '../runner/runner.ts'
import { type Executed, execute } from './execute.ts'
import { containersOf, edgeRuns } from './observed.ts'
import { planDeploy, type Step, type Target } from './plan.ts'
import type { Fleet } from './survey.ts'
import { appServices, replacedServices } from './wanted.ts'

/** How a deploy ended well. */
export interface Deployed {
  result: 'done' | 'unchanged' | 'planned'
  /** The hosts as they were before. */
  fleet: Fleet
  steps: Step[]
  /** The pending migrations, of a dry run; undefined when they can't be known yet. */
  pending?: readonly Migration[]
  /** What was carried out; undefined when nothing was. */
  executed?: Executed
}

/** Decides and, unless it is a dry run or nothing would change, deploys to the whole fleet. */
export async function deploy(fleet: Fleet, dryRun: boolean, runner: Runner): Promise<Deployed> {
  if (servesAlready(fleet.members)) return { result: 'unchanged', fleet, steps: [] }
  const steps = planDeploy(fleet.members)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  if (dryRun) {
    const database = await previewPending(fleet.members[0], runner)
    return {
      result: 'planned',
      fleet,
      steps,
      ...(database === undefined ? {} : { pending: database.pending }),
    }
  }
  return { result: 'done', fleet, steps, executed: await execute(fleet, planDeploy, runner) }
}

/** Whether what is wanted serves already on every host, so that there is nothing to deploy. */
export function servesAlready(members: readonly Target[]): boolean {
  return members.every(isLive)
}

/** Whether exactly this release's content serves already, with all its containers and no scheduler too many. */
function isLive({ wanted, seen }: Target): boolean {
  const live = seen.live
  if (live?.fingerprint !== wanted.release.fingerprint || !edgeRuns(seen)) return false
  const here = appServices(wanted)
  const warm = new Set(seen.warm?.map(({ container }) => container))
  return replacedServices(wanted).every((service) => {
    const running = containersOf(seen, service).filter(
      ({ state, name }) => state === 'running' && !warm.has(name),
    )
    const count = here.includes(service) ? replicasOf(wanted.model.services[service] ?? {}) : 0
    return running.length === count && running.every(({ release }) => release === live.id)
  })
}

import { replicasOf } from '../compose/model.ts'
import type { Migration } from '../database/migrations.ts'
import type { Host } from '../host/host.ts'
import type { TimelineEntry } from '../report/timeline.ts'
import { unlessCancelled } from '../runner/cancel.ts'
import type { Runner } from '../runner/runner.ts'
import { execute } from './execute.ts'
import { observe } from './observe.ts'
import { containersOf, edgeRuns, type Observed } from './observed.ts'
import { planDeploy, type Step } from './plan.ts'
import { preflight } from './preflight.ts'
import { appServices, type Wanted } from './wanted.ts'

/** How a deploy ended well. */
export interface Deployed {
  result: 'done' | 'unchanged' | 'planned'
  /** The host as it was before. */
  seen: Observed
  steps: Step[]
  timeline: TimelineEntry[]
  migrations: Migration[]
}

/** Looks, decides and, unless it is a dry run or nothing would change, deploys to one host. */
export async function deploy(host: Host, wanted: Wanted, dryRun: boolean, runner: Runner): Promise<Deployed> {
  const seen = await unlessCancelled(runner.cancelled, observe(host, wanted))
  preflight(wanted, seen)
  const nothing = { seen, steps: [], timeline: [], migrations: [] }
  if (isLive(wanted, seen)) return { ...nothing, result: 'unchanged' }
  const steps = planDeploy(wanted, seen)
  for (const [index, { title }] of steps.entries()) runner.log.info(`${index + 1}. ${title}`)
  if (dryRun) return { ...nothing, result: 'planned', steps }
  return { result: 'done', seen, steps, ...(await execute(host, wanted, seen, runner)) }
}

/** Whether exactly this release's content serves already, with all its containers. */
function isLive(wanted: Wanted, seen: Observed): boolean {
  const live = seen.live
  if (live?.fingerprint !== wanted.release.fingerprint || !edgeRuns(seen)) return false
  return appServices(wanted).every((service) => {
    const running = containersOf(seen, service).filter(
      ({ state, release }) => state === 'running' && release === live.id,
    )
    return running.length === replicasOf(wanted.model.services[service] ?? {})
  })
}

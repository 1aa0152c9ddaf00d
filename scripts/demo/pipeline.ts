import { join } from 'node:path'
import { runWorkflow, type WorkflowOptions, type WorkflowRun } from '../../test/sandbox/act.ts'
import type { Settings } from './settings.ts'
import type { ShopRepository, workflows } from './shop-repository.ts'

/** This checkout; another one may be named, to see how an older version fares. */
const suite = process.env.SUITE_FOLDER ?? join(import.meta.dirname, '../..')

/** What GitHub is for the run, and what is watched of it. */
type Surroundings = Pick<WorkflowOptions, 'github' | 'cache' | 'onLine' | 'eventPayload' | 'env'> &
  Partial<Pick<WorkflowOptions, 'event'>>

/** One of the repository's workflows runs to the end, as after a push of its newest commit, with this checkout as the published suite. */
export function runPipeline(
  { folder }: ShopRepository,
  { vars, secrets }: Settings,
  surroundings: Surroundings,
  workflow: (typeof workflows)[number] = 'pipeline.yml',
): Promise<WorkflowRun> {
  return runWorkflow({
    event: 'push',
    ...surroundings,
    workflow: `.github/workflows/${workflow}`,
    repo: folder,
    actor: 'ada',
    localActions: { 'org/saleor-deploy@v1': suite },
    vars,
    secrets,
    timeout: 900_000,
  })
}

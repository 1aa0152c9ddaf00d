import { join } from 'node:path'
import { runWorkflow, type WorkflowOptions, type WorkflowRun } from '../../test/sandbox/act.ts'
import type { Settings } from './settings.ts'
import type { ShopRepository, workflows } from './shop-repository.ts'

/** This checkout; SUITE_FOLDER names another one, to try an older version. */
const suite = process.env.SUITE_FOLDER ?? join(import.meta.dirname, '../..')

/** The GitHub stand-in for the run, and the callbacks that observe it. */
type Surroundings = Pick<WorkflowOptions, 'github' | 'cache' | 'onLine' | 'eventPayload' | 'env'> &
  Partial<Pick<WorkflowOptions, 'event'>>

/** Runs one of the repository's workflows to its end, as after a push of its newest commit, with this checkout as the published suite. */
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

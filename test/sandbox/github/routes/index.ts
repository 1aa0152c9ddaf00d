import type { Routes } from '../route.ts'
import { attestationRoutes } from './attestations.ts'
import { commentRoutes } from './comments.ts'
import { commitRoutes } from './commits.ts'
import { deploymentRoutes } from './deployments.ts'
import { dispatchRoutes } from './dispatches.ts'
import { environmentRoutes } from './environments.ts'
import { issueRoutes } from './issues.ts'
import { pullRoutes } from './pulls.ts'
import { rateRoutes } from './rate.ts'
import { refRoutes } from './refs.ts'
import { releaseRoutes } from './releases.ts'
import { repositoryRoutes } from './repository.ts'
import { runRoutes } from './runs.ts'

/** Everything the stand-in serves. A new operation goes into its subject's file and into `operations.ts`. */
export const routes: Routes = {
  ...rateRoutes,
  ...repositoryRoutes,
  ...refRoutes,
  ...commitRoutes,
  ...releaseRoutes,
  ...attestationRoutes,
  ...deploymentRoutes,
  ...environmentRoutes,
  ...runRoutes,
  ...dispatchRoutes,
  ...issueRoutes,
  ...pullRoutes,
  ...commentRoutes,
}

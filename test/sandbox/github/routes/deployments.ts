import { ApiError, type Context, invalid, notFound, type Routes } from '../route.ts'
import { deploymentShape, statusShape } from '../shapes/deployment.ts'
import { history, resolve } from '../state/commit.ts'
import { type Deployment, type DeploymentStatus, stateOf } from '../state/deployment.ts'

const find = ({ repository, params }: Context): Deployment => {
  const deployment = repository.deployments.find(({ id }) => id === Number(params['deployment_id']))
  if (!deployment) throw notFound()
  return deployment
}

/** Refuses a commit whose checks are not green: all of them when `contexts` is left out, none for `[]`. */
const demandGreen = (ref: string, statuses: ReadonlyMap<string, string>, contexts?: string[]): void => {
  const desired = contexts ?? [...statuses.keys()]
  if (desired.some((name) => statuses.get(name) !== 'success'))
    throw new ApiError(409, `Conflict: Commit status checks failed for ${ref}.`)
}

/** A success retires the earlier ones, but neither production's nor transient ones: GitHub leaves those as they are. */
const retireEarlier = (newest: Deployment, { repository, state, viewer }: Context): void => {
  for (const deployment of repository.deployments) {
    if (deployment === newest || deployment.environment !== newest.environment) continue
    if (deployment.isProduction || deployment.isTransient || stateOf(deployment) !== 'success') continue
    const now = state.now()
    deployment.updatedAt = now
    deployment.statuses.push({
      id: state.nextId(),
      state: 'inactive',
      description: '',
      environment: deployment.environment,
      environmentUrl: '',
      logUrl: '',
      creator: viewer,
      createdAt: now,
    })
  }
}

interface NewDeployment {
  ref: string
  task?: string
  auto_merge?: boolean
  required_contexts?: string[]
  payload?: object | string
  environment?: string
  description?: string | null
  transient_environment?: boolean
  production_environment?: boolean
}

interface NewStatus {
  state: DeploymentStatus['state']
  description?: string
  environment?: string
  environment_url?: string
  log_url?: string
  target_url?: string
  auto_inactive?: boolean
}

/** What GitHub refuses though its description lets it pass. */
const demandPresentable = (status: NewStatus): void => {
  const refuse = (field: string): never => {
    throw invalid('Validation Failed', [{ resource: 'DeploymentStatus', field, code: 'invalid' }])
  }
  for (const field of ['environment_url', 'log_url', 'target_url'] as const)
    if (!/^(https?:\/\/.+)?$/.test(status[field] ?? '')) refuse(field)
  if ((status.description ?? '').length > 140) refuse('description')
}

/** Deployments and their histories. */
export const deploymentRoutes: Routes = {
  'repos/create-deployment': {
    need: 'deployments:write',
    handle({ repository, state, viewer, links, body }: Context<NewDeployment>) {
      const commit = resolve(repository, body.ref)
      if (!commit) throw invalid(`No ref found for: ${body.ref}`)
      const trunk = resolve(repository, repository.defaultBranch)
      const isBranch = repository.refs.has(`refs/heads/${body.ref}`)
      if (body.auto_merge !== false && isBranch && trunk && !history(repository, commit).includes(trunk)) {
        const merge = repository.addCommit({ branch: body.ref, parents: [commit.sha, trunk.sha] })
        repository.refs.set(`refs/heads/${body.ref}`, merge.sha)
        // Nothing is created: a caller that does not look at the status believes it was.
        return {
          status: 202,
          body: { message: `Auto-merged ${repository.defaultBranch} into ${body.ref} on deployment.` },
        }
      }
      demandGreen(body.ref, commit.statuses, body.required_contexts)
      const environment = repository.environment(body.environment ?? 'production')
      const now = state.now()
      const deployment: Deployment = {
        id: state.nextId(),
        sha: commit.sha,
        ref: body.ref,
        task: body.task ?? 'deploy',
        payload: body.payload ?? {},
        environment: environment.name,
        description: body.description ?? null,
        isTransient: body.transient_environment ?? false,
        // Documented to be true for `production`, seen to be false: only what is sent counts.
        isProduction: body.production_environment ?? false,
        creator: viewer,
        createdAt: now,
        updatedAt: now,
        statuses: [],
      }
      repository.deployments.push(deployment)
      return { status: 201, body: deploymentShape(deployment, repository, links) }
    },
  },
  'repos/list-deployments': {
    need: 'deployments:read',
    handle({ repository, links, query }) {
      const fits = (deployment: Deployment): boolean =>
        (['sha', 'ref', 'task', 'environment'] as const).every(
          (key) => query[key] === undefined || query[key] === 'none' || query[key] === deployment[key],
        )
      const newestFirst = repository.deployments.filter(fits).reverse()
      return { items: newestFirst.map((deployment) => deploymentShape(deployment, repository, links)) }
    },
  },
  'repos/get-deployment': {
    need: 'deployments:read',
    handle: (context) => ({
      status: 200,
      body: deploymentShape(find(context), context.repository, context.links),
    }),
  },
  'repos/delete-deployment': {
    need: 'deployments:write',
    handle(context) {
      const deployment = find(context)
      const { deployments } = context.repository
      const isOnly =
        deployments.filter(({ environment }) => environment === deployment.environment).length === 1
      if (stateOf(deployment) !== 'inactive' && !isOnly)
        throw invalid(
          'We cannot delete an active deployment unless it is the only deployment in a given environment.',
        )
      deployments.splice(deployments.indexOf(deployment), 1)
      return { status: 204 }
    },
  },
  'repos/create-deployment-status': {
    need: 'deployments:write',
    handle(context: Context<NewStatus>) {
      const { repository, state, viewer, links, body } = context
      const deployment = find(context)
      demandPresentable(body)
      const status: DeploymentStatus = {
        id: state.nextId(),
        state: body.state,
        description: body.description ?? '',
        environment: body.environment ?? deployment.environment,
        environmentUrl: body.environment_url ?? '',
        logUrl: body.log_url ?? body.target_url ?? '',
        creator: viewer,
        createdAt: state.now(),
      }
      deployment.statuses.push(status)
      deployment.updatedAt = status.createdAt
      if (status.state === 'success' && body.auto_inactive !== false) retireEarlier(deployment, context)
      return { status: 201, body: statusShape(status, deployment, repository, links) }
    },
  },
  'repos/list-deployment-statuses': {
    need: 'deployments:read',
    handle(context) {
      const deployment = find(context)
      const { repository, links } = context
      return {
        items: deployment.statuses
          .toReversed()
          .map((status) => statusShape(status, deployment, repository, links)),
      }
    },
  },
}

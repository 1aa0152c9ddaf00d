import type { Deployment, DeploymentStatus } from '../state/deployment.ts'
import type { Repository } from '../state/repository.ts'
import { type Links, nodeId } from './links.ts'
import { simpleUser, viaApp } from './user.ts'

/** `deployment` */
export function deploymentShape(deployment: Deployment, repository: Repository, links: Links): object {
  const url = links.repo(repository, `/deployments/${deployment.id}`)
  return {
    url,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: simpleUser(deployment.creator, links),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    repository_url: links.repo(repository),
    transient_environment: deployment.isTransient,
    production_environment: deployment.isProduction,
    performed_via_github_app: viaApp(deployment.creator, links),
  }
}

/** `deployment-status` */
export function statusShape(
  status: DeploymentStatus,
  deployment: Deployment,
  repository: Repository,
  links: Links,
): object {
  const deploymentUrl = links.repo(repository, `/deployments/${deployment.id}`)
  return {
    url: `${deploymentUrl}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: simpleUser(status.creator, links),
    description: status.description,
    environment: status.environment,
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: deploymentUrl,
    repository_url: links.repo(repository),
    performed_via_github_app: viaApp(status.creator, links),
  }
}

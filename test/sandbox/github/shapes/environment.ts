import type { Environment } from '../state/environment.ts'
import type { Repository } from '../state/repository.ts'
import type { State } from '../state/state.ts'
import { type Links, nodeId } from './links.ts'
import { reviewerShape } from './reviewer.ts'

/** The few fields by which other answers mention an environment. */
export function environmentMention(environment: Environment, repository: Repository, links: Links): object {
  const { id, name } = environment
  return {
    id,
    node_id: nodeId('Environment', id),
    name,
    url: links.repo(repository, `/environments/${encodeURIComponent(name)}`),
    html_url: links.page(
      repository,
      `/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    ),
  }
}

/** `environment` */
export function environmentShape(
  environment: Environment,
  repository: Repository,
  state: State,
  links: Links,
): object {
  const { id, waitTimer, reviewers, preventSelfReview, branchPolicy } = environment
  const rule = (offset: number, type: string, more: object = {}): object => ({
    id: id * 10 + offset,
    node_id: nodeId('Gate', id * 10 + offset),
    type,
    ...more,
  })
  return {
    ...environmentMention(environment, repository, links),
    created_at: environment.createdAt,
    updated_at: environment.createdAt,
    // Sent by GitHub, though its description does not know it.
    can_admins_bypass: environment.canAdminsBypass,
    protection_rules: [
      ...(waitTimer > 0 ? [rule(1, 'wait_timer', { wait_timer: waitTimer })] : []),
      ...(reviewers.length > 0
        ? [
            rule(2, 'required_reviewers', {
              prevent_self_review: preventSelfReview,
              reviewers: reviewers.map((name) => reviewerShape(name, state, links)),
            }),
          ]
        : []),
      ...(branchPolicy ? [rule(3, 'branch_policy')] : []),
    ],
    deployment_branch_policy: branchPolicy,
  }
}

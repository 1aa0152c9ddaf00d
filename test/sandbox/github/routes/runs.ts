import { ApiError, type Context, invalid, notFound, type Routes } from '../route.ts'
import { deploymentShape } from '../shapes/deployment.ts'
import { environmentMention } from '../shapes/environment.ts'
import { reviewerShape } from '../shapes/reviewer.ts'
import { jobShape, runShape } from '../shapes/run.ts'
import { simpleUser } from '../shapes/user.ts'
import type { Environment } from '../state/environment.ts'
import type { Run } from '../state/run.ts'

const find = ({ repository, params }: Context): Run => {
  const run = repository.runs.find(({ id }) => id === Number(params['run_id']))
  if (!run) throw notFound()
  return run
}

interface Decision {
  environment_ids: number[]
  state: 'approved' | 'rejected'
  comment: string
}

const mayApprove = ({ viewer, state }: Context, environment: Environment, run: Run): boolean =>
  environment.reviewers.some(
    (name) => name === viewer.login || state.teams.get(name)?.includes(viewer.login),
  ) && !(environment.preventSelfReview && run.triggeringActor.login === viewer.login)

/** Runs of workflows, their gates and re-runs. */
export const runRoutes: Routes = {
  'actions/get-workflow-run': {
    need: 'actions:read',
    handle: (context) => ({ status: 200, body: runShape(find(context), context.repository, context.links) }),
  },
  'actions/get-workflow-run-attempt': {
    need: 'actions:read',
    handle(context) {
      const run = find(context)
      const attempt = Number(context.params['attempt_number'])
      if (attempt < 1 || attempt > run.attempt) throw notFound()
      const past =
        attempt < run.attempt ? { attempt, status: 'completed' as const, conclusion: 'failure' as const } : {}
      return { status: 200, body: runShape({ ...run, ...past }, context.repository, context.links) }
    },
  },
  'actions/list-jobs-for-workflow-run': {
    need: 'actions:read',
    handle(context) {
      const run = find(context)
      return {
        items: run.jobs.map((job) => jobShape(job, run, context.repository, context.links)),
        wrap: (jobs, total) => ({ total_count: total, jobs }),
      }
    },
  },
  'actions/get-reviews-for-run': {
    need: 'actions:read',
    handle(context) {
      const { repository, links } = context
      const mention = (name: string): object => {
        const environment = repository.environment(name)
        const { createdAt } = environment
        return {
          ...environmentMention(environment, repository, links),
          created_at: createdAt,
          updated_at: createdAt,
        }
      }
      return {
        status: 200,
        body: find(context).reviews.map((review) => ({
          environments: review.environments.map(mention),
          state: review.state,
          user: simpleUser(review.user, links),
          comment: review.comment,
        })),
      }
    },
  },
  'actions/get-pending-deployments-for-run': {
    need: 'actions:read',
    handle(context) {
      const { repository, links, state } = context
      const run = find(context)
      const waiting = run.waitingFor.map((name) => repository.environment(name))
      return {
        status: 200,
        body: waiting.map((environment) => ({
          environment: environmentMention(environment, repository, links),
          wait_timer: environment.waitTimer,
          wait_timer_started_at: environment.waitTimer > 0 ? run.startedAt : null,
          current_user_can_approve: mayApprove(context, environment, run),
          reviewers: environment.reviewers.map((name) => reviewerShape(name, state, links)),
        })),
      }
    },
  },
  'actions/review-pending-deployments-for-run': {
    need: 'deployments:write',
    handle(context: Context<Decision>) {
      const { repository, links, viewer, token, body } = context
      const run = find(context)
      // A workflow's own token can't approve, whatever its permissions say.
      if (token.isWorkflow) throw new ApiError(403, 'Resource not accessible by integration')
      const asked = run.waitingFor
        .map((name) => repository.environment(name))
        .filter(({ id }) => body.environment_ids.includes(id))
      if (
        asked.length !== body.environment_ids.length ||
        !asked.every((one) => mayApprove(context, one, run))
      )
        throw invalid('There were one or more errors', [])
      const environments = asked.map(({ name }) => name)
      run.reviews.push({ environments, state: body.state, user: viewer, comment: body.comment })
      run.waitingFor = run.waitingFor.filter((name) => !environments.includes(name))
      if (body.state === 'rejected') Object.assign(run, { status: 'completed', conclusion: 'failure' })
      else if (run.waitingFor.length === 0) run.status = 'in_progress'
      const mine = repository.deployments.filter(({ environment }) => environments.includes(environment))
      return { status: 200, body: mine.map((deployment) => deploymentShape(deployment, repository, links)) }
    },
  },
  'actions/cancel-workflow-run': {
    need: 'actions:write',
    handle(context) {
      const run = find(context)
      if (run.status === 'completed')
        throw new ApiError(409, 'Cannot cancel a workflow run that is completed.')
      Object.assign(run, { status: 'completed', conclusion: 'cancelled', updatedAt: context.state.now() })
      return { status: 202, body: {} }
    },
  },
  'actions/re-run-workflow-failed-jobs': {
    need: 'actions:write',
    handle(context) {
      const run = find(context)
      const now = context.state.now()
      if (run.status !== 'completed') throw new ApiError(403, 'This workflow run cannot be retried')
      // The commit and the actor stay; only who triggered the attempt changes.
      Object.assign(run, {
        attempt: run.attempt + 1,
        status: 'queued',
        conclusion: null,
        startedAt: now,
        updatedAt: now,
      })
      run.triggeringActor = context.viewer
      return { status: 201, body: {} }
    },
  },
}

import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type GitHub, startGitHub } from './server.ts'

const shop = { owner: 'org', repo: 'shop' }
let github: GitHub

const octokit = (token = github.token) => getOctokit(token, { baseUrl: github.url }).rest
const as = (login: string) => octokit(github.createToken({ login }))
const statusOf = (request: Promise<unknown>): Promise<number> =>
  request.then(
    () => 200,
    (error: { status?: number }) => error.status ?? 0,
  )

beforeEach(async () => {
  github = await startGitHub()
})
afterEach(() => {
  github.assertClean()
  return github.close()
})

test('People comment, others may edit their words, and only the state knows who did', async () => {
  const repository = github.state.repository('org/shop')
  repository.collaborators.set('ann', 'write').set('bob', 'maintain')
  const { issues, repos } = octokit()
  const { data: issue } = await issues.create({
    ...shop,
    title: 'Deploy?',
    labels: ['gate'],
    assignees: ['ann'],
  })
  expect(issue).toMatchObject({ state: 'open', user: { login: 'github-actions[bot]' } })
  expect(await statusOf(issues.create({ ...shop, title: 'No', assignees: ['nobody'] }))).toBe(422)

  const asked = { ...shop, issue_number: issue.number }
  const { data: comment } = await as('ann').issues.createComment({ ...asked, body: 'wait' })
  await as('bob').issues.updateComment({ ...shop, comment_id: comment.id, body: 'approve' })
  const edited = (await issues.getComment({ ...shop, comment_id: comment.id })).data
  expect(edited).toMatchObject({ body: 'approve', user: { login: 'ann' }, performed_via_github_app: null })
  expect(repository.issues[0]?.comments[0]?.editedBy?.login).toBe('bob')

  await issues.lock(asked)
  expect(await statusOf(as('eve').issues.createComment({ ...asked, body: 'approve' }))).toBe(403)
  expect((await issues.listComments(asked)).data).toHaveLength(1)
  await issues.addLabels({ ...asked, labels: ['approved'] })
  const closed = await issues.update({ ...asked, state: 'closed' })
  expect(closed.data).toMatchObject({ state: 'closed', state_reason: 'completed', comments: 1 })
  expect((await issues.listForRepo(shop)).data).toEqual([])

  const levels = await Promise.all(
    ['ann', 'bob', 'eve'].map((username) => repos.getCollaboratorPermissionLevel({ ...shop, username })),
  )
  expect(levels.map(({ data }) => [data.permission, data.role_name])).toEqual([
    ['write', 'write'],
    ['write', 'maintain'],
    ['none', 'none'],
  ])
})

test('A run waits at an environment until a reviewer who did not start it approves', async () => {
  const { state } = github
  const repository = state.repository('org/shop')
  const workflow = repository.addWorkflow('deploy.yml', ['image'])
  const environment = repository.environment('production', {
    reviewers: ['ann', 'bob'],
    preventSelfReview: true,
    waitTimer: 5,
    branchPolicy: { protected_branches: true, custom_branch_policies: false },
  })
  const run = repository.addRun(workflow, { actor: 'ann', jobs: ['deploy'] })
  Object.assign(run, { status: 'waiting', waitingFor: ['production'] })
  const asked = { ...shop, run_id: run.id }
  const decision = { ...asked, environment_ids: [environment.id], state: 'approved' as const, comment: 'go' }

  const { data } = await octokit().repos.getEnvironment({ ...shop, environment_name: 'production' })
  expect(data.protection_rules?.map(({ type }) => type)).toEqual([
    'wait_timer',
    'required_reviewers',
    'branch_policy',
  ])
  expect(await statusOf(octokit().repos.getEnvironment({ ...shop, environment_name: 'nowhere' }))).toBe(404)

  expect(await statusOf(octokit().actions.reviewPendingDeploymentsForRun(decision))).toBe(403)
  expect(await statusOf(as('ann').actions.reviewPendingDeploymentsForRun(decision))).toBe(422)
  const pending = (await as('bob').actions.getPendingDeploymentsForRun(asked)).data
  expect(pending[0]).toMatchObject({ current_user_can_approve: true, environment: { name: 'production' } })
  await as('bob').actions.reviewPendingDeploymentsForRun(decision)

  const reviews = (await octokit().actions.getReviewsForRun(asked)).data
  expect(reviews).toMatchObject([{ state: 'approved', user: { login: 'bob' }, comment: 'go' }])
  expect((await octokit().actions.getWorkflowRun(asked)).data).toMatchObject({ status: 'in_progress' })
  expect((await octokit().actions.listJobsForWorkflowRun(asked)).data.total_count).toBe(1)
})

test('A run is cancelled and run again, and its attempts are counted', async () => {
  const { state } = github
  const repository = state.repository('org/shop')
  const run = repository.addRun(repository.addWorkflow('deploy.yml'), { actor: 'ann' })
  const asked = { ...shop, run_id: run.id }
  await octokit().actions.cancelWorkflowRun(asked)
  expect(await statusOf(octokit().actions.cancelWorkflowRun(asked))).toBe(409)
  await as('bob').actions.reRunWorkflowFailedJobs(asked)
  const { data } = await octokit().actions.getWorkflowRunAttempt({ ...asked, attempt_number: 2 })
  expect(data).toMatchObject({ actor: { login: 'ann' }, triggering_actor: { login: 'bob' }, run_attempt: 2 })
  expect(await statusOf(octokit().actions.getWorkflowRunAttempt({ ...asked, attempt_number: 3 }))).toBe(404)
})

test('A workflow is dispatched with inputs it knows, on a ref that exists', async () => {
  const repository = github.state.repository('org/shop')
  repository.addWorkflow('rollback.yml', ['to'])
  const { actions } = octokit()
  const dispatch = (ref: string, inputs: Record<string, string>) =>
    actions.createWorkflowDispatch({ ...shop, workflow_id: 'rollback.yml', ref, inputs })
  expect((await dispatch('main', { to: 'v1' })).status).toBe(204)
  expect(await statusOf(dispatch('gone', {}))).toBe(422)
  expect(await statusOf(dispatch('main', { too: 'v1' }))).toBe(422)
  const detailed = { ...shop, workflow_id: 'rollback.yml', ref: 'main', return_run_details: true }
  const { data } = await actions.createWorkflowDispatch(
    detailed as Parameters<typeof actions.createWorkflowDispatch>[0],
  )
  expect(data).toMatchObject({ workflow_run_id: repository.runs.at(-1)?.id })
  expect(repository.dispatches.map(({ inputs }) => inputs)).toEqual([{ to: 'v1' }, {}])
})

test('Only a token for members sees a team', async () => {
  github.state.teams.set('org/release', ['ann'])
  const members = octokit(github.createToken({ login: 'ann', permissions: { members: 'read' } }))
  const team = { org: 'org', team_slug: 'release' }
  expect((await members.teams.listMembersInOrg(team)).data.map(({ login }) => login)).toEqual(['ann'])
  expect(await statusOf(members.teams.getMembershipForUserInOrg({ ...team, username: 'eve' }))).toBe(404)
  const workflow = octokit(github.createToken({ permissions: { issues: 'write' } }))
  expect(await statusOf(workflow.teams.listMembersInOrg(team))).toBe(403)
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { GitHubError } from '../../src/github/failure.ts'
import { openGitHub } from '../../src/github/octokit.ts'
import { nodeHttp } from '../../src/runner/http/http.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { FakeHttp, fakeRunner } from '../fakes/fakes.ts'
import { type GitHub as StandIn, startGitHub } from '../sandbox/github/server.ts'

const deployments = 'GET /repos/{owner}/{repo}/deployments'
const create = 'POST /repos/{owner}/{repo}/deployments'
const statuses = 'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses'
const desired = { ref: 'main', environment: 'staging', auto_merge: false, required_contexts: [] }

let standIn: StandIn
beforeEach(async () => {
  standIn = await startGitHub()
})
afterEach(() => standIn.close())

/** The client on the stand-in, with time that passes only by waiting. */
async function open(token = standIn.token, patience = 120) {
  const runner = fakeRunner({ context: { repository: 'org/shop', apiUrl: standIn.url } })
  const github = await openGitHub(token, { ...runner, http: nodeHttp }, patience)
  return { github, runner }
}

const failure = async (call: Promise<unknown>): Promise<GitHubError> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(GitHubError)
  return error as GitHubError
}

it('The client reads all pages of the run’s own repository', async () => {
  const { github } = await open()
  const repository = standIn.state.repository('org/shop')
  const issue = repository.addIssue(standIn.state.user('ann'), { title: 'Approve?' })
  for (let count = 0; count < 105; count += 1)
    await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      issue_number: issue.number,
      body: `${count}`,
    })
  const before = github.spent.calls
  const found = await github.all('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    issue_number: issue.number,
  })
  expect(found.map(({ body }) => body)).toEqual(Array.from({ length: 105 }, (_, index) => `${index}`))
  expect(github.spent.calls - before).toBe(2)
  standIn.assertClean()
})

it('The client sends the ETag, which costs no budget, and reuses the answer', async () => {
  const { github } = await open()
  await github.request(create, desired)
  const first = await github.request(deployments, { environment: 'staging' })
  const left = github.spent.remaining
  const second = await github.request(deployments, { environment: 'staging' })
  expect(second).toEqual({ ...first, unchanged: true })
  expect(github.spent).toMatchObject({ calls: 3, remaining: left, limit: 1000 })
  await github.request(create, desired)
  const third = await github.request(deployments, { environment: 'staging' })
  expect(third.unchanged).toBe(false)
  expect(third.data).toHaveLength(2)
  expect(standIn.calls.map(({ status }) => status)).toEqual([201, 200, 304, 201, 200])
  standIn.assertClean()
})

it('The client reads a list that GitHub wraps in an object, also when it is unchanged', async () => {
  const { github } = await open()
  const repository = standIn.state.repository('org/shop')
  const workflow = repository.addWorkflow('pipeline.yml')
  const { id } = repository.addRun(workflow, {
    jobs: Array.from({ length: 102 }, (_, index) => `job ${index}`),
  })
  const jobs = () => github.all('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', { run_id: id })
  const first = await jobs()
  const second = await jobs()
  const names = Array.from({ length: 102 }, (_, index) => `job ${index}`)
  expect(first.map(({ name }) => name)).toEqual(names)
  expect(second.map(({ name }) => name)).toEqual(names)
  expect(standIn.calls.map(({ status }) => status)).toEqual([200, 200, 304, 304])
  standIn.assertClean()
})

it('The client never takes an error for an empty list', async () => {
  const { github } = await open()
  standIn.fail({ method: 'GET', status: 409 })
  expect(await failure(github.all(deployments, {}))).toMatchObject({ kind: 'conflict', status: 409 })
})

it.each([500, 502, 503, 408, 429])('The client waits for a %i to pass', async (status) => {
  const { github, runner } = await open()
  standIn.fail({ method: 'GET', status, times: 3, retryAfter: 4 })
  expect((await github.request(deployments, {})).data).toEqual([])
  expect(runner.clock.slept).toEqual([4, 4, 4])
  expect(github.spent.calls).toBe(4)
  expect(runner.log.lines.at(-1)).toContain('Again in 4 s.')
})

it('The client backs off without Retry-After, and also after broken connections', async () => {
  const { github, runner } = await open()
  standIn.fail({ method: 'GET', times: 5 })
  await github.request(deployments, {})
  expect(runner.clock.slept).toEqual([1, 2, 4, 8, 16])
})

it('The client gives up at its deadline, and says what did not answer', async () => {
  const { github, runner } = await open(standIn.token, 10)
  standIn.fail({ status: 503, times: Infinity })
  const error = await failure(github.request(deployments, {}))
  expect(error).toMatchObject({ kind: 'unavailable', status: 503 })
  expect(error.message).toBe('GitHub did not answer GET /repos/org/shop/deployments (503): Fault on purpose')
  expect(runner.clock.slept).toEqual([1, 2, 4])
})

it('The client never takes a lost response for a failed POST: it first searches for the result', async () => {
  const { github } = await open()
  standIn.fail({ method: 'POST', status: 502, after: true })
  const look = async () => (await github.request(deployments, { environment: 'staging' })).data[0]
  const { data } = await github.request(create, desired, look)
  const { deployments: made } = standIn.state.repository('org/shop')
  expect(made.map(({ id }) => id)).toEqual([(data as { id: number }).id])
})

it('The client repeats a POST if the search finds nothing, and if a repetition does no harm', async () => {
  const { github } = await open()
  standIn.fail({ method: 'POST', status: 502 })
  const { data } = await github.request(create, desired, async () => undefined)
  standIn.fail({ method: 'POST', path: '/statuses', after: true })
  const { id } = data as { id: number }
  await github.request(statuses, { deployment_id: id, state: 'in_progress' }, 'repeat')
  const [made] = standIn.state.repository('org/shop').deployments
  expect(made?.statuses.map(({ state }) => state)).toEqual(['in_progress', 'in_progress'])
})

it('The client does not repeat a POST with an unknown result, except one that GitHub postponed', async () => {
  const { github, runner } = await open()
  standIn.fail({ method: 'POST', status: 502, after: true })
  expect(await failure(github.request(create, desired))).toMatchObject({ kind: 'unavailable', status: 502 })
  standIn.fail({ method: 'POST', status: 403, retryAfter: 3 })
  expect((await github.request(create, desired)).status).toBe(201)
  expect(runner.clock.slept).toEqual([3])
})

it('The client names the permission that a token lacks, and does not retry', async () => {
  const reader = standIn.createToken({ permissions: { deployments: 'read' } })
  const { github, runner } = await open(reader)
  const error = await failure(github.request(create, desired))
  expect(error).toMatchObject({ kind: 'refused', status: 403 })
  expect(error.message).toMatch(
    /Resource not accessible by integration\. The token needs deployments: write$/,
  )
  expect(runner.clock.slept).toEqual([])
})

it('The client masks the token and never prints it, also not in errors', async () => {
  const { github, runner } = await open('s3cret-token')
  const error = await failure(github.request(deployments, {}))
  expect(error).toMatchObject({ kind: 'refused', status: 401 })
  expect(JSON.stringify([error, error.message, error.stack, error.cause, runner.log.lines])).not.toContain(
    's3cret',
  )
  expect(runner.log.masked).toEqual(['s3cret-token'])
})

it('The client stops waiting when the job is cancelled', async () => {
  const cancel = new AbortController()
  const runner: Runner = { ...fakeRunner(), http: nodeHttp, cancelled: cancel.signal }
  runner.context = { ...runner.context, repository: 'org/shop', apiUrl: standIn.url }
  standIn.fail({ status: 503, times: Infinity })
  const github = await openGitHub(standIn.token, runner, 3600)
  runner.clock.sleep = async () => cancel.abort()
  await expect(github.request(deployments, {})).rejects.toMatchObject({ name: 'AbortError' })
})

it.each([
  ['https://api.github.com', 'https://api.github.com/graphql'],
  ['https://ghe.example.com/api/v3', 'https://ghe.example.com/api/graphql'],
])('The client uses the API address from the runner: %s', async (apiUrl, graphqlUrl) => {
  const headers = { 'content-type': 'application/json' }
  const http = new FakeHttp(({ method }) => ({ headers, body: method === 'POST' ? '{"data":{}}' : '[]' }))
  const github = await openGitHub('t0ken', fakeRunner({ http, context: { apiUrl } }), 10)
  await github.request(deployments, { environment: 'staging' })
  await github.graphql('query { viewer { login } }', {})
  expect(http.requests.map(({ url }) => url)).toEqual([
    `${apiUrl}/repos/shop/backend/deployments?environment=staging`,
    graphqlUrl,
  ])
  expect(http.requests[0]?.headers?.authorization).toBe('token t0ken')
})

it('The client takes errors inside a GraphQL answer for errors', async () => {
  const body = JSON.stringify({ data: null, errors: [{ type: 'NOT_FOUND', message: 'No such node' }] })
  const http = new FakeHttp(() => ({ headers: { 'content-type': 'application/json' }, body }))
  const github = await openGitHub('t', fakeRunner({ http }), 10)
  expect(await failure(github.graphql('query { x }', {}))).toMatchObject({ kind: 'missing' })
})

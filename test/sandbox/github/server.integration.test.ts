import { getOctokit } from '@actions/github'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { operations } from './operations.ts'
import { routes } from './routes/index.ts'
import { type GitHub, startGitHub } from './server.ts'

const shop = { owner: 'org', repo: 'shop' }
let github: GitHub

const octokit = (token = github.token) => getOctokit(token, { baseUrl: github.url }).rest
const statusOf = (request: Promise<unknown>): Promise<number> =>
  request.then(
    () => 200,
    (error: { status?: number }) => error.status ?? 0,
  )

beforeEach(async () => {
  github = await startGitHub()
})
afterEach(() => github.close())

test('The stand-in serves exactly the operations that were cut out of the description', () => {
  expect(Object.keys(routes).sort()).toEqual([...operations].sort())
})

test('A deployment goes from pending to success, and the earlier one becomes inactive', async () => {
  const { repos } = octokit()
  const deploy = async (): Promise<number> => {
    const { data, status } = await repos.createDeployment({
      ...shop,
      ref: 'main',
      environment: 'staging',
      auto_merge: false,
      required_contexts: [],
      payload: { image: 'shop@sha256:1' },
    })
    expect(status).toBe(201)
    return (data as { id: number }).id
  }
  const report = (id: number, state: 'in_progress' | 'success') =>
    repos.createDeploymentStatus({ ...shop, deployment_id: id, state, log_url: `${github.url}/log` })
  const states = async (id: number) =>
    (await repos.listDeploymentStatuses({ ...shop, deployment_id: id })).data.map(({ state }) => state)

  const first = await deploy()
  await report(first, 'in_progress')
  await report(first, 'success')
  const second = await deploy()
  expect(await states(first)).toEqual(['success', 'in_progress'])
  await report(second, 'success')
  expect(await states(first)).toEqual(['inactive', 'success', 'in_progress'])

  const { data } = await repos.listDeployments({ ...shop, environment: 'staging' })
  expect(data.map(({ id }) => id)).toEqual([second, first])
  expect(data[0]).toMatchObject({
    payload: { image: 'shop@sha256:1' },
    creator: { login: 'github-actions[bot]' },
  })
  expect(github.assertClean()).toMatch(/^4 endpoints, 8 calls/)
})

test('Production is never made inactive by GitHub itself', async () => {
  const { repos } = octokit()
  const ids: number[] = []
  for (let round = 0; round < 2; round += 1) {
    const { data } = await repos.createDeployment({
      ...shop,
      ref: 'main',
      auto_merge: false,
      required_contexts: [],
      production_environment: true,
    })
    const { id } = data as { id: number }
    ids.push(id)
    await repos.createDeploymentStatus({ ...shop, deployment_id: id, state: 'success' })
  }
  const { data } = await repos.listDeploymentStatuses({ ...shop, deployment_id: ids[0] as number })
  expect(data.map(({ state }) => state)).toEqual(['success'])
  github.assertClean()
})

test('A deployment without auto_merge: false merges instead, and creates nothing', async () => {
  const repository = github.state.repository('org/shop')
  repository.addCommit({ branch: 'topic' })
  repository.addCommit({ message: 'main moved on' })
  const { status } = await octokit().repos.createDeployment({ ...shop, ref: 'topic', required_contexts: [] })
  expect(status).toBe(202)
  expect(repository.deployments).toEqual([])
  github.assertClean()
})

test('Tags, refs and what lies between two of them are answered', async () => {
  const repository = github.state.repository('org/shop')
  repository.addTag('v1.0.0')
  const next = repository.addCommit({ message: 'Sell more', files: ['shop.py', 'cart.py'] })
  repository.addTag('v1.1.0')
  const { repos, git } = octokit()

  expect((await repos.listTags(shop)).data.map(({ name }) => name)).toEqual(['v1.1.0', 'v1.0.0'])
  expect((await git.getRef({ ...shop, ref: 'tags/v1.1.0' })).data.object.sha).toBe(next.sha)
  expect((await git.listMatchingRefs({ ...shop, ref: 'tags/v1' })).data).toHaveLength(2)
  const { data } = await repos.compareCommitsWithBasehead({ ...shop, basehead: 'v1.0.0...main' })
  expect(data).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 })
  expect(data.files?.map(({ filename }) => filename)).toEqual(['shop.py', 'cart.py'])

  // curl does not escape the slash of a ref; GitHub takes both.
  const headers = { authorization: `Bearer ${github.token}` }
  const plain = await fetch(`${github.url}/repos/org/shop/git/ref/tags/v1.1.0`, { headers })
  expect(plain.status).toBe(200)

  await git.createRef({ ...shop, ref: 'refs/heads/lock', sha: next.sha })
  expect(await statusOf(git.createRef({ ...shop, ref: 'refs/heads/lock', sha: next.sha }))).toBe(422)
  github.assertClean()
})

test('A release is drafted, published and then the latest', async () => {
  const { repos } = octokit()
  expect(await statusOf(repos.getLatestRelease(shop))).toBe(404)
  const draft = await repos.createRelease({ ...shop, tag_name: 'v1.0.0', draft: true })
  expect(await statusOf(repos.getLatestRelease(shop))).toBe(404)
  await repos.updateRelease({ ...shop, release_id: draft.data.id, draft: false })
  expect((await repos.getLatestRelease(shop)).data.tag_name).toBe('v1.0.0')
  expect((await repos.listTags(shop)).data).toHaveLength(1)
  github.assertClean()
})

test('Strangers get 401, tokens without the permission 403, and it is no violation', async () => {
  expect(await statusOf(octokit('wrong').repos.get(shop))).toBe(401)
  expect((await fetch(`${github.url}/repos/org/shop`)).status).toBe(401)

  const reader = octokit(github.createToken({ permissions: { contents: 'read', deployments: 'read' } }))
  expect(await statusOf(reader.repos.get(shop))).toBe(200)
  expect(await statusOf(reader.repos.listDeployments(shop))).toBe(200)
  expect(await statusOf(reader.repos.createDeployment({ ...shop, ref: 'main' }))).toBe(403)
  expect(await statusOf(reader.issues.create({ ...shop, title: 'May I?' }))).toBe(403)
  expect(await statusOf(reader.repos.get({ owner: 'org', repo: 'elsewhere' }))).toBe(404)
  github.assertClean()
})

test('A request that does not conform is refused and noted', async () => {
  const { repos, issues } = octokit()
  const mistyped = { ...shop, ref: 'main', enviroment: 'staging' }
  expect(await statusOf(repos.createDeployment(mistyped))).toBe(422)
  expect(await statusOf(issues.create({ ...shop, title: undefined as unknown as string }))).toBe(422)
  expect(await statusOf(repos.listDeployments({ ...shop, stage: 'production' } as typeof shop))).toBe(422)
  expect(github.violations).toEqual([
    'request repos/create-deployment: /requestBody must NOT have additional properties: enviroment',
    "request issues/create: / must have required property 'requestBody'",
    'request repos/list-deployments: /query must NOT have additional properties: stage',
  ])
  expect(() => github.assertClean()).toThrow(/3 against GitHub's description/)
})

test('What GitHub refuses though its description allows it is refused here too', async () => {
  const { repos } = octokit()
  const desired = { ...shop, ref: 'main', auto_merge: false, required_contexts: [] }
  const { data } = await repos.createDeployment(desired)
  const success = { ...shop, deployment_id: (data as { id: number }).id, state: 'success' as const }
  expect(await statusOf(repos.createDeploymentStatus({ ...success, environment_url: 'shop.example' }))).toBe(
    422,
  )
  expect(await statusOf(repos.createDeploymentStatus({ ...success, description: 'x'.repeat(141) }))).toBe(422)
  expect(await statusOf(repos.createDeployment({ ...desired, ref: 'gone' }))).toBe(422)
  expect(await statusOf(repos.createDeployment({ ...desired, required_contexts: ['ci'] }))).toBe(409)
  github.assertClean()
})

test('An answer that does not conform is noted', async () => {
  github.alter('repos/get', (body) => ({ ...(body as object), id: 'seven', owner: undefined }))
  await octokit().repos.get(shop)
  expect(github.violations.join('\n')).toMatch(
    /answer repos\/get 200: \/ must have required property 'owner'/,
  )
  expect(github.violations.join('\n')).toMatch(/\/id must be integer/)
})

test('A path GitHub has but the stand-in has not is a violation, not a silent 404', async () => {
  expect(await statusOf(octokit().repos.listBranches(shop))).toBe(404)
  expect(github.violations).toEqual(['GET /repos/org/shop/branches: no such path here'])
})

test('Lists come in pages, linked as GitHub links them', async () => {
  const repository = github.state.repository('org/shop')
  const issue = repository.addIssue(github.state.user('ann'), { title: 'Approve?' })
  const all = getOctokit(github.token, { baseUrl: github.url })
  const comment = { ...shop, issue_number: issue.number }
  for (let count = 0; count < 35; count += 1)
    await all.rest.issues.createComment({ ...comment, body: `${count}` })

  const first = await all.rest.issues.listComments(comment)
  expect(first.data).toHaveLength(30)
  expect(first.headers.link).toMatch(/page=2>; rel="next", .*page=2>; rel="last"/)
  const found = await all.paginate(all.rest.issues.listComments, { ...comment, per_page: 10 })
  expect(found.map(({ body }) => body)).toEqual(Array.from({ length: 35 }, (_, index) => `${index}`))
  github.assertClean()
})

test('The stand-in can answer with Retry-After, cut a line, and lose an answer', async () => {
  const { repos, issues } = octokit()
  github.fail({ method: 'GET', path: '/repos/org/shop', status: 503, times: 2, retryAfter: 7 })
  const error = await repos.get(shop).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ status: 503, response: { headers: { 'retry-after': '7' } } })
  expect(await statusOf(repos.get(shop))).toBe(503)
  expect(await statusOf(repos.get(shop))).toBe(200)

  github.fail({ path: /issues$/ })
  await expect(issues.create({ ...shop, title: 'Cut' })).rejects.toThrow(/fetch failed|other side closed/)
  github.fail({ method: 'POST', path: '/issues', status: 502, after: true })
  expect(await statusOf(issues.create({ ...shop, title: 'Done, though' }))).toBe(502)
  expect(github.state.repository('org/shop').issues.map(({ title }) => title)).toEqual(['Done, though'])
  github.assertClean()
})

test('An unchanged answer is 304 and costs nothing; the budget is told and ends', async () => {
  const token = github.createToken({ limit: 3 })
  const { repos, rateLimit } = octokit(token)
  const first = await repos.get(shop)
  expect(first.headers['x-ratelimit-remaining']).toBe('2')
  const again = repos.get({ ...shop, headers: { 'if-none-match': first.headers.etag as string } })
  expect(await statusOf(again)).toBe(304)
  expect((await rateLimit.get()).data.rate).toMatchObject({ limit: 3, used: 1, remaining: 2 })
  await repos.get(shop)
  await repos.get(shop)
  const exceeded = await repos.get(shop).catch((thrown: unknown) => thrown)
  expect(exceeded).toMatchObject({ status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } })
  github.assertClean()
})

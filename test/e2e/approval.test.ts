import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import type { Run } from '../sandbox/github/state/run.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop, productionShop } from './production.ts'
import { type DistResult, runDist, startDist } from './run-dist.ts'
import { answering } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

// await-approval and deploy-production from dist/, on a real server, with GitHub's stand-in and people who comment.

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
let shop: ProductionShop
let github: GitHub

beforeAll(async () => {
  await server.wipe()
  github = await startGitHub()
  shop = await productionShop(sandbox, [server], { name: 'approval', file: lightFile })
  const repository = github.state.repository('org/shop')
  for (const login of ['ann', 'bob', 'dev']) {
    github.state.user(login)
    repository.collaborators.set(login, 'write')
  }
  repository.addWorkflow('pipeline.yml')
  repository.addWorkflow('production.yml', ['request'])
})
afterAll(() => github.close())
afterEach(() => console.log(github.assertClean()))

const repository = () => github.state.repository('org/shop')
const newRun = (event = 'push'): Run => {
  const [workflow] = repository().workflows
  if (workflow === undefined) throw new Error('no workflow')
  return repository().addRun(workflow, { event, actor: 'dev' })
}

const environmentOf = (run: Run): Record<string, string> => ({
  GITHUB_REPOSITORY: 'org/shop',
  GITHUB_SHA: run.headSha,
  GITHUB_RUN_ID: String(run.id),
  GITHUB_EVENT_NAME: run.event,
  GITHUB_API_URL: github.url,
  GITHUB_SERVER_URL: github.webUrl,
})

const approval = (run: Run, inputs: Record<string, string>) => ({
  inputs: { approvers: 'ann\nbob', token: github.token, ...inputs },
  env: environmentOf(run),
})

const deploy = (run: Run, variant: ShopVariant, given: Record<string, string> = {}): Promise<DistResult> =>
  shop.deploy(variant, {
    inputs: { 'github-token': github.token, 'require-approval': 'true', ...given },
    env: environmentOf(run),
  })

/** ann approves the newest request as soon as it is there. */
async function annApproves(): Promise<void> {
  const issue = () => repository().issues.at(-1)
  await expect.poll(() => issue()?.state === 'open' && issue()?.isLocked, { timeout: 30_000 }).toBe(true)
  const code = /`approve ([0-9a-f]{8})`/.exec(issue()?.body ?? '')?.[1]
  await fetch(`${github.url}/repos/org/shop/issues/${issue()?.number}/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.createToken({ login: 'ann' })}` },
    body: JSON.stringify({ body: `approve ${code}` }),
  })
}

test('An approval by ann while the job waits is deployed once, and nothing is deployed without her', async () => {
  const run = newRun()
  const { reference: images } = await sandbox.buildShop('light-1')
  expect((await deploy(run, 'light-1')).outputs['reason-code']).toBe('approval-refused')

  const waiting = await startDist('await-approval', approval(run, { mode: 'issue-wait', images }))
  await annApproves()
  const approved = await waiting.finished
  expect(approved.outputs['reason-code'], approved.log).toBe('done')

  const given = { approval: approved.outputs['approval'] ?? '' }
  const elsewhere = await deploy(newRun(), 'light-1', given)
  expect(elsewhere.log).toMatch(/it is for the run \d+, this is \d+/)
  const deployed = await deploy(run, 'light-1', given)
  expect(deployed.outputs['reason-code'], withoutMasks(deployed.log)).toBe('done')
  expect(await answering(server)).toEqual([`200 ${deployed.outputs['release']}`])
  expect((await deploy(run, 'light-1', given)).log).toMatch(/it was used before/)
})

test('A request without a waiting job is granted by a comment, resumed by the run that it starts, and deployed', async () => {
  const ask = newRun()
  const { reference: images } = await sandbox.buildShop('light-2')
  const resume = { 'resume-workflow': 'production.yml' }
  const asked = await runDist('await-approval', approval(ask, { mode: 'issue-resume', images, ...resume }))
  expect(asked.outputs, asked.log).toMatchObject({ 'reason-code': 'requested', granted: 'false' })
  expect(asked.summary).toContain('#### What is new')
  // Whoever starts the deploy before that comes to nothing.
  const early = await runDist(
    'await-approval',
    approval(newRun('workflow_dispatch'), { request: asked.outputs['request'] ?? '' }),
  )
  expect(early.outputs['reason-code']).toBe('approval-refused')

  await annApproves()
  const woken = newRun('issue_comment')
  const decided = await runDist(
    'await-approval',
    approval(woken, { decide: asked.outputs['request'] ?? '', ...resume }),
  )
  expect(decided.outputs, decided.log).toMatchObject({ state: 'dispatched', granted: 'false' })

  const started = repository().runs.find(({ id }) => id === repository().dispatches.at(-1)?.runId)
  if (started === undefined) throw new Error('nothing was started')
  const taken = await runDist(
    'await-approval',
    approval(started, { request: asked.outputs['request'] ?? '' }),
  )
  expect(taken.outputs, taken.log).toMatchObject({
    'reason-code': 'done',
    granted: 'true',
    'approved-by': '["ann"]',
  })
  const deployed = await deploy(started, 'light-2', { approval: taken.outputs['approval'] ?? '' })
  expect(deployed.outputs['reason-code'], withoutMasks(deployed.log)).toBe('done')
  expect(await answering(server)).toEqual([`200 ${deployed.outputs['release']}`])
  const requests = repository().deployments.filter(({ task }) => task === 'approval')
  expect(requests.map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
    ['queued', 'inactive'],
    ['queued', 'inactive'],
  ])
})

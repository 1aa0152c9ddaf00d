import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { table } from '../../src/report/markdown.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { stateOf } from '../sandbox/github/state/deployment.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionDeploy, type ProductionShop, productionShop } from './production.ts'
import type { DistResult } from './run-dist.ts'
import { answering, untilFree } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

// deploy-production from dist/ on a real server, with GitHub's stand-in: after each run the page of the environment
// says what the server serves.

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
let shop: ProductionShop
let github: GitHub
let hook: HttpServer
const told: string[] = []
let run = 0

beforeAll(async () => {
  await server.wipe()
  github = await startGitHub()
  shop = await productionShop(sandbox, [server], { name: 'deployments', file: lightFile })
  hook = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      told.push((JSON.parse(body) as { text: string }).text)
      response.end('ok')
    })
  })
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  hook.close()
  await github.close()
})
afterEach(() => {
  github.assertClean()
})

/** The next run of the workflow, of a commit of its own. */
async function deploy(variant: ShopVariant, options: ProductionDeploy = {}): Promise<DistResult> {
  const repository = github.state.repository('org/shop')
  const { sha } = repository.addCommit({ message: variant })
  const job = repository.addRun(repository.workflows[0] ?? repository.addWorkflow('pipeline.yml'))
  run = job.id
  const result = await shop.deploy(variant, {
    ...options,
    inputs: {
      'github-token': github.token,
      'environment-url': 'https://shop.example.com',
      'notify-webhook': `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
      ...options.inputs,
    },
    env: {
      GITHUB_REPOSITORY: 'org/shop',
      GITHUB_SHA: sha,
      GITHUB_RUN_ID: String(run),
      GITHUB_API_URL: github.url,
      ...options.env,
    },
  })
  job.status = 'completed'
  return result
}

const all = () => github.state.repository('org/shop').deployments

/** The histories, as `3.20.1: in_progress, success`. */
const histories = (): string[] =>
  all().map(
    ({ payload, statuses }) =>
      `${(payload as { version: string }).version}: ${statuses.map(({ state }) => state).join(', ')}`,
  )

/** What the page says serves, held against what answers on the server. */
async function assertPageIsTrue(): Promise<void> {
  const active = all().filter((one) => stateOf(one) === 'success')
  const rows = all().map((one) => {
    const { release, version } = one.payload as { release: string; version: string }
    return [String(one.id), one.task, version, release, one.sha.slice(0, 7), stateOf(one)]
  })
  const page = table(['Deployment', 'Task', 'Version', 'Release', 'Commit', 'State'], rows)
  expect(
    active.map(({ payload }) => `200 ${(payload as { release: string }).release}`),
    page,
  ).toEqual(await answering(server))
}

test('A deploy is in progress, then a success, and the webhook is notified', async () => {
  const { code, log, outputs } = await deploy('light-1')
  expect(code, withoutMasks(log)).toBe(0)
  expect(all()).toHaveLength(1)
  expect(all()[0]).toMatchObject({ environment: 'production', isProduction: true, task: 'deploy' })
  expect(all()[0]?.statuses).toMatchObject([
    { state: 'in_progress' },
    {
      state: 'success',
      environmentUrl: 'https://shop.example.com',
      logUrl: `https://github.com/org/shop/actions/runs/${run}`,
    },
  ])
  await assertPageIsTrue()
  expect(told.splice(0)).toEqual([
    `✅ org/shop, production: deploy done: ${outputs.version}, release ${outputs.release}\nada, https://github.com/org/shop/actions/runs/${run}`,
  ])
  expect(withoutMasks(log)).not.toContain(github.token)
})

test('A deploy makes the one before inactive, and the same once more records and notifies nothing', async () => {
  expect((await deploy('light-2')).outputs['reason-code']).toBe('done')
  expect(histories()).toEqual([
    expect.stringMatching(/: in_progress, success, inactive$/),
    expect.stringMatching(/: in_progress, success$/),
  ])
  await assertPageIsTrue()
  told.splice(0)
  expect((await deploy('light-2')).outputs['reason-code']).toBe('unchanged')
  expect(all()).toHaveLength(2)
  expect(told).toEqual([])
})

test('A deploy that never gets healthy is a failure, and the page still shows the live release', async () => {
  const { code, outputs } = await deploy('light-1', {
    inputs: { 'health-path': '/nothing-here', 'health-timeout': '5s' },
  })
  expect([code, outputs['reason-code']]).toEqual([1, 'unhealthy'])
  expect(histories().at(-1)).toMatch(/: in_progress, failure$/)
  expect(all().at(-1)?.statuses.at(-1)?.description).toMatch(/^unhealthy: /)
  await assertPageIsTrue()
  expect(told.splice(0)).toEqual([expect.stringContaining('deploy failed (unhealthy): ')])
})

test('A deploy that is cancelled is recorded as an error', async () => {
  const { outputs } = await deploy('light-1', { signalWhen: '::debug::▶ Start' })
  expect(outputs['reason-code']).toBe('cancelled')
  expect(histories().at(-1)).toMatch(/: in_progress, error$/)
  await untilFree(server, 120)
  await assertPageIsTrue()
  expect(told.splice(0)).toEqual([expect.stringContaining('deploy failed (cancelled)')])
})

test('A deploy without GitHub succeeds with a warning, and the next run corrects the page', async () => {
  const { code, log, outputs } = await deploy('light-1', { env: { GITHUB_API_URL: 'http://127.0.0.1:9' } })
  expect(code, withoutMasks(log)).toBe(0)
  expect(log).toMatch(/^::warning::The GitHub deployment is not up to date: GitHub did not answer/m)
  expect(await answering(server)).toEqual([`200 ${outputs.release}`])
  told.splice(0)
})

test('A runner that is killed leaves a record in progress, and the next run ends it', async () => {
  await deploy('light-2', { signalWhen: '::debug::▶ Start', signal: 'SIGKILL' })
  await untilFree(server, 120)
  // The one of the run before was made late, by this one.
  expect(histories().slice(-2)).toEqual([
    expect.stringMatching(/: success$/),
    expect.stringMatching(/: in_progress$/),
  ])
  // Nothing is to be done but to put things right: the release that serves already is asked for again.
  expect((await deploy('light-1')).outputs['reason-code']).toBe('unchanged')
  expect(histories().at(-1)).toMatch(/: in_progress, error$/)
  await assertPageIsTrue()
})

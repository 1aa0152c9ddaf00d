import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPipeline } from '../../scripts/demo/pipeline.ts'
import { type Settings, settingsFor } from '../../scripts/demo/settings.ts'
import { makeShopRepository } from '../../scripts/demo/shop-repository.ts'
import type { WorkflowRun } from '../sandbox/act.ts'
import { type Cache, startCache } from '../sandbox/cache/server.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { stateOf } from '../sandbox/github/state/deployment.ts'
import { registryAddress } from '../sandbox/names.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'

// The example pipeline and Compose file, copied as they stand into a team's repository, run in `act` with the built
// dist/ against a real server.

let server: Server
let settings: Settings
let github: GitHub
let cache: Cache
const repository = makeShopRepository()

beforeAll(async () => {
  const sandbox = await openSandbox({ servers: 1 })
  server = sandbox.servers[0] as Server
  settings = settingsFor(server, sandbox.registry)
  await server.wipe()
  github = await startGitHub()
  cache = await startCache()
})
afterAll(async () => {
  repository.remove()
  await github.close()
  await cache.close()
})

/** Commits a variant of the shop, pushes it, and waits for the workflow. */
async function push(
  variant: ShopVariant,
  vars: Record<string, string> = {},
  workflow: 'pipeline.yml' | 'one-step.yml' = 'pipeline.yml',
): Promise<WorkflowRun> {
  repository.commit(variant)
  const own = { ...settings, vars: { ...settings.vars, ...vars } }
  const run = await runPipeline(repository, own, { github, cache }, workflow)
  expect(revealed(run)).toEqual([])
  expect(github.violations).toEqual([])
  return run
}

/** What secrets hold, by the name of the secret; `DEBUG=False` and the like are none. */
function secretTexts(): [name: string, text: string][] {
  const { STAGING_ENVIRONMENT = '', STAGING_SSH_KEY = '', REGISTRY_PASSWORD = '' } = settings.secrets
  const keyLines = (text: string): string[] => text.split('\n').filter((line) => /^[\w+/=]{40,}$/.test(line))
  const secretKey = /^SECRET_KEY=(.+)$/m.exec(STAGING_ENVIRONMENT)?.[1] ?? ''
  return [
    ['REGISTRY_PASSWORD', REGISTRY_PASSWORD],
    ['SECRET_KEY', secretKey],
    ...keyLines(STAGING_SSH_KEY).map((line): [string, string] => ['STAGING_SSH_KEY', line]),
    ...keyLines(STAGING_ENVIRONMENT).map((line): [string, string] => ['RSA_PRIVATE_KEY', line]),
  ]
}

/** The secrets that stand in the log, even where the runner would mask them, or in a summary, which it never masks. */
function revealed({ unmasked, jobs }: WorkflowRun): string[] {
  const told = [unmasked, ...Object.values(jobs).map(({ summary }) => summary)].join('\n')
  return secretTexts().flatMap(([name, text]) => (text !== '' && told.includes(text) ? [name] : []))
}

const results = ({ jobs }: WorkflowRun) =>
  Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]))

const step = ({ jobs }: WorkflowRun, job: string, id: string) =>
  jobs[job]?.steps.find((one) => one.id === id || one.name === id)

/** Which release answers, by which image, in which version. */
async function serving() {
  const { headers } = await fetch(`${settings.url}/health/`)
  const shop = (await (await fetch(`${settings.url}/whoami/`)).json()) as { version: string }
  const look = `docker ps -q --filter label=saleor-deploy.role=web | xargs docker inspect --format '{{.Config.Image}}'`
  const { stdout } = await server.run(['sh', '-c', look])
  return {
    release: headers.get('x-saleor-release'),
    version: shop.version,
    images: stdout.trim().split('\n'),
  }
}

/** Production follows once there are servers for it. */
const noProduction = { approval: 'skipped', production: 'skipped' }

/** What the page of the environment says serves, and in which states its deployments are. */
function page() {
  const { deployments } = github.state.repository('org/shop')
  return {
    active: deployments
      .filter((one) => stateOf(one) === 'success')
      .map(({ payload }) => (payload as { release: string }).release),
    states: deployments.map(stateOf),
  }
}

/** What served before a push that has to change nothing. */
let good: Awaited<ReturnType<typeof serving>>

test('A push is built, tested and deployed by digest, and every stage writes its summary', async () => {
  const run = await push('v1')
  const built = { source: 'success', build: 'success', test: 'success', staging: 'success' }
  expect(results(run), run.output.split('\n').slice(-60).join('\n')).toEqual({ ...built, ...noProduction })

  const image = step(run, 'build', 'push')?.outputs['image']
  const { release } = step(run, 'staging', 'deploy')?.outputs ?? {}
  expect(image).toMatch(new RegExp(`^${registryAddress}/demo/saleor@sha256:[0-9a-f]{64}$`))
  good = await serving()
  expect(good).toEqual({ release, version: '3.20.0', images: [image] })
  expect(page()).toEqual({ active: [release], states: ['success'] })

  const { build, test: tests, staging } = run.jobs
  expect(build?.summary.match(/^### .*/gm)).toEqual([
    expect.stringMatching(/^### ✅ saleor 3\.20\.0-\w+ is built; nothing is deployed yet/),
    expect.stringMatching(/^### ✅ saleor@[0-9a-f]{12} is pushed; nothing is deployed yet/),
  ])
  expect(staging?.summary.match(/^### .*/gm)).toEqual([
    expect.stringMatching(/^### ✅ Version 3\.20\.0-\w+ serves on .*; nothing served there before/),
    expect.stringContaining(settings.url),
  ])
  expect(staging?.summary).toContain(`- Image now: \`${image}\``)
  expect(staging?.summary).toMatch(/\| ✅ \| Commit: the point of no return \|/)
  expect(staging?.summary).toContain(`| ✅ | graphql release | \`${release}\` |`)
  // On an empty database of their own, in the image that was built a minute ago.
  expect(tests?.steps[0]?.log.join('\n')).toMatch(
    /System check[^]*No changes detected[^]*Applying core\.0001_initial/,
  )
})

test('Tests that fail end the pipeline, and their image is not deployed', async () => {
  const run = await push('v2', { TEST_COMMAND: 'python manage.py check && exit 3' })
  const ended = { source: 'success', build: 'success', test: 'failure', staging: 'skipped' }
  expect(results(run)).toEqual({ ...ended, ...noProduction })
  expect(await serving()).toEqual(good)
})

test('A release that never gets healthy makes staging red, and the one before continues to serve', async () => {
  const run = await push('never-healthy', { STAGING_HEALTH_TIMEOUT: '8s' })
  const ended = { source: 'success', build: 'success', test: 'success', staging: 'failure' }
  expect(results(run)).toEqual({ ...ended, ...noProduction })
  const deploy = step(run, 'staging', 'deploy')
  expect([deploy?.result, deploy?.outputs['reason-code']]).toEqual(['failure', 'unhealthy'])
  expect(step(run, 'staging', 'Smoke test from outside')?.result).toBe('skipped')
  // The container's own words are the first thing that somebody at night wants to read.
  expect(run.jobs['staging']?.summary).toContain('warehouse index is missing: refusing traffic')
  expect(await serving()).toEqual(good)
  expect(page()).toEqual({ active: [good.release], states: ['success', 'failure'] })
})

test('The one-step form does the same as the pipeline in one job, with inputs of the same names', async () => {
  const run = await push('v2', {}, 'one-step.yml')
  expect(results(run), run.output.split('\n').slice(-60).join('\n')).toEqual({ deploy: 'success' })
  const { image, release, ...outputs } = step(run, 'deploy', 'deploy')?.outputs ?? {}
  expect(await serving()).toEqual({ release, version: '3.20.1', images: [image] })
  expect(page()).toEqual({ active: [release], states: ['inactive', 'failure', 'success'] })
  expect(outputs).toMatchObject({ 'previous-release': good.release, 'reason-code': 'done' })
  // `act` reads the last part's summary once more when the action that called it ends.
  expect(new Set(run.jobs['deploy']?.summary.match(/^### .*/gm)).size).toBe(4)
})

test('The one-step form says of a first release with a red smoke test that it stays and serves', async () => {
  await server.wipe()
  const run = await push('v1', { STAGING_URL: server.url(8443) }, 'one-step.yml')
  expect(results(run)).toEqual({ deploy: 'failure' })
  const { release } = await serving()
  const errors = run.jobs['deploy']?.steps.flatMap(({ annotations }) => annotations) ?? []
  const told = (level: string): string[] =>
    errors.filter((one) => one.level === level).map(({ message }) => message)
  // One error: the smoke test's, with its cause. The way back is none, and no fault.
  expect(told('error')).toEqual([expect.stringMatching(/Nothing listens on port 8443 of /)])
  expect(told('error')[0]).toContain(`Release ${release}`)
  expect(told('warning')).toContainEqual(
    expect.stringContaining(
      `${release} is the first release: there is nothing to go back to, so it stays and serves`,
    ),
  )
  expect(run.output).not.toContain('deploy the one that is wanted')
})

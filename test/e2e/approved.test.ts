import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPipeline } from '../../scripts/demo/pipeline.ts'
import { type Settings, settingsFor } from '../../scripts/demo/settings.ts'
import { makeShopRepository } from '../../scripts/demo/shop-repository.ts'
import { table } from '../../src/report/markdown.ts'
import type { WorkflowRun } from '../sandbox/act.ts'
import { type Cache, startCache } from '../sandbox/cache/server.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { stateOf } from '../sandbox/github/state/deployment.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, productionEnvironment } from './production.ts'
import { answering as served } from './serves-alone.ts'

// The whole way of a commit and of a tag, by the examples as they stand, in `act` on real servers: staging, a request in
// an issue, a person's comment, production on three of them, and the ways back. At every moment the page of each
// environment says what its servers serve.

const sandbox = await openSandbox({ servers: 4, data: true })
const [staging, ...production] = sandbox.servers as [Server, Server, Server, Server]
const repository = makeShopRepository()
const fake = mkdtempSync(join(tmpdir(), 'gh-'))
let github: GitHub
let cache: Cache
let settings: Settings

beforeAll(async () => {
  await Promise.all(sandbox.servers.map((server) => server.wipe()))
  const database = await sandbox.data.createDatabase('approved')
  const base = settingsFor(staging, sandbox.registry)
  const [first] = production as [Server, Server, Server]
  settings = {
    ...base,
    vars: {
      ...base.vars,
      // Of its own: on a machine that several test runs share, two would push the same name.
      IMAGE: `${sandbox.registry.address}/approved/saleor`,
      STAGING_HEALTH_TIMEOUT: '240s',
      PRODUCTION_HOSTS: production.map(({ address }) => address).join('\n'),
      PRODUCTION_USER: first.user,
      PRODUCTION_URL: first.url(8000),
      PRODUCTION_KNOWN_HOSTS: production.map(({ knownHosts }) => knownHosts).join('\n'),
      PRODUCTION_BAKE: '5s',
      APPROVERS: 'bob',
    },
    secrets: {
      ...base.secrets,
      PRODUCTION_SSH_KEY: first.privateKey,
      PRODUCTION_ENVIRONMENT: productionEnvironment(database),
    },
  }
  github = await startGitHub()
  // Without one, each build asks for ten seconds in vain.
  cache = await startCache()
  for (const login of ['ada', 'bob']) {
    github.state.user(login)
    github.state.repository('org/shop').collaborators.set(login, 'write')
  }
  // GitHub's command line is on its runners and not here; of it the example uses one call.
  writeFileSync(join(fake, 'gh'), ghStandIn)
  chmodSync(join(fake, 'gh'), 0o755)
})
afterAll(async () => {
  repository.remove()
  rmSync(fake, { recursive: true })
  await github.close()
  await cache.close()
})

const ghStandIn = `#!/bin/sh
set -eu
[ "$1 $2 $4 $6 $7 $8" = "release create --repo --verify-tag --generate-notes --notes" ]
curl --fail --silent --show-error --request POST "$GITHUB_API_URL/repos/$5/releases" \\
  --header "Authorization: Bearer $GH_TOKEN" --header 'Content-Type: application/json' \\
  --data "{\\"tag_name\\":\\"$3\\",\\"generate_release_notes\\":true,\\"prerelease\\":\${10##*=}}"
`

type Workflow = 'pipeline.yml' | 'release.yml' | 'rollback.yml'

function runTo(
  workflow: Workflow,
  event: { event?: string; eventPayload?: Record<string, unknown> } = {},
): Promise<WorkflowRun> {
  const surroundings = { github, cache, env: { PATH: `${fake}:${process.env.PATH}` }, ...event }
  return runPipeline(repository, settings, surroundings, workflow)
}

/** Runs a workflow; as soon as it has asked, bob answers. Meanwhile pages and servers are compared. */
async function answering(start: () => Promise<WorkflowRun>, answer = ''): Promise<WorkflowRun> {
  const { issues } = github.state.repository('org/shop')
  const asked = issues.length
  const running = start()
  const over = running.then(
    () => true,
    () => true,
  )
  let answered = false
  while (!(await Promise.race([over, sleep(1000, false)]))) {
    await comparePages()
    const issue = issues[asked]
    const [, code] = /`approve ([0-9a-f]{8})`/.exec(issue?.body ?? '') ?? []
    if (issue === undefined || code === undefined || answered || answer === '') continue
    answered = true
    await fetch(`${github.url}/repos/org/shop/issues/${issue.number}/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.createToken({ login: 'bob' })}` },
      body: JSON.stringify({ body: answer.replace('CODE', code) }),
    })
  }
  const run = await running
  expect(github.violations).toEqual([])
  return run
}

const differences: string[] = []
let comparisons = 0

const deploymentsOf = (environment: string) =>
  github.state
    .repository('org/shop')
    .deployments.filter((one) => one.environment === environment && one.task !== 'approval')

/** What each page says against what each server serves; while a deploy is in progress it may be either. */
async function comparePages(): Promise<void> {
  for (const [name, servers] of [
    ['staging', [staging]],
    ['production', production],
  ] as const) {
    const before = deploymentsOf(name).map(stateOf).join()
    const answers = servers.map((server) => served(server).catch(() => ['nothing']))
    const found = (await Promise.all(answers)).flat()
    const all = deploymentsOf(name)
    const states = all.map(stateOf)
    // What changed while the servers were asked, or is just being changed, can't be compared.
    if (before !== states.join() || states.some((state) => ['in_progress', 'pending'].includes(state)))
      continue
    comparisons += 1
    const active = all.filter((_, index) => states[index] === 'success')
    const page = active.map((one) => `200 ${releaseOf(one)}`)
    const says = page.length === 0 ? 'nothing' : page.join()
    for (const one of found) {
      const serves = one.startsWith('200 ') ? one : 'nothing'
      if (serves !== says) differences.push(`${name}: the page says ${says}, served is ${one}`)
    }
  }
}

/** The page as people see it. */
function pages(): string {
  return table(
    ['Environment', 'Task', 'Version', 'Release', 'Commit', 'State'],
    ['staging', 'production'].flatMap((name) =>
      deploymentsOf(name).map((one) => {
        const { version, release } = one.payload as { version: string; release: string }
        return [name, one.task, version, release, one.sha.slice(0, 7), stateOf(one)]
      }),
    ),
  )
}

function commit(variant: ShopVariant): void {
  repository.commit(variant, { 'docker-compose.production.yml': lightFile('') })
}

const results = ({ jobs }: WorkflowRun) =>
  Object.fromEntries(Object.entries(jobs).map(([name, { result }]) => [name, result]))
const shown = ({ output }: WorkflowRun): string => output.split('\n').slice(-80).join('\n')
const green = { build: 'success', staging: 'success', approval: 'success', production: 'success' }
const pushed = { source: 'success', test: 'success', ...green }

const releaseOf = ({ payload }: { payload: unknown }): string => (payload as { release: string }).release

/** The release of the newest record of an environment. */
function newestOf(environment: string): string {
  const newest = deploymentsOf(environment).at(-1)
  return newest === undefined ? 'nothing' : releaseOf(newest)
}

/** What each server of production answers with. */
const inProduction = (): Promise<string[]> =>
  Promise.all(production.map(async (server) => (await served(server)).join()))

const everywhere = (release: string): string[] => production.map(() => `200 ${release}`)

test('A push is built, tested, verified on staging, approved by a comment, and goes live on all of production', async () => {
  commit('v1')
  const run = await answering(() => runTo('pipeline.yml'), 'approve CODE')
  expect(results(run), shown(run)).toEqual(pushed)
  expect(await inProduction()).toEqual(everywhere(newestOf('production')))
}, 900_000)

test('A tag goes through the same pipeline, and gets release notes', async () => {
  commit('v2')
  repository.tag('v3.20.1')
  const event = { eventPayload: { ref: 'refs/tags/v3.20.1' } }
  const run = await answering(() => runTo('release.yml', event), 'approve CODE')
  expect(results(run), shown(run)).toEqual({ ...green, notes: 'success' })
  expect(await inProduction()).toEqual(everywhere(newestOf('production')))
  expect(github.state.repository('org/shop').releases.map(({ tag }) => tag)).toEqual(['v3.20.1'])
}, 900_000)

test('A person rolls production back, and the deployments page shows it', async () => {
  const [before, live] = deploymentsOf('production').map(releaseOf)
  const inputs = { environment: 'production', to: 'previous', database: 'keep', reason: 'checkout is slow' }
  const event = { event: 'workflow_dispatch', eventPayload: { inputs } }
  const run = await answering(() => runTo('rollback.yml', event))
  expect(results(run), shown(run)).toEqual({ rollback: 'success' })
  expect(await inProduction()).toEqual(everywhere(before as string))
  const [first, second, back] = deploymentsOf('production')
  expect([first, second].map((one) => one && stateOf(one))).toEqual(['inactive', 'inactive'])
  expect(back).toMatchObject({ task: 'rollback', payload: { release: before } })
  expect(back?.statuses.at(-1)).toMatchObject({ state: 'success' })
  expect(before).not.toBe(live)
}, 900_000)

test('A push that fails its smoke test is rolled back from staging at once, without a request for approval', async () => {
  const before = newestOf('staging')
  commit('fails-often')
  const run = await answering(() => runTo('pipeline.yml'))
  const ended = { ...pushed, staging: 'failure', approval: 'skipped', production: 'skipped' }
  expect(results(run), shown(run)).toEqual(ended)
  expect(await served(staging)).toEqual([`200 ${before}`])
  const [bad, back] = deploymentsOf('staging').slice(-2)
  expect([bad?.task, back?.task]).toEqual(['deploy', 'rollback'])
  expect([bad, back].map((one) => one && stateOf(one))).toEqual(['inactive', 'success'])
}, 900_000)

test('A push that is denied stays on staging', async () => {
  commit('v2')
  const before = deploymentsOf('production').length
  const run = await answering(() => runTo('pipeline.yml'), 'deny not on a Friday')
  expect(results(run), shown(run)).toEqual({ ...pushed, approval: 'failure', production: 'skipped' })
  expect(deploymentsOf('production')).toHaveLength(before)
}, 900_000)

test('The deployments pages named the release of the servers at every moment', () => {
  console.log(`${comparisons} comparisons\n\n${pages()}`)
  expect(differences).toEqual([])
  expect(comparisons).toBeGreaterThan(20)
})

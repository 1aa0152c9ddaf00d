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
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { stateOf } from '../sandbox/github/state/deployment.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, productionEnvironment } from './production.ts'
import { answering as served } from './serves-alone.ts'

// The whole way of a commit and of a tag, by the examples as they stand, in `act` on real servers: staging, a request in
// an issue, a person's comment, production. At every moment the page of each environment says what its servers serve.

const sandbox = await openSandbox({ servers: 3, data: true })
const [staging, ...production] = sandbox.servers as [Server, Server, Server]
const repository = makeShopRepository()
const fake = mkdtempSync(join(tmpdir(), 'gh-'))
let github: GitHub
let settings: Settings

beforeAll(async () => {
  await Promise.all(sandbox.servers.map((server) => server.wipe()))
  const database = await sandbox.data.createDatabase('approved')
  const base = settingsFor(staging, sandbox.registry)
  const [first] = production as [Server, Server]
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
})

const ghStandIn = `#!/bin/sh
set -eu
[ "$1 $2 $4 $6 $7 $8" = "release create --repo --verify-tag --generate-notes --notes" ]
curl --fail --silent --show-error --request POST "$GITHUB_API_URL/repos/$5/releases" \\
  --header "Authorization: Bearer $GH_TOKEN" --header 'Content-Type: application/json' \\
  --data "{\\"tag_name\\":\\"$3\\",\\"generate_release_notes\\":true,\\"prerelease\\":\${10##*=}}"
`

function runTo(workflow: 'pipeline.yml' | 'release.yml', ref?: string): Promise<WorkflowRun> {
  const surroundings = {
    github,
    env: { PATH: `${fake}:${process.env.PATH}` },
    ...(ref === undefined ? {} : { eventPayload: { ref } }),
  }
  return runPipeline(repository, settings, surroundings, workflow)
}

/** Runs a workflow; as soon as it has asked, bob answers. Meanwhile pages and servers are compared. */
async function answering(start: () => Promise<WorkflowRun>, answer: string): Promise<WorkflowRun> {
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
    if (issue === undefined || code === undefined || answered) continue
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
    const page = active.map(({ payload }) => `200 ${(payload as { release: string }).release}`)
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

test('a tag is built, proved on staging, approved by a comment, deployed to all, and gets its notes', async () => {
  commit('v1')
  repository.tag('v3.20.0')
  const run = await answering(() => runTo('release.yml', 'refs/tags/v3.20.0'), 'approve CODE')
  expect(results(run), shown(run)).toEqual({ ...green, notes: 'success' })
  const [release] = deploymentsOf('production').map(({ payload }) => (payload as { release: string }).release)
  for (const server of production) expect(await served(server)).toEqual([`200 ${release}`])
  expect(github.state.repository('org/shop').releases.map(({ tag }) => tag)).toEqual(['v3.20.0'])
}, 900_000)

test('a push that is denied stays on staging', async () => {
  commit('v2')
  const before = deploymentsOf('production').length
  const run = await answering(() => runTo('pipeline.yml'), 'deny not on a Friday')
  const ended = { ...green, approval: 'failure', production: 'skipped' }
  expect(results(run), shown(run)).toEqual({ source: 'success', test: 'success', ...ended })
  expect(deploymentsOf('production')).toHaveLength(before)
}, 900_000)

test('at every moment the pages said what the servers served', () => {
  console.log(`${comparisons} comparisons\n\n${pages()}`)
  expect(differences).toEqual([])
  expect(comparisons).toBeGreaterThan(20)
})

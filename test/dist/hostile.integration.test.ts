import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DistResult, runDist, startDist } from '../e2e/run-dist.ts'
import { checkout, guide, mistakes } from '../host/mistakes.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import { type Said, startSshServer } from './ssh-server.ts'

/** Commands to the runner in all the forms that its two parsers take. */
const hostile = [
  'boot ##[set-output name=release]evil',
  '##[stop-commands]x',
  '##[add-mask]staging',
  '::set-output name=release::evil',
  '\x85::stop-commands::x',
  '\u2028 ::add-mask::staging\r::add-mask::abc',
  '\ufeff::save-state name=a::b',
  // Some messages have the last line alone.
  'boot ##[set-output name=release]evil',
].join('\n')
/** What is left of the first line when it is no command any more. */
const harmless = 'boot ## [set-output name=release]evil'
/** On one line, for what takes just one. */
const oneLine = 'boot ##[set-output name=release]evil ##[stop-commands]x \x85::add-mask::abc'

const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
const digest = `sha256:${'4'.repeat(64)}`
const [[, deployInputs] = ['', {}]] = mistakes

let github: GitHub
let web: Server
/** Of a server of HTTP that answers each request with the hostile text. */
let address = ''

beforeAll(async () => {
  github = await startGitHub()
  const errors = JSON.stringify({ errors: [{ code: 'DENIED', message: hostile }], message: hostile })
  web = createServer((request, response) => {
    request.resume()
    response
      .writeHead(403, { 'content-type': 'application/json', server: '##[debug]x', location: '##[group]x' })
      .end(request.url?.startsWith('/plain') === true ? hostile : errors)
  })
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
  address = `127.0.0.1:${(web.address() as AddressInfo).port}`
})

afterAll(async () => {
  web.close()
  await github.close()
})

/** A PATH on which the program prints the hostile text to both outputs and fails, when its arguments are such. */
function programThat(name: string, such: string): Record<string, string> {
  const path = mkdtempSync(join(folder, 'path-'))
  writeFileSync(join(path, 'text'), `${hostile}\n`)
  const script = `#!/bin/sh\ncase "$*" in ${such}) cat ${path}/text; cat ${path}/text >&2; exit 1;; *) echo 2.29.0;; esac\n`
  writeFileSync(join(path, name), script, { mode: 0o755 })
  return { PATH: `${path}:${process.env.PATH}` }
}

const push = (inputs: Record<string, string>, env: Record<string, string>): Promise<DistResult> =>
  runDist('push-registry', {
    inputs: { image: `${address}/shop/backend`, tags: '1.4.2', attempts: '1', ...inputs },
    env,
  })

const smoke = (inputs: Record<string, string>): Promise<DistResult> =>
  runDist('smoke-test', {
    inputs: {
      ...{ url: `http://${address}`, interval: '1s', timeout: '3s', 'load-duration': '0' },
      ...{ 'sentry-url': `http://${address}`, 'sentry-token': 't', 'sentry-organization': 'o' },
      ...{ 'sentry-project': 'p', 'sentry-release': 'r' },
      ...inputs,
    },
  })

async function lookInside(said: Said): Promise<DistResult> {
  const { inputs, close } = await startSshServer(folder, said)
  return await smoke(inputs).finally(close)
}

async function maintain(said: Said): Promise<DistResult> {
  const { inputs, close } = await startSshServer(folder, said)
  const { host = '', ...connection } = inputs
  return await runDist('maintenance', { inputs: { ...connection, hosts: host, state: 'on' } }).finally(close)
}

/** The request of a run in which everything has a hostile name, and what a person does about it. */
async function ask({ words, failing, closes }: Asked): Promise<DistResult> {
  const name = `org/shop-${github.state.repositories.size}`
  const repository = github.state.addRepository(name)
  const author = `bob ${oneLine}`
  for (const login of ['dev', author]) repository.collaborators.set(github.state.user(login).login, 'write')
  repository.addCommit({ message: `${oneLine}\n\n${hostile}`, author })
  const workflow = repository.addWorkflow('pipeline.yml')
  const run = repository.addRun(workflow, { actor: author, jobs: [oneLine] })
  if (failing === true) github.fail({ status: 422, message: hostile })
  const action = await startDist('await-approval', {
    inputs: {
      mode: 'issue-wait',
      images: `ghcr.io/org/shop@${digest}`,
      approvers: 'dev',
      token: github.token,
    },
    env: {
      GITHUB_REPOSITORY: name,
      GITHUB_SHA: run.headSha,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_API_URL: github.url,
      GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
      GITHUB_SERVER_URL: github.webUrl,
    },
  })
  const isAsked = async (): Promise<void> => {
    await expect.poll(() => repository.issues[0]?.isLocked, { timeout: 15_000 }).toBe(true)
  }
  if (words !== undefined) {
    await isAsked()
    const headers = { authorization: `Bearer ${github.createToken({ login: author })}` }
    const issue = `${github.url}/repos/${name}/issues/${repository.issues[0]?.number}`
    if (closes) await fetch(issue, { method: 'PATCH', headers, body: '{"state":"closed"}' })
    else await fetch(`${issue}/comments`, { method: 'POST', headers, body: JSON.stringify({ body: words }) })
  }
  return await action.finished
}

/** What happens to a request. */
interface Asked {
  /** GitHub answers with an error. */
  failing?: boolean
  /** Somebody comments. */
  words?: string
  /** Or closes it. */
  closes?: boolean
}

const sources: [source: string, run: () => Promise<DistResult>, told?: string][] = [
  ["a server's banner before a refused login", () => maintain({ banner: hostile, refuses: true })],
  ['a login that runs something else', () => maintain({ instead: hostile })],
  [
    "a server's tools",
    () => lookInside({ prints: hostile.replaceAll('boot', 'tool') }),
    harmless.replace('boot', 'tool'),
  ],
  ["a shop's and Sentry's answers", () => smoke({})],
  [
    "a registry's error",
    () => push({ promote: `${address}/shop/staging@${digest}` }, programThat('docker', '*')),
  ],
  [
    'docker on the runner, which refuses a login',
    () => push({ username: 'ada', password: 'sesame' }, programThat('docker', '*')),
  ],
  ['docker on the runner, which has no such image', () => push({}, programThat('docker', '*'))],
  [
    'docker on the runner, which does not answer',
    () =>
      runDist('build-image', {
        cwd: checkout({ Dockerfile: 'FROM scratch\n' }),
        inputs: { image: 'registry.example.com/shop', verify: 'none' },
        env: programThat('docker', '*'),
      }),
  ],
  [
    'docker compose on the runner',
    () =>
      runDist('deploy-staging', {
        inputs: deployInputs,
        cwd: checkout({ 'docker-compose.staging.yml': guide }),
        env: programThat('docker', '*config*'),
      }),
  ],
  ["GitHub's error", () => ask({ failing: true })],
  ['the names on GitHub of who denies, and why', () => ask({ words: `deny ${oneLine}` })],
  ['the names on GitHub of who closes it', () => ask({ words: '', closes: true })],
]

test.for(sources)(
  'Hostile text becomes no command to the runner: %s',
  { timeout: 120_000 },
  async ([, run, told = harmless]) => {
    const ran = await run()
    expect(ran.log).toContain(told)
    expect(unintended(ran)).toEqual([])
  },
)

/** What the runner would take for a command and we didn't mean as one. */
function unintended({ log, commands }: DistResult): string[] {
  const own = ['add-mask', 'error', 'warning', 'debug', 'group', 'endgroup']
  const theirs = ['abc', 'staging']
  return [
    ...commands.filter(({ name }) => !own.includes(name)).map(({ name }) => name),
    ...commands
      .filter(({ name, data }) => name === 'add-mask' && theirs.includes(data))
      .map(({ data }) => data),
    ...(log.match(/##\[/g) ?? []),
  ]
}

import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DistOptions, startDist } from '../e2e/run-dist.ts'
import { type GitHub, startGitHub } from '../sandbox/github/server.ts'
import type { Run } from '../sandbox/github/state/run.ts'

let github: GitHub
let run: Run
beforeEach(async () => {
  github = await startGitHub()
  const { state } = github
  const repository = state.repository('org/shop')
  for (const login of ['ann', 'bob', 'dev']) {
    state.user(login)
    repository.collaborators.set(login, 'write')
  }
  run = repository.addRun(repository.addWorkflow('pipeline.yml'), { actor: 'dev' })
})
afterEach(async () => {
  console.log(github.assertClean())
  await github.close()
})

/** The action in the stand-in's run, as a job would have it. */
async function start(inputs: Record<string, string>, options: DistOptions = {}) {
  const images = `ghcr.io/org/shop@sha256:${'a'.repeat(64)}`
  return await startDist('await-approval', {
    ...options,
    inputs: { mode: 'issue-wait', images, approvers: 'ann\nbob', token: github.token, ...inputs },
    env: {
      GITHUB_REPOSITORY: 'org/shop',
      GITHUB_SHA: run.headSha,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_ACTOR: 'dev',
      GITHUB_API_URL: github.url,
      GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
      GITHUB_SERVER_URL: github.webUrl,
    },
  })
}

const issue = () => github.state.repository('org/shop').issues.at(-1)

/** Writes a comment as soon as there is a request. */
async function comment(login: string, text: (code: string) => string): Promise<void> {
  await expect.poll(() => issue()?.isLocked, { timeout: 60_000 }).toBe(true)
  const code = /`approve ([0-9a-f]{8})`/.exec(issue()?.body ?? '')?.[1] ?? ''
  await fetch(`${github.url}/repos/org/shop/issues/${issue()?.number}/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${github.createToken({ login })}` },
    body: JSON.stringify({ body: text(code) }),
  })
}

it('The job is green when a person approves, and its log names the person and the issue', async () => {
  const action = await start({ version: '3.20.5' })
  await comment('ann', (code) => `approve ${code}`)
  const ended = await action.finished
  expect(ended.code, ended.log).toBe(0)
  expect(ended.outputs).toMatchObject({ 'reason-code': 'done', granted: 'true', 'approved-by': '["ann"]' })
  expect(JSON.parse(ended.outputs['approval'] ?? '')).toMatchObject({
    environment: 'production',
    run: String(run.id),
  })
  expect(ended.log).toContain(`Waiting for approval: ${github.webUrl}/org/shop/issues/1, code `)
  expect(ended.log.match(/^::add-mask::/gm)).not.toBeNull()
  expect(ended.log.replace(/^::add-mask::.*$/gm, '')).not.toContain(github.token)
  expect(ended.summary).toContain('### ✅ Approved for production by `ann`')
})

it('The job is red when a person denies', async () => {
  const action = await start({})
  await comment('bob', () => 'deny not on a Friday')
  const ended = await action.finished
  expect(ended.code).toBe(1)
  expect(ended.outputs).toMatchObject({ 'reason-code': 'approval-denied', granted: 'false', state: 'denied' })
  expect(ended.log).toContain('::error::Not approved (denied): bob denied it: not on a Friday.')
  expect(ended.outputs).not.toHaveProperty('approval')
})

it('The job closes its request when it is cancelled, before the runner kills it', async () => {
  const action = await start({}, { signalWhen: 'missing: 1 more approval' })
  const ended = await action.finished
  expect(ended.outputs['reason-code']).toBe('cancelled')
  expect(ended.code).toBe(1)
  expect(issue()?.state).toBe('closed')
  expect(ended.seconds).toBeLessThan(60)
})

it('The error names the missing permission', async () => {
  const token = github.createToken({ permissions: { actions: 'read', contents: 'read' } })
  const ended = await (await start({ token })).finished
  expect(ended.outputs).toMatchObject({ 'reason-code': 'github-unavailable' })
  expect(ended.log).toMatch(/The job needs `permissions:`/)
})

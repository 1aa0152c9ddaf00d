import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bindingHash, verifyApproval } from '../../src/approval/rules/binding.ts'
import { StepRunner } from './stage.ts'

let stage: StepRunner
beforeEach(async () => {
  stage = await StepRunner.open()
})
afterEach(async () => {
  stage.github.assertClean()
  await stage.github.close()
})

const wait = { mode: 'issue-wait' }

describe('mode issue-wait', () => {
  it('A comment grants the request, and deploy-production accepts the approval from the output', async () => {
    stage.after(300, () => stage.says('ann', 'approve CODE'))
    const ended = await stage.act({ ...wait, version: '3.20.5' })
    expect(ended).toMatchObject({
      reason: 'done',
      outputs: { granted: 'true', state: 'granted', 'approved-by': '["ann"]' },
    })
    const approval = JSON.parse(ended.outputs['approval'] ?? '') as Parameters<typeof bindingHash>[0]
    const { repository, environment, run, attempt, commit, live } = approval
    const intent = {
      repository,
      environment,
      run,
      attempt,
      commit,
      live,
      used: [],
      now: new Date(stage.clock.now()).toISOString(),
    }
    const image = approval.images[0] ?? ''
    expect(verifyApproval(ended.outputs['approval'] ?? '', { ...intent, images: [image] }).hash).toMatch(
      stage.code,
    )
    expect(stage.issue).toMatchObject({
      state: 'closed',
      stateReason: 'completed',
      isLocked: true,
      title: 'Deploy 3.20.5 to production?',
    })
    expect(stage.issue.assignees.map(({ login }) => login)).toEqual(['ann', 'bob', 'cem'])
    expect(stage.states).toEqual([
      expect.stringMatching(/^queued One person must approve/),
      `inactive Taken up by run ${stage.run.id}, attempt 1`,
    ])
    expect(ended.summary).toContain('To approve, write a comment')
  })

  it('Images are given as to deploy-production, with a service in front, and the images alone are bound', async () => {
    const images = ['shop', 'storefront'].map((name) => `ghcr.io/org/${name}@sha256:${'b'.repeat(64)}`)
    stage.after(300, () => stage.says('ann', 'approve CODE'))
    const { outputs } = await stage.act({ ...wait, images: `${images[0]}\nstorefront=${images[1]}` })
    expect(JSON.parse(outputs['images'] ?? '')).toEqual(images)
    expect(outputs['image']).toBe(images[0])
  })

  it('A command is shown word for word, and the approval is for it alone', async () => {
    const command = 'python manage.py migrate checkout 0042'
    stage.after(300, () => stage.says('ann', 'approve CODE'))
    const { outputs, reason } = await stage.act({ ...wait, images: '', command })
    expect([reason, outputs['image']]).toEqual(['done', undefined])
    expect(stage.issue.title).toBe(`Run ${command} in production?`)
    expect(stage.issue.body).toContain(`\n${command}\n`)
    expect(stage.issue.body).not.toContain('To be deployed')
    expect(JSON.parse(outputs['approval'] ?? '')).toMatchObject({ command, images: [] })
  })

  it('A request for a command leaves the open request for a deploy as it is, and is not for both', async () => {
    await stage.act({ mode: 'issue-resume', 'resume-workflow': 'production.yml' })
    const deploy = stage.issue
    await stage.act({ mode: 'issue-resume', 'resume-workflow': 'production.yml', images: '', command: 'ls' })
    expect([deploy.state, stage.issue.state]).toEqual(['open', 'open'])
    const both = await stage.act({ ...wait, command: 'ls' })
    expect(both).toMatchObject({ reason: 'bad-input', said: expect.stringContaining('are both set') })
  })

  it('A denial fails the job, and the error says who denied and why', async () => {
    stage
      .after(60, () => stage.says('ann', 'approve CODE'))
      .after(61, () => stage.says('bob', 'deny the till is down'))
    expect(await stage.act({ ...wait, 'minimum-approvals': '2' })).toMatchObject({
      reason: 'approval-denied',
      said: 'Not approved (denied): bob denied it: the till is down.',
      outputs: { granted: 'false', state: 'denied' },
    })
    expect(stage.issue).toMatchObject({ state: 'closed', stateReason: 'not_planned' })
    expect(stage.states.at(-1)).toMatch(/^failure Denied: bob/)
  })

  it('The request needs the required number of approvals from the required people', async () => {
    stage
      .after(60, () => stage.says('ann', 'approve CODE'))
      .after(120, () => stage.says('cem', 'approve CODE'))
      .after(180, () => stage.says('bob', 'approve CODE'))
    const ended = await stage.act({ ...wait, approvers: 'ann, cem\n1 of bob', 'minimum-approvals': '2' })
    expect(JSON.parse(ended.outputs['approved-by'] ?? '')).toEqual(['ann', 'cem', 'bob'])
  })

  it('The request waits for the cooldown before it is granted, and can be stopped meanwhile', async () => {
    stage.after(60, () => stage.says('ann', 'approve CODE')).after(300, () => stage.says('bob', 'deny'))
    expect(await stage.act({ ...wait, cooldown: '10m' })).toMatchObject({ reason: 'approval-denied' })
    expect(stage.replies[0]).toMatch(/^Approved by @ann\. It takes effect at \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
    const began = stage.clock.now()
    stage.after(60, () => stage.says('ann', 'approve CODE'))
    expect(await stage.act({ ...wait, cooldown: '10m' })).toMatchObject({ reason: 'done' })
    expect((stage.clock.now() - began) / 1000).toBeGreaterThanOrEqual(659)
  })

  it('The request sends reminders, expires, and leaves nothing open', async () => {
    stage.after(100, () => stage.says('ann', 'lgtm'))
    const ended = await stage.act({ ...wait, timeout: '30m', approvers: 'ann\nbob' })
    expect(ended).toMatchObject({ reason: 'approval-expired', outputs: { state: 'expired' } })
    expect(stage.replies).toEqual([
      expect.stringMatching(/^@ann: not counted, the code is missing; write `approve [0-9a-f]{8}`/),
      expect.stringMatching(/^@ann, @bob: still waiting for 1 more approval, until .* UTC \(15 min\)/),
      expect.stringMatching(/^@ann, @bob: still waiting for .* \(6 min\)/),
      expect.stringMatching(/^Expired: nobody answered in time/),
    ])
    expect(stage.issue.state).toBe('closed')
    expect(stage.states.at(-1)).toMatch(/^inactive Expired/)
  })

  it('The request lasts longer when somebody extends it', async () => {
    stage
      .after(1500, () => stage.says('dev', 'extend 1h'))
      .after(3000, () => stage.says('ann', 'approve CODE'))
    expect(await stage.act({ ...wait, timeout: '30m' })).toMatchObject({ reason: 'done' })
  })

  it('The request ends when the runner has no time left and no workflow could continue it', async () => {
    expect(await stage.act({ ...wait, 'max-runner-minutes': '5' })).toMatchObject({
      reason: 'approval-expired',
    })
  })

  it('Closing the issue cancels the request', async () => {
    stage.after(60, () => stage.as('bob', 'PATCH', `/issues/${stage.issue.number}`, { state: 'closed' }))
    expect(await stage.act(wait)).toMatchObject({
      reason: 'approval-cancelled',
      said: expect.stringContaining('bob closed it'),
    })
  })

  it('The request closes its issue when the job is cancelled', async () => {
    stage.after(60, () => stage.stop())
    expect(await stage.act(wait)).toMatchObject({ reason: 'cancelled' })
    expect(stage.issue.state).toBe('closed')
    expect(stage.replies.at(-1)).toBe('Cancelled: the job that waited was cancelled.')
  })

  it('A newer request for the same environment supersedes the request, and no other does', async () => {
    const newer = stage.repository.addRun(stage.workflow, { actor: 'dev' })
    let second: unknown
    stage.after(60, async () => {
      const asks = { 'resume-workflow': 'production.yml', mode: 'issue-resume' }
      await stage.act({ ...asks, 'environment-name': 'staging' }, newer)
      expect(stage.repository.issues[0]?.state).toBe('open')
      second = await stage.act(asks, newer)
    })
    const first = await stage.act(wait)
    expect(first).toMatchObject({ reason: 'approval-superseded' })
    expect(second).toMatchObject({ reason: 'requested' })
    expect(stage.repository.issues.map(({ state }) => state)).toEqual(['closed', 'open', 'open'])
    expect(stage.repository.issues[0]?.comments.at(-1)?.body).toContain(
      'Superseded: #3 asks for something newer.',
    )
  })

  it('The issue lists the changes, their authors and reviewers, and the proved checks', async () => {
    const { repository } = stage
    const dev = stage.github.state.user('dev')
    const base = repository.tip() ?? ''
    const feature = repository.addCommit({
      message: 'Cheaper shipping',
      account: stage.github.state.user('ann'),
      branch: 'feature',
    })
    const merge = repository.addCommit({
      message: 'Merge pull request',
      account: dev,
      parents: [base, feature.sha],
    })
    repository.addPull(merge, 'Cheaper <b>shipping</b>', 'ann', ['bob'])
    const direct = repository.addCommit({ message: 'Straight to main', account: dev })
    stage.deployed('20260101-000000-aaaaaaaaaaaa', '3.20.4', base)
    stage.run = repository.addRun(stage.workflow, { actor: 'dev', jobs: ['build', 'test'] })
    for (const job of stage.run.jobs) Object.assign(job, { status: 'completed', conclusion: 'success' })
    stage.after(60, () => stage.says('cem', 'approve CODE'))
    const ended = await stage.act({
      ...wait,
      version: '3.20.5',
      'exclude-authors': 'true',
      migrations: '["order.0193_auto", "core.0002_drop"]',
      'irreversible-migrations': 'core.0002_drop',
      'smoke-checks': '[{"name":"health","expected":"200","got":"200","passed":true}]',
      backup: 'dump to be restored into a scratch database',
      'monitoring-url': `${stage.github.url}/nothing`,
    })
    expect(ended.reason, ended.said).toBe('done')
    const text = stage.issue.body ?? ''
    expect(text).toContain('| Version | `3.20.4` | `3.20.5` |')
    expect(text).toContain('| Release | `20260101-000000-aaaaaaaaaaaa` | the deploy makes it |')
    expect(text).toMatch(/\[3 commits\]\(http.*\/compare\//)
    expect(text).toContain('- #500 `Cheaper <b>shipping</b>` by `ann`, approved by `bob`')
    expect(text).toContain(`- \`${direct.sha.slice(0, 7)}\` \`Straight to main\` by \`dev\``)
    expect(text).toContain('- not `ann`, who wrote something of it')
    expect(text).toContain('- not `dev`, who started this run or one of its attempts')
    expect(text).toContain('- `core.0002_drop` **there is no way back from it**')
    expect(text).toContain('| ✅ | Tests passed | 2 jobs of this run succeeded: `build`, `test` |')
    expect(text).toContain(
      `- ☐ Code reviewed: without an approved pull request: \`${direct.sha.slice(0, 7)}\``,
    )
    expect(text).toMatch(/- ❌ Alerts are on: .* answers 401/)
    expect(text).toContain('| ✅ | There is a way back |')
    expect(text).toMatch(/To be answered by \*\*\d{4}-\d\d-\d\d \d\d:\d\d UTC\*\*/)
    expect(ended.summary).toContain(text)
  })
})

it.each([
  [
    'it is told which are new in the code',
    ['core/migrations/0001_initial.py', 'order/migrations/0193_auto.py'],
    /#### Migrations\n\n1 new in the code; the database was not asked which are pending:\n- `order\.0193_auto`\n/,
  ],
  ['none is', ['app.py'], /None is new in the code; the database was not asked\./],
  [
    'GitHub leaves some of the files out',
    Array.from({ length: 301 }, (_, index) => `${index}.py`),
    /It was not looked which are pending\./,
  ],
])('If nobody checked for pending migrations, the issue says so: %s', async (_, files, said) => {
  const { repository } = stage
  repository.addCommit({ message: 'The first', files: ['core/migrations/0001_initial.py'] })
  stage.deployed('20260101-000000-aaaaaaaaaaaa')
  repository.addCommit({ message: 'More', files })
  stage.run = repository.addRun(stage.workflow, { actor: 'dev' })
  stage.after(60, () => stage.says('cem', 'approve CODE'))
  expect((await stage.act(wait)).reason).toBe('done')
  expect(stage.issue.body).toMatch(said)
})

it('The request is refused where issues are disabled, and where nobody could approve', async () => {
  expect(await stage.act({ ...wait, approvers: 'dev' })).toMatchObject({
    reason: 'approval-refused',
    said: expect.stringContaining('Nobody could approve this'),
  })
  stage.repository.hasIssues = false
  expect(await stage.act(wait)).toMatchObject({
    reason: 'bad-input',
    said: expect.stringContaining('Issues are switched off'),
  })
})

it('Teams are resolved with the token that can read them', async () => {
  const members = Array.from({ length: 45 }, (_, index) => `member${index}`)
  stage.github.state.teams.set('org/release', members)
  for (const login of members) stage.join(login, 'write')
  const refused = await stage.act({ ...wait, approvers: '2 of org/release' })
  expect(refused).toMatchObject({
    reason: 'bad-input',
    said: expect.stringContaining("org/release can't be seen"),
  })
  const token = stage.github.createToken({ login: 'cem', permissions: { members: 'read' } })
  // The 41st is on the second page of a list that isn't asked for more.
  stage
    .after(60, () => stage.says('member41', 'approve CODE'))
    .after(61, () => stage.says('member3', 'approve CODE'))
  const ended = await stage.act({ ...wait, approvers: '2 of org/release', 'team-token': token })
  expect(ended).toMatchObject({ reason: 'done', outputs: { 'approved-by': '["member41","member3"]' } })
})

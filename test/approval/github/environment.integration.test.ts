import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StepRunner } from '../stage.ts'

let stage: StepRunner
beforeEach(async () => {
  stage = await StepRunner.open()
})
afterEach(async () => {
  stage.github.assertClean()
  await stage.github.close()
})

const gate = { mode: 'environment', approvers: '' }

/** Somebody's decision at the gate. */
function reviews(
  login: string,
  state: 'approved' | 'rejected' = 'approved',
  comment = '',
  environment = 'production',
) {
  stage.run.reviews.push({
    environments: [environment],
    state,
    user: stage.github.state.user(login),
    comment,
  })
}

describe('mode environment', () => {
  beforeEach(() => void stage.repository.environment('production', { reviewers: ['ann', 'bob', 'dev'] }))

  it('The job is green when a reviewer has approved, and never waits', async () => {
    reviews('ann')
    const ended = await stage.act(gate)
    expect(ended).toMatchObject({
      reason: 'done',
      outputs: { granted: 'true', mode: 'environment', 'approved-by': '["ann"]' },
    })
    expect(JSON.parse(ended.outputs['approval'] ?? '')).toMatchObject({
      run: String(stage.run.id),
      attempt: '1',
    })
    expect(stage.clock.slept).toEqual([])
    expect(stage.log.lines.filter((line) => line.startsWith('warning'))).toEqual([
      expect.stringContaining('Any branch may deploy to this environment'),
      expect.stringContaining('Admins may go round the gate'),
    ])
  })

  it.each<[string, () => void, Record<string, string>, RegExp]>([
    ['nobody approved', () => {}, {}, /nobody approved run and attempt 1 at the gate/],
    [
      'it was another environment',
      () => reviews('ann', 'approved', '', 'staging'),
      {},
      /nobody approved run/,
    ],
    [
      'somebody rejected it, whatever the order',
      () => {
        reviews('bob', 'rejected')
        reviews('ann')
      },
      {},
      /bob rejected it/,
    ],
    [
      'an admin went round the gate',
      () => reviews('cem'),
      {},
      /cem does not count: they are not a reviewer; an admin/,
    ],
    ['the starter approved', () => reviews('dev'), {}, /dev does not count: they started this run/],
    ['one of two approved', () => reviews('ann'), { 'minimum-approvals': '2' }, /missing: 1 more approval/],
    [
      'a reviewer is not among the approvers',
      () => reviews('ann'),
      { approvers: 'bob' },
      /ann does not count: they are not among/,
    ],
    [
      'the wait timer is short',
      () => reviews('ann'),
      { cooldown: '15m' },
      /wait timer is 0 min, the cooldown demands 15 min/,
    ],
    [
      'it was approved for an earlier attempt',
      () => {
        stage.run.attempt = 2
        reviews('ann')
      },
      {},
      /must say "attempt 2"/,
    ],
  ])('The job is red when %s', async (_, happens, more, why) => {
    happens()
    expect(await stage.act({ ...gate, ...more })).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(why),
      outputs: { granted: 'false' },
    })
  })

  it('An approval counts by a member of a reviewing team who is also an approver, and by nobody else', async () => {
    stage.github.state.teams.set('org/release', ['ann', 'bob'])
    stage.repository.environment('production', { reviewers: ['org/release'] })
    reviews('ann')
    const panel = {
      ...gate,
      approvers: 'org/release',
      'team-token': stage.github.createToken({ login: 'bob' }),
    }
    expect(await stage.act(panel)).toMatchObject({ reason: 'done', outputs: { 'approved-by': '["ann"]' } })
    stage.run.reviews.splice(0)
    reviews('cem')
    expect((await stage.act(panel)).said).toMatch(/cem does not count: they are not among the approvers/)
  })

  it('The record of the approval, with its approvers, is never taken for the live release', async () => {
    reviews('ann')
    const { outputs } = await stage.act(gate)
    const [record, ...more] = stage.repository.deployments
    expect(more).toEqual([])
    expect(record).toMatchObject({ environment: 'production', task: 'approval' })
    expect(record?.payload).toMatchObject({ hash: JSON.parse(outputs['approval'] ?? '').hash })
    expect(record?.statuses).toMatchObject([
      {
        state: 'inactive',
        description: 'Approved at the gate by ann',
        logUrl: expect.stringContaining('/actions/runs/'),
      },
    ])
  })

  it('An approval of a re-run counts if the comment names the re-run', async () => {
    stage.run.attempt = 2
    reviews('ann', 'approved', 'fine, attempt 2')
    expect(await stage.act(gate)).toMatchObject({ reason: 'done' })
  })

  it('The job is red without protection rules, because GitHub then starts it at once', async () => {
    stage.repository.environment('production', { reviewers: [] })
    expect((await stage.act(gate)).said).toMatch(/the environment production has no required reviewers/)
    stage.repository.environments.delete('production')
    expect((await stage.act(gate)).said).toMatch(/there is no environment production/)
  })
})

describe('mode auto', () => {
  const auto = { mode: 'auto', timeout: '1m' }

  it('Mode auto uses an environment that has reviewers, and has no fallback when nobody approved', async () => {
    stage.repository.environment('production', { reviewers: ['ann'] })
    expect(await stage.act(auto)).toMatchObject({
      reason: 'approval-refused',
      outputs: { mode: 'environment' },
    })
    expect(stage.repository.issues).toEqual([])
  })

  it('Mode auto opens an issue where the environment has no reviewers, and says why', async () => {
    expect(await stage.act(auto)).toMatchObject({
      reason: 'approval-expired',
      outputs: { mode: 'issue-wait' },
    })
    expect(stage.log.lines).toContain(
      'Mode issue-wait, because there is no environment production, and no resume-workflow is named.',
    )
    const resumed = await stage.act({ ...auto, 'resume-workflow': 'production.yml' })
    expect(resumed).toMatchObject({
      reason: 'requested',
      outputs: { mode: 'issue-resume' },
    })
    expect(resumed.outputs['approval']).toBeUndefined()
    expect(resumed.summary).toContain(
      'Mode issue-resume, because the environment production has no required reviewers, and production.yml goes on',
    )
  })

  it('Mode auto fails when GitHub does not say whether the environment has reviewers', async () => {
    stage.github.fail({ path: '/environments/', status: 403 })
    expect(await stage.act(auto)).toMatchObject({ reason: 'github-unavailable' })
  })
})

describe('requests without a waiting job', () => {
  const resume = { mode: 'issue-resume', 'resume-workflow': 'production.yml', timeout: '48h' }
  const sweep = () => stage.act({ ...resume, decide: 'all', cooldown: '30m' })

  it('The schedule reminds approvers, ends cooldowns and closes expired requests', async () => {
    await stage.act(resume)
    expect(await sweep()).toMatchObject({ reason: 'unchanged', outputs: { state: 'requested' } })
    stage.clock.time += 25 * 3_600_000
    await sweep()
    await sweep()
    expect(stage.replies).toEqual([expect.stringMatching(/^@ann, @bob, @cem: still waiting/)])
    await stage.says('ann', 'approve CODE')
    expect(await sweep()).toMatchObject({ outputs: { state: 'cooling' } })
    stage.clock.time += 1_800_000
    expect(await sweep()).toMatchObject({ reason: 'done', outputs: { state: 'dispatched' } })
    expect(await sweep()).toMatchObject({ outputs: { state: 'granted' } })
    expect(stage.repository.dispatches).toHaveLength(1)

    const next = stage.repository.addRun(stage.workflow, { actor: 'dev' })
    await stage.act({ ...resume, 'environment-name': 'production' }, next)
    stage.clock.time += 49 * 3_600_000
    expect(await sweep()).toMatchObject({ outputs: { state: 'expired' } })
    expect(stage.issue.state).toBe('closed')
    expect(await sweep()).toMatchObject({ reason: 'unchanged', outputs: { state: 'none' } })
  })

  it('A job that has waited long enough hands the request over to the comment workflow', async () => {
    const waiting = { ...resume, mode: 'issue-wait', 'max-runner-minutes': '5' }
    expect(await stage.act(waiting)).toMatchObject({
      reason: 'requested',
      outputs: { granted: 'false', state: 'requested' },
    })
    expect(stage.replies.at(-1)).toContain('The job has waited for 5 min and ended.')
    await stage.says('ann', 'approve CODE')
    expect(await stage.act({ ...resume, decide: '1' })).toMatchObject({ outputs: { state: 'dispatched' } })
  })

  it('A comment does not start a second decision while the job itself waits', async () => {
    stage.after(30, async () => {
      await stage.says('ann', 'approve CODE')
      expect(await stage.act({ ...resume, decide: '1' })).toMatchObject({ outputs: { state: 'granted' } })
    })
    expect(await stage.act({ ...resume, mode: 'issue-wait' })).toMatchObject({ reason: 'done' })
    expect(stage.repository.dispatches).toEqual([])
  })

  it('The schedule leaves other issues alone', async () => {
    await stage.as('ann', 'POST', '/issues', { title: 'A bug', body: 'approve' })
    expect(await stage.act({ ...resume, decide: '1' })).toMatchObject({ reason: 'unchanged' })
    expect(stage.issue.comments).toEqual([])
  })
})

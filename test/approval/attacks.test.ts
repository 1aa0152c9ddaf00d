import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(async () => {
  stage.github.assertClean()
  await stage.github.close()
})

const short = { mode: 'issue-wait', timeout: '2m' }
const resume = { mode: 'issue-resume', 'resume-workflow': 'production.yml' }
const decide = (more = {}): Record<string, string> => ({
  ...resume,
  decide: String(stage.issue.number),
  ...more,
})

/** A run of production.yml, as the dispatch starts it. */
function dispatched(): Stage['run'] {
  const run = stage.repository.runs.findLast(({ workflow }) => workflow.path.endsWith('production.yml'))
  if (run === undefined) throw new Error('nothing was dispatched')
  return run
}

/** What was said to comments that did not count. */
const refused = (): string[] => stage.replies.filter((text) => text.includes('not counted'))

describe('a comment', () => {
  it('that somebody else changed into an approval is none', async () => {
    stage.after(10, async () => {
      const id = await stage.says('ann', 'let me look at it first')
      stage.clock.time += 2000
      const edit = { body: `approve ${stage.code}` }
      expect((await stage.as('dev', 'PATCH', `/issues/comments/${id}`, edit)).status).toBe(200)
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()).toEqual([
      expect.stringContaining('@ann: not counted, the comment was changed after it was posted'),
    ])
  })

  it('that was changed within the second in which it was posted is none: only GraphQL tells', async () => {
    stage.after(10, async () => {
      const id = await stage.says('ann', 'let me look at it first')
      await stage.as('dev', 'PATCH', `/issues/comments/${id}`, { body: `approve ${stage.code}` })
      const comment = stage.issue.comments.at(-1)
      expect(comment?.updatedAt).toBe(comment?.createdAt)
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()).toEqual([expect.stringContaining('was changed after it was posted')])
  })

  it('of months ago that is changed today is none', async () => {
    await stage.act(resume)
    const id = await stage.says('ann', 'nice weather')
    stage.clock.time += 3600_000
    await stage.as('ann', 'PATCH', `/issues/comments/${id}`, { body: `approve ${stage.code}` })
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'requested' } })
  })

  it('counts by what its author may do, not by author_association', async () => {
    // A member whose membership is private looks like a stranger; somebody who once fixed a typo like a contributor.
    const stranger = (body: unknown) =>
      (body as { user: { login: string } }[]).map((comment) => ({
        ...comment,
        author_association: comment.user.login === 'ann' ? 'NONE' : 'MEMBER',
      }))
    stage.github.alter('issues/list-comments', stranger)
    stage
      .after(10, () => stage.says('eve', 'approve CODE'))
      .after(60, () => stage.says('ann', 'approve CODE'))
    stage.repository.collaborators.set('eve', 'read')
    const open = { ...short, approvers: '' }
    expect(await stage.act(open)).toMatchObject({ outputs: { 'approved-by': '["ann"]' } })
  })

  it.each(['eve', 'tria'])('of %s, who may not push, neither approves nor denies', async (login) => {
    stage.after(5, () => (stage.issue.isLocked = false))
    stage.after(10, () => stage.says(login, 'approve CODE')).after(11, () => stage.says(login, 'deny'))
    expect(await stage.act({ ...short, approvers: '' })).toMatchObject({ reason: 'approval-expired' })
    expect(refused()).toHaveLength(2)
  })

  it('of a machine is none, though it may push', async () => {
    stage.github.state.users.set('helper[bot]', { id: 4711, login: 'helper[bot]', type: 'Bot' })
    stage.repository.collaborators.set('helper[bot]', 'write')
    stage.after(10, () => stage.says('helper[bot]', 'approve CODE'))
    expect(await stage.act({ ...short, approvers: '' })).toMatchObject({ reason: 'approval-expired' })
  })

  it('with the code of another request is none', async () => {
    await stage.act({ ...resume, 'environment-name': 'staging' })
    const other = stage.code
    stage.after(10, () => stage.says('ann', `approve ${other}`))
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain(`\`${other}\` is not the code of this request`)
  })

  it('beyond the hundredth is seen', async () => {
    stage.after(10, async () => {
      stage.issue.isLocked = false
      for (let count = 0; count < 130; count += 1)
        stage.issue.comments.push({ ...talk(), id: stage.github.state.nextId() })
      await stage.says('ann', 'approve CODE')
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'done' })
  })

  it('that is only a reaction is none', async () => {
    stage.after(10, () => {
      const comment = talk()
      const created = stage.github.state.now()
      comment.reactions.push({
        id: 1,
        user: stage.github.state.user('ann'),
        content: '+1',
        createdAt: created,
      })
      stage.issue.comments.push(comment)
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
  })

  it('of somebody who has taken over the name of an approver is none', async () => {
    stage.after(10, async () => {
      // ann was renamed, and somebody else is ann now.
      stage.github.state.users.set('ann', { id: 666, login: 'ann', type: 'User' })
      await stage.says('ann', 'approve CODE')
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain('not among those who may approve')
  })

  it('of an approver who may no longer push when it is decided is none', async () => {
    await stage.act(resume)
    await stage.says('ann', 'approve CODE')
    stage.repository.collaborators.set('ann', 'read')
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'requested' } })
  })

  const talk = () => ({
    id: 1,
    body: 'talk',
    user: stage.github.state.user('bob'),
    createdAt: stage.github.state.now(),
    updatedAt: stage.github.state.now(),
    editedBy: null,
    reactions: [] as {
      id: number
      user: ReturnType<typeof stage.github.state.user>
      content: string
      createdAt: string
    }[],
  })
})

describe('one who started it', () => {
  it('may not approve, also not as the one who re-ran it', async () => {
    // GITHUB_ACTOR stays dev's; ann has re-run it.
    Object.assign(stage.run, { attempt: 2, triggeringActor: stage.github.state.user('ann') })
    stage
      .after(10, () => stage.says('ann', 'approve CODE'))
      .after(11, () => stage.says('dev', 'approve CODE'))
    expect(await stage.act({ ...short, approvers: 'ann\nbob\ndev' })).toMatchObject({
      reason: 'approval-expired',
    })
    expect(refused()).toHaveLength(2)
    expect(refused()[0]).toContain('who started this run or one of its attempts may not approve it')
  })

  it('may, when the workflow says so', async () => {
    stage.after(10, () => stage.says('dev', 'approve CODE'))
    const alone = { ...short, approvers: 'dev', 'allow-self-approval': 'true' }
    expect(await stage.act(alone)).toMatchObject({ reason: 'done' })
  })

  it('is not everyone: who wrote it may be excluded, and it is refused when nobody knows who did', async () => {
    const { repository, github } = stage
    stage.deployed('20260101-000000-aaaaaaaaaaaa')
    repository.addCommit({ account: github.state.user('ann') })
    stage.run = repository.addRun(stage.workflow, { actor: 'dev' })
    stage.after(10, () => stage.says('ann', 'approve CODE'))
    expect(await stage.act({ ...short, 'exclude-authors': 'true' })).toMatchObject({
      reason: 'approval-expired',
    })
    expect(refused()[0]).toContain('who wrote something of it may not approve it')
    repository.addCommit({ author: 'ghost' })
    stage.run = repository.addRun(stage.workflow, { actor: 'dev' })
    expect(await stage.act({ ...short, 'exclude-authors': 'true' })).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringContaining('GitHub knows no account for ghost@example.com'),
    })
  })
})

describe('the names of approvers', () => {
  it('can not be confused: a person named like a team is not the team', async () => {
    stage.join('release', 'write')
    stage.github.state.teams.set('org/release', ['ann'])
    const token = stage.github.createToken({ login: 'cem', permissions: { members: 'read' } })
    stage.after(10, () => stage.says('release', 'approve CODE'))
    const asked = { ...short, approvers: 'org/release', 'team-token': token }
    expect(await stage.act(asked)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain('@release: not counted')
  })
})

describe('the text that people decide by', () => {
  it('ends the request when it is changed', async () => {
    stage.after(10, () =>
      stage.as('dev', 'PATCH', `/issues/${stage.issue.number}`, {
        body: stage.issue.body?.replace('aaaa', 'bbbb'),
      }),
    )
    stage.after(40, () => stage.says('ann', 'approve CODE'))
    expect(await stage.act(short)).toMatchObject({
      reason: 'approval-refused',
      said: "The request can't be trusted: its text was changed after it was written.",
    })
    expect(stage.states.at(-1)).toMatch(/^error/)
  })

  it('is not believed when a person wrote it', async () => {
    await stage.act(resume)
    const copy = { title: 'Deploy?', body: stage.issue.body }
    await stage.as('dev', 'POST', '/issues', copy)
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'error' } })
    expect(stage.repository.dispatches).toEqual([])
  })

  it('cannot be taken up when no workflow wrote its record', async () => {
    await stage.act(resume)
    const record = stage.repository.deployments.at(-1)
    Object.assign(record as object, { creator: stage.github.state.user('dev') })
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ reason: 'unchanged' })
    expect(await stage.act({ ...resume, request: '1' })).toMatchObject({ reason: 'approval-refused' })
  })

  it('cannot name another commit than its run had', async () => {
    stage.run = stage.repository.addRun(stage.workflow, { actor: 'dev' })
    await stage.act(resume)
    Object.assign(stage.run, { headSha: stage.repository.addCommit().sha })
    expect(await stage.act(decide())).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(/The request is for the commit .*, but its run \d+ was for/),
    })
  })
})

describe('what is not ours', () => {
  it.each<[string, { head_repository?: object; event?: string }, RegExp]>([
    ['a fork', { head_repository: { full_name: 'eve/shop' } }, /what comes from a fork isn't deployed/],
    ['a pull request', { event: 'pull_request_target' }, /an event pull_request_target: what isn't merged/],
  ])('of %s is refused', async (_, change, why) => {
    stage.github.alter('actions/get-workflow-run', (body) => {
      const run = body as { head_repository: object }
      const head = { ...run.head_repository, ...change.head_repository }
      return { ...run, ...change, head_repository: head }
    })
    expect(await stage.act(short)).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(why),
    })
    expect(stage.repository.issues).toEqual([])
  })
})

describe('what changes between approval and deploy', () => {
  const take = (run = dispatched()) => stage.act({ ...resume, request: String(stage.issue.number) }, run)

  async function grant(): Promise<void> {
    expect(await stage.act(resume)).toMatchObject({ reason: 'requested', outputs: { granted: 'false' } })
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'dispatched', granted: 'false' } })
  }

  it('nothing: it is taken up once, by the run that was started', async () => {
    await grant()
    expect(stage.repository.dispatches).toMatchObject([
      { inputs: { request: '1' }, ref: 'main', by: 'github-actions[bot]' },
    ])
    const ended = await take()
    expect(ended).toMatchObject({ reason: 'done', outputs: { granted: 'true', 'approved-by': '["ann"]' } })
    expect(JSON.parse(ended.outputs['approval'] ?? '')).toMatchObject({
      run: String(stage.run.id),
      forRun: String(dispatched().id),
      forAttempt: '1',
    })
    expect(stage.issue.state).toBe('closed')
    const again = await take(stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch' }))
    expect(again).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(/used already, by run \d+/),
    })
  })

  it('two runs that take it up at once: one has it', async () => {
    await grant()
    const other = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch', actor: 'dev' })
    const both = await Promise.all([take(), take(other)])
    expect(both.map(({ reason }) => reason).sort()).toEqual(['approval-refused', 'done'])
  })

  it('the branch moved on', async () => {
    await grant()
    stage.repository.addCommit()
    const late = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch' })
    expect(await take(late)).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(/it is for the commit/),
    })
  })

  it('something else went live', async () => {
    await grant()
    stage.deployed('20260202-000000-bbbbbbbbbbbb')
    expect(await take()).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringContaining(
        'when it was asked nothing was live, now it is 20260202-000000-bbbbbbbbbbbb',
      ),
    })
  })

  it('somebody denies it, or takes the approval back', async () => {
    await grant()
    await stage.says('ann', 'withdraw')
    expect(await take()).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringContaining('1 more approval'),
    })
    await stage.says('bob', 'deny')
    expect(await take()).toMatchObject({ reason: 'approval-denied' })
  })

  it('its time is over', async () => {
    await grant()
    stage.clock.time += 73 * 3_600_000
    expect(await take()).toMatchObject({ reason: 'approval-expired' })
  })

  it('nobody granted it: started by hand, it is not', async () => {
    await stage.act(resume)
    const forced = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch', actor: 'dev' })
    expect(await take(forced)).toMatchObject({ reason: 'approval-refused', outputs: { granted: 'false' } })
  })

  it('an issue that was ended is opened again', async () => {
    await stage.act(resume)
    const first = stage.issue.number
    const code = stage.code
    const newer = stage.repository.addRun(stage.workflow, { actor: 'dev' })
    await stage.act(resume, newer)
    await stage.as('dev', 'PATCH', `/issues/${first}`, { state: 'open' })
    await stage.says('ann', `approve ${code}`, first)
    expect(await stage.act({ ...resume, decide: String(first) })).toMatchObject({
      outputs: { state: 'superseded' },
    })
    expect(await stage.act({ ...resume, request: String(first) }, newer)).toMatchObject({
      reason: 'approval-superseded',
    })
    expect(stage.repository.dispatches).toEqual([])
  })
})

describe('an error of the API', () => {
  it.each([500, 502, 503, 429, undefined])('with status %s is never a decision', async (status) => {
    stage.after(10, () =>
      stage.github.fail({ path: '/issues/', times: status === 429 ? 3 : 12, ...(status ? { status } : {}) }),
    )
    stage.after(900, () => stage.says('ann', 'approve CODE'))
    expect(await stage.act({ ...short, timeout: '1h' })).toMatchObject({ reason: 'done' })
  })

  it('while the request is closed does not take back what was granted', async () => {
    stage.after(10, async () => {
      await stage.says('ann', 'approve CODE')
      stage.github.fail({ method: 'PATCH', path: '/issues/1', times: Number.POSITIVE_INFINITY, status: 403 })
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'done', outputs: { granted: 'true' } })
    expect(stage.log.lines.at(-1)).toMatch(/^warning: The request .* stays open/)
  })

  it('that a run of Dependabot gets says why: its token may only read', async () => {
    const token = stage.github.createToken({
      permissions: { actions: 'read', contents: 'read', deployments: 'read' },
    })
    const ended = await stage.act({ ...short, token }, stage.run, 'dependabot[bot]')
    expect(ended).toMatchObject({ reason: 'github-unavailable' })
    expect(ended.said).toContain('Dependabot started this run')
  })

  it('that does not pass is no approval and no denial', async () => {
    stage.after(10, () =>
      stage.github.fail({ path: '/issues/', times: Number.POSITIVE_INFINITY, status: 403 }),
    )
    expect(await stage.act(short)).toMatchObject({ reason: 'github-unavailable' })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StepRunner } from './stage.ts'

let stage: StepRunner
beforeEach(async () => {
  stage = await StepRunner.open()
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
function dispatched(): StepRunner['run'] {
  const run = stage.repository.runs.findLast(({ workflow }) => workflow.path.endsWith('production.yml'))
  if (run === undefined) throw new Error('nothing was dispatched')
  return run
}

/** What was said to comments that did not count. */
const refused = (): string[] => stage.replies.filter((text) => text.includes('not counted'))

describe('a comment', () => {
  it('A comment that somebody else edited is no approval', async () => {
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

  it('A comment edited within the second of its posting is no approval: only GraphQL shows the edit', async () => {
    stage.after(10, async () => {
      const id = await stage.says('ann', 'let me look at it first')
      await stage.as('dev', 'PATCH', `/issues/comments/${id}`, { body: `approve ${stage.code}` })
      const comment = stage.issue.comments.at(-1)
      expect(comment?.updatedAt).toBe(comment?.createdAt)
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()).toEqual([expect.stringContaining('was changed after it was posted')])
  })

  it('A comment from months ago that is edited today is no approval', async () => {
    await stage.act(resume)
    const id = await stage.says('ann', 'nice weather')
    stage.clock.time += 3600_000
    await stage.as('ann', 'PATCH', `/issues/comments/${id}`, { body: `approve ${stage.code}` })
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'requested' } })
  })

  it('A comment counts by the permission of its author, not by author_association', async () => {
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

  it.each(['eve', 'tria'])(
    'A comment by %s, who has no push permission, neither approves nor denies',
    async (login) => {
      stage.after(5, () => (stage.issue.isLocked = false))
      stage.after(10, () => stage.says(login, 'approve CODE')).after(11, () => stage.says(login, 'deny'))
      expect(await stage.act({ ...short, approvers: '' })).toMatchObject({ reason: 'approval-expired' })
      expect(refused()).toHaveLength(2)
    },
  )

  it('A comment by a bot is no approval, even if the bot can push', async () => {
    stage.github.state.users.set('helper[bot]', { id: 4711, login: 'helper[bot]', type: 'Bot' })
    stage.repository.collaborators.set('helper[bot]', 'write')
    stage.after(10, () => stage.says('helper[bot]', 'approve CODE'))
    expect(await stage.act({ ...short, approvers: '' })).toMatchObject({ reason: 'approval-expired' })
  })

  it('A comment with the code of another request is no approval', async () => {
    await stage.act({ ...resume, 'environment-name': 'staging' })
    const other = stage.code
    stage.after(10, () => stage.says('ann', `approve ${other}`))
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain(`\`${other}\` is not the code of this request`)
  })

  it('A comment on the second page of a hundred is read', async () => {
    stage.after(10, async () => {
      stage.issue.isLocked = false
      for (let count = 0; count < 130; count += 1)
        stage.issue.comments.push({ ...talk(), id: stage.github.state.nextId() })
      await stage.says('ann', 'approve CODE')
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'done' })
  })

  it('A reaction alone is no approval', async () => {
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

  it('A comment by somebody who took over the login of an approver is no approval', async () => {
    stage.after(10, async () => {
      // ann was renamed, and somebody else is ann now.
      stage.github.state.users.set('ann', { id: 666, login: 'ann', type: 'User' })
      await stage.says('ann', 'approve CODE')
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain('not among those who may approve')
  })

  it('A comment by an approver who lost push permission before the decision is no approval', async () => {
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

describe('the starter and the authors', () => {
  it('The person who started or re-ran the run cannot approve it', async () => {
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

  it('The person who started the run can approve it if the workflow allows that', async () => {
    stage.after(10, () => stage.says('dev', 'approve CODE'))
    const alone = { ...short, approvers: 'dev', 'allow-self-approval': 'true' }
    expect(await stage.act(alone)).toMatchObject({ reason: 'done' })
  })

  it('Authors of the changes can be excluded, and an unknown author refuses the approval', async () => {
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
  it('A person with the same name as a team is not that team', async () => {
    stage.join('release', 'write')
    stage.github.state.teams.set('org/release', ['ann'])
    const token = stage.github.createToken({ login: 'cem', permissions: { members: 'read' } })
    stage.after(10, () => stage.says('release', 'approve CODE'))
    const asked = { ...short, approvers: 'org/release', 'team-token': token }
    expect(await stage.act(asked)).toMatchObject({ reason: 'approval-expired' })
    expect(refused()[0]).toContain('@release: not counted')
  })
})

describe('the text of the issue', () => {
  it('An edit of the issue text by somebody ends the request', async () => {
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

  it('A request that a person wrote is not accepted', async () => {
    await stage.act(resume)
    const copy = { title: 'Deploy?', body: stage.issue.body }
    await stage.as('dev', 'POST', '/issues', copy)
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'error' } })
    expect(stage.repository.dispatches).toEqual([])
  })

  it('A request without a record by a workflow cannot be resumed', async () => {
    await stage.act(resume)
    const record = stage.repository.deployments.at(-1)
    Object.assign(record as object, { creator: stage.github.state.user('dev') })
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ reason: 'unchanged' })
    expect(await stage.act({ ...resume, request: '1' })).toMatchObject({ reason: 'approval-refused' })
  })

  it('A request cannot name another commit than its run had', async () => {
    stage.run = stage.repository.addRun(stage.workflow, { actor: 'dev' })
    await stage.act(resume)
    Object.assign(stage.run, { headSha: stage.repository.addCommit().sha })
    expect(await stage.act(decide())).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(/The request is for the commit .*, but its run \d+ was for/),
    })
  })
})

describe('foreign sources', () => {
  it.each<[string, { head_repository?: object; event?: string }, RegExp]>([
    ['a fork', { head_repository: { full_name: 'eve/shop' } }, /what comes from a fork isn't deployed/],
    ['a pull request', { event: 'pull_request_target' }, /an event pull_request_target: what isn't merged/],
  ])('A request of %s is refused', async (_, change, why) => {
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

describe('changes between approval and deploy', () => {
  const take = (run = dispatched()) => stage.act({ ...resume, request: String(stage.issue.number) }, run)

  async function grant(): Promise<void> {
    expect(await stage.act(resume)).toMatchObject({ reason: 'requested', outputs: { granted: 'false' } })
    await stage.says('ann', 'approve CODE')
    expect(await stage.act(decide())).toMatchObject({ outputs: { state: 'dispatched', granted: 'false' } })
  }

  it('If nothing changes, exactly one resume of the approval is accepted: by the run that was started', async () => {
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

  it('If two runs resume an approval at once, one of them gets it', async () => {
    await grant()
    const other = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch', actor: 'dev' })
    const both = await Promise.all([take(), take(other)])
    expect(both.map(({ reason }) => reason).sort()).toEqual(['approval-refused', 'done'])
  })

  it('If the branch moved on, the approval is refused', async () => {
    await grant()
    stage.repository.addCommit()
    const late = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch' })
    expect(await take(late)).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringMatching(/it is for the commit/),
    })
  })

  it('If another release went live, the approval is refused', async () => {
    await grant()
    stage.deployed('20260202-000000-bbbbbbbbbbbb')
    expect(await take()).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringContaining(
        'when it was asked nothing was live, now it is 20260202-000000-bbbbbbbbbbbb',
      ),
    })
  })

  it('If somebody denies the request or withdraws the approval, the approval is refused', async () => {
    await grant()
    await stage.says('ann', 'withdraw')
    expect(await take()).toMatchObject({
      reason: 'approval-refused',
      said: expect.stringContaining('1 more approval'),
    })
    await stage.says('bob', 'deny')
    expect(await take()).toMatchObject({ reason: 'approval-denied' })
  })

  it('If the approval has expired, it is refused', async () => {
    await grant()
    stage.clock.time += 73 * 3_600_000
    expect(await take()).toMatchObject({ reason: 'approval-expired' })
  })

  it('If nobody approved, a run started by hand is refused', async () => {
    await stage.act(resume)
    const forced = stage.repository.addRun(stage.workflow, { event: 'workflow_dispatch', actor: 'dev' })
    expect(await take(forced)).toMatchObject({ reason: 'approval-refused', outputs: { granted: 'false' } })
  })

  it('If an ended issue is reopened, its approval is refused', async () => {
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

describe('API errors', () => {
  it.each([500, 502, 503, 429, undefined])(
    'A GitHub API error with status %s is never a decision',
    async (status) => {
      stage.after(10, () =>
        stage.github.fail({
          path: '/issues/',
          times: status === 429 ? 3 : 12,
          ...(status ? { status } : {}),
        }),
      )
      stage.after(900, () => stage.says('ann', 'approve CODE'))
      expect(await stage.act({ ...short, timeout: '1h' })).toMatchObject({ reason: 'done' })
    },
  )

  it('A GitHub API error while the request is closed does not withdraw the approval', async () => {
    stage.after(10, async () => {
      await stage.says('ann', 'approve CODE')
      stage.github.fail({ method: 'PATCH', path: '/issues/1', times: Number.POSITIVE_INFINITY, status: 403 })
    })
    expect(await stage.act(short)).toMatchObject({ reason: 'done', outputs: { granted: 'true' } })
    expect(stage.log.lines.at(-1)).toMatch(/^warning: The request .* stays open/)
  })

  it('A GitHub API error of a Dependabot run explains that its token is read-only', async () => {
    const token = stage.github.createToken({
      permissions: { actions: 'read', contents: 'read', deployments: 'read' },
    })
    const ended = await stage.act({ ...short, token }, stage.run, 'dependabot[bot]')
    expect(ended).toMatchObject({ reason: 'github-unavailable' })
    expect(ended.said).toContain('Dependabot started this run')
  })

  it('A GitHub API error that persists is neither an approval nor a denial', async () => {
    stage.after(10, () =>
      stage.github.fail({ path: '/issues/', times: Number.POSITIVE_INFINITY, status: 403 }),
    )
    expect(await stage.act(short)).toMatchObject({ reason: 'github-unavailable' })
  })
})

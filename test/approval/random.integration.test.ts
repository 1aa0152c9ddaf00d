import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { StepRunner } from './stage.ts'

const deed = fc.record({
  at: fc.integer({ min: 1, max: 400 }),
  who: fc.constantFrom('ann', 'bob', 'cem', 'dev', 'eve'),
  does: fc.oneof(
    { weight: 4, arbitrary: fc.constant('approve CODE') },
    fc.constantFrom(
      'approve 00000000',
      'withdraw',
      'deny',
      'talk',
      'extend 1h',
      'EDIT',
      'FAULT',
      'LOST',
      'JUMP',
      'BACK',
      'LEAVE',
      'RERUN',
    ),
  ),
})

async function perform(stage: StepRunner, { who, does }: { who: string; does: string }): Promise<void> {
  const newest = stage.issue.comments.findLast(({ user }) => user.type === 'User')
  switch (does) {
    case 'EDIT':
      if (newest)
        await unlessLost(
          stage.as(who, 'PATCH', `/issues/comments/${newest.id}`, { body: `approve ${stage.code}` }),
        )
      return
    case 'FAULT':
      return stage.github.fail({ path: '/issues/', status: 502, times: 3 })
    case 'LOST':
      return stage.github.fail({ path: '/issues/', times: 2, after: true })
    case 'JUMP':
      stage.clock.wrong += 3_600_000
      return
    case 'BACK':
      stage.clock.wrong -= 7_200_000
      return
    case 'LEAVE':
      stage.repository.collaborators.set(who, 'read')
      return
    case 'RERUN':
      Object.assign(stage.run, { triggeringActor: stage.github.state.user(who) })
      return
    default:
      await unlessLost(stage.says(who, does))
  }
}

/** A person's request may be the one whose answer is lost. GitHub has carried it out, and nobody repeats it. */
async function unlessLost(request: Promise<unknown>): Promise<void> {
  await request.catch((error: unknown) => {
    if (!(error instanceof TypeError) || error.message !== 'fetch failed') throw error
  })
}

it('Through the whole flow, with edits, re-runs, wrong clocks and API errors, an approval is granted only if the rules hold', async () => {
  let grants = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 7 }),
      fc.integer({ min: 1, max: 2 }),
      fc.constantFrom(0, 60),
      async (deeds, minimum, cooldown) => {
        const stage = await StepRunner.open()
        try {
          stage.github.state.user('eve')
          for (const one of deeds) stage.after(one.at, () => perform(stage, one))
          const given = {
            mode: 'issue-wait',
            timeout: '5m',
            'minimum-approvals': String(minimum),
            cooldown: `${cooldown}`,
          }
          const ended = await stage.act(given)
          stage.github.assertClean()
          if (ended.reason !== 'done') return
          grants += 1
          // What GitHub holds in the end is what was there when it was decided: nobody acts after that.
          const said = stage.issue.comments.filter(({ user }) => user.type === 'User')
          const approved = new Set<string>()
          for (const { body, user, editedBy } of said) {
            const mayPush = stage.repository.collaborators.get(user.login) !== 'read' && user.login !== 'eve'
            if (!mayPush) continue
            expect(body).not.toMatch(/^deny/)
            if (body === 'withdraw') approved.delete(user.login)
            if (body === `approve ${stage.code}` && editedBy === null) approved.add(user.login)
          }
          approved.delete('dev')
          expect(approved.size).toBeGreaterThanOrEqual(minimum)
          expect(JSON.parse(ended.outputs['approved-by'] ?? '')).toEqual([...approved])
        } finally {
          await stage.github.close()
        }
      },
    ),
    {
      numRuns: 15,
      examples: [
        [[{ at: 10, who: 'ann', does: 'approve CODE' }], 1, 0],
        // The answer that is lost is the one to the person.
        [['LOST', 'approve CODE'].map((does) => ({ at: 1, who: 'ann', does })), 1, 0],
      ],
    },
  )
  expect(grants).toBeGreaterThan(0)
}, 300_000)

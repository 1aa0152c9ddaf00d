import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Case, decide, type Remark } from '../../src/approval/decision.ts'
import type { Person } from '../../src/approval/panel.ts'
import { Stage } from './stage.ts'

const minute = 60_000
const code = 'a1b2c3d4'
const logins = ['ann', 'bob', 'cem', 'dev', 'eve'] as const
const person = (login: string): Person => ({ id: logins.indexOf(login as 'ann') + 1, login })

/** ann, bob and cem can approve, one of them must be ann or bob; dev is asked, too, but started it; eve may not push. */
const asked = { people: ['ann', 'bob', 'cem'].map(person), first: ['ann', 'bob'] }

const texts = [
  `approve ${code}`,
  `Approve ${code}: fine`,
  'approve 00000000',
  'lgtm',
  'deny no',
  'withdraw',
  'extend 1h',
  'cancel',
  'talk',
  `> approve ${code}`,
]

const remark = fc.record({
  login: fc.constantFrom(...logins),
  // Approvals have to be frequent, or nothing is ever granted and nothing is tested.
  body: fc.oneof({ weight: 3, arbitrary: fc.constant(texts[0] ?? '') }, fc.constantFrom(...texts)),
  at: fc.integer({ min: 0, max: 240 }),
  edited: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  machine: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
})

const situation = fc.record({
  spoken: fc.array(remark, { maxLength: 8 }),
  minimum: fc.integer({ min: 1, max: 3 }),
  cooldown: fc.constantFrom(0, 600, 3600),
  now: fc.integer({ min: 0, max: 300 }),
  gone: fc.option(fc.constantFrom(...logins), { freq: 5 }),
  closed: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
})

type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never

function caseOf({ spoken, minimum, cooldown, gone, closed }: Situation): Case {
  const remarks = spoken.map(({ login, at, ...rest }, index): Remark => {
    return { id: index + 1, author: person(login), at: at * minute, ...rest }
  })
  const pushers = logins.filter((login) => login !== 'eve' && login !== gone)
  return {
    hash: code.padEnd(64, '0'),
    panel: {
      minimum,
      groups: [
        { need: 1, title: 'ann, bob', people: asked.first.map(person) },
        { need: 0, title: 'cem, dev', people: [person('cem'), person('dev')] },
      ],
    },
    excluded: new Map([[person('dev').id, 'started this run']]),
    mayPush: new Set(pushers.map((login) => person(login).id)),
    cooldown,
    deadline: 120 * minute,
    expires: 240 * minute,
    remarks,
    ...(closed ? { closedBy: 'bob' } : {}),
  }
}

/** The rules once more, as the documentation says them, without looking at how they are carried out. */
function rulesHold(one: Situation): boolean {
  const { spoken, minimum, cooldown, now, gone, closed } = one
  const pushes = (login: string): boolean => login !== 'eve' && login !== gone
  const people = spoken
    .map((each, index) => ({ ...each, index }))
    .filter(({ login, machine }) => pushes(login) && !machine)
    .sort((a, b) => a.at - b.at || a.index - b.index)
  if (closed || now >= 240 || people.some(({ body }) => /^(deny|cancel)/.test(body))) return false
  const extended = (at: number): number =>
    people
      .filter((each) => !each.edited && each.body === 'extend 1h' && each.at < at)
      .reduce((end, each) => (each.at <= end ? Math.min(240, Math.max(end, each.at + 60)) : end), 120)
  const valid = people.filter(
    ({ login, body, edited, at }) =>
      ['ann', 'bob', 'cem'].includes(login) &&
      body.toLowerCase().startsWith(`approve ${code}`) &&
      !edited &&
      at <= extended(at + 0.5),
  )
  const enoughAt = (moment: number): boolean => {
    const standing = asked.people.filter(({ login }) => {
      const given = valid.filter((each) => each.login === login && each.at <= moment)
      const last = given.at(-1)
      const taken = people
        .filter((each) => each.login === login && each.body === 'withdraw' && each.at <= moment)
        .at(-1)
      return (
        last !== undefined &&
        (taken === undefined || taken.at < last.at || (taken.at === last.at && taken.index < last.index))
      )
    })
    return standing.length >= minimum && standing.some(({ login }) => asked.first.includes(login))
  }
  // Enough at every moment of the cooldown; between comments nothing changes.
  const since = now - cooldown / 60
  const moments = [since, now, ...people.map(({ at }) => at).filter((at) => at >= since)]
  return moments.every(enoughAt)
}

describe('whatever is said, in whatever order', () => {
  it('is granted only if the rules hold, and then it is', () => {
    let grants = 0
    fc.assert(
      fc.property(situation, (one) => {
        // Nobody reads what is not written yet.
        const seen = { ...one, spoken: one.spoken.filter(({ at }) => at <= one.now) }
        const { state } = decide(caseOf(seen), one.now * minute)
        if (state === 'granted') grants += 1
        expect(state === 'granted').toBe(rulesHold(seen))
      }),
      { numRuns: 20_000 },
    )
    expect(grants).toBeGreaterThan(200)
  })

  it('does not depend on the order in which GitHub lists it, nor on what does not count', () => {
    fc.assert(
      fc.property(situation, fc.nat(), (one, seed) => {
        const request = caseOf(one)
        const turned = [...request.remarks].sort(
          (a, b) => ((a.id * 7919 + seed) % 13) - ((b.id * 7919 + seed) % 13),
        )
        const told = decide(request, one.now * minute)
        const refused = new Set(told.refused.map((each) => each.remark))
        const kept = turned.filter(({ id }) => !refused.has(id))
        const { refused: _, ...rest } = decide({ ...request, remarks: kept }, one.now * minute)
        expect({ ...rest, refused: told.refused }).toEqual(told)
      }),
      { numRuns: 5000 },
    )
  })

  it('is never granted once somebody denies', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom('ann', 'bob', 'cem', 'dev'), (one, login) => {
        const denial = { login, body: 'deny', at: one.now, edited: true, machine: false } as const
        const request = caseOf({ ...one, gone: null, spoken: [...one.spoken, denial] })
        expect(decide(request, one.now * minute).state).not.toBe('granted')
      }),
      { numRuns: 5000 },
    )
  })
})

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

async function perform(stage: Stage, { who, does }: { who: string; does: string }): Promise<void> {
  const newest = stage.issue.comments.findLast(({ user }) => user.type === 'User')
  switch (does) {
    case 'EDIT':
      if (newest)
        await stage.as(who, 'PATCH', `/issues/comments/${newest.id}`, { body: `approve ${stage.code}` })
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
      await stage.says(who, does)
  }
}

it('on the whole way, with edits, re-runs, wrong clocks and errors of the API, it is granted only if the rules hold', async () => {
  let grants = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(deed, { maxLength: 7 }),
      fc.integer({ min: 1, max: 2 }),
      fc.constantFrom(0, 60),
      async (deeds, minimum, cooldown) => {
        const stage = await Stage.open()
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
    { numRuns: 15, examples: [[[{ at: 10, who: 'ann', does: 'approve CODE' }], 1, 0]] },
  )
  expect(grants).toBeGreaterThan(0)
}, 300_000)

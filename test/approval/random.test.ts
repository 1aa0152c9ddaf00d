import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Person } from '../../src/approval/rules/approvers.ts'
import { type DecisionInput, decide, type Remark } from '../../src/approval/rules/decision.ts'

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

function caseOf({ spoken, minimum, cooldown, gone, closed }: Situation): DecisionInput {
  const remarks = spoken.map(({ login, at, ...rest }, index): Remark => {
    return { id: index + 1, author: person(login), at: at * minute, ...rest }
  })
  const pushers = logins.filter((login) => login !== 'eve' && login !== gone)
  return {
    hash: code.padEnd(64, '0'),
    approvers: {
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

describe('random comments in random order', () => {
  it('An approval is granted if the rules hold, and only then', () => {
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

  it('The decision does not depend on the order in which GitHub lists comments, nor on comments that do not count', () => {
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

  it('No approval is granted after a denial', () => {
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

import { describe, expect, it } from 'vitest'
import type { Approvers, Person } from '../../../src/approval/rules/approvers.ts'
import {
  type Decision,
  type DecisionInput,
  decide,
  type Remark,
} from '../../../src/approval/rules/decision.ts'

const hash = 'a1b2c3d4e5f6'.padEnd(64, '0')
const people: Record<string, Person> = Object.fromEntries(
  ['ann', 'bob', 'cem', 'dev'].map((login, index) => [login, { id: index + 1, login }]),
)
const all = Object.values(people)
const approvers: Approvers = {
  groups: [{ need: 0, title: 'ann, bob, cem', people: all.slice(0, 3) }],
  minimum: 1,
}
const hour = 3_600_000

let id = 0
/** `says('ann', 'approve …', minutes after the request)` */
const says = (login: string, body: string, minutes = 1, more: Partial<Remark> = {}): Remark => ({
  id: ++id,
  author: people[login] ?? { id: 99, login },
  machine: false,
  body: body.replace('CODE', 'a1b2c3d4'),
  at: minutes * 60_000,
  edited: false,
  ...more,
})

function at(minutes: number, remarks: Remark[], changes: Partial<DecisionInput> = {}): Decision {
  const mayPush = new Set(all.map((person) => person.id))
  const excluded = new Map([[4, 'started this run']])
  const base = {
    hash,
    approvers,
    excluded,
    mayPush,
    cooldown: 0,
    deadline: 2 * hour,
    expires: 4 * hour,
    remarks,
  }
  return decide({ ...base, ...changes }, minutes * 60_000)
}

describe('a request', () => {
  it('A request waits, and says what is missing', () => {
    expect(at(1, [])).toMatchObject({ state: 'requested', missing: ['1 more approval'] })
  })

  it('A request is granted by the comment of an approver with the code', () => {
    expect(at(2, [says('ann', 'Approve CODE, looks good')])).toMatchObject({
      state: 'granted',
      approved: [people['ann']],
    })
    expect(at(2, [says('ann', `/approve \`${hash}\``)]).state).toBe('granted')
  })

  it.each<[string, Remark, RegExp]>([
    ['no code', says('ann', 'lgtm'), /the code is missing; write `approve a1b2c3d4`/],
    ['the code of another request', says('ann', 'approve 00000000'), /`00000000` is not the code/],
    ['too little of the code', says('ann', 'approve a1b2'), /code is missing/],
    ['somebody who is not asked', says('eve', 'approve CODE'), /only people with write access/],
    ['somebody who started it', says('dev', 'approve CODE'), /not among those who may approve/],
    ['a changed comment', says('ann', 'approve CODE', 1, { edited: true }), /changed after it was posted/],
    ['an answer after the deadline', says('ann', 'approve CODE', 121), /after the deadline/],
  ])('A request is not granted by %s', (_, remark, why) => {
    const decision = at(119, [remark])
    expect(decision.state).toBe('requested')
    expect(decision.refused).toEqual([
      { remark: remark.id, login: remark.author.login, why: expect.stringMatching(why) },
    ])
  })

  it('A request does not reply to bots', () => {
    const decision = at(2, [says('ann', 'approve CODE', 1, { machine: true })])
    expect(decision).toMatchObject({ state: 'requested', refused: [] })
  })

  it('A request is not granted by an approver who is excluded', () => {
    const excluded = new Map([[1, 'started this run']])
    expect(at(2, [says('ann', 'approve CODE')], { excluded }).refused[0]?.why).toBe(
      'who started this run may not approve it',
    )
  })

  it.each(['> approve CODE', 'I would approve CODE', 'please\napprove CODE', ''])(
    'A request takes %j for conversation',
    (text) => {
      expect(at(2, [says('ann', text)])).toMatchObject({ state: 'requested', refused: [] })
    },
  )

  it('A request without named approvers accepts anyone with push permission', () => {
    const open: Partial<DecisionInput> = { approvers: { groups: [], minimum: 1 } }
    expect(at(2, [says('cem', 'approve CODE')], open).state).toBe('granted')
    expect(at(2, [says('eve', 'approve CODE')], open).state).toBe('requested')
  })
})

describe('several approvals', () => {
  const two: Partial<DecisionInput> = { approvers: { ...approvers, minimum: 2 } }

  it('Several approvals must come from different people', () => {
    const twice = [says('ann', 'approve CODE'), says('ann', 'approve CODE', 2)]
    expect(at(3, twice, two)).toMatchObject({ state: 'requested', missing: ['1 more approval'] })
    expect(at(4, [...twice, says('bob', 'approve CODE', 3)], two).state).toBe('granted')
  })

  it('Several approvals can be required from groups; one person counts in each of their groups, and once in total', () => {
    const groups = [
      { need: 1, title: 'org/dba', people: [people['ann'], people['bob']] as Person[] },
      { need: 2, title: 'org/release', people: all.slice(0, 3) },
    ]
    const grouped: Partial<DecisionInput> = { approvers: { groups, minimum: 3 } }
    const ann = says('ann', 'approve CODE')
    expect(at(3, [ann], grouped).missing).toEqual(['2 more approvals', '1 of org/release'])
    expect(at(3, [ann, says('cem', 'approve CODE')], grouped).missing).toEqual(['1 more approval'])
  })

  it('Approvals can be withdrawn', () => {
    const given = [says('ann', 'approve CODE'), says('bob', 'approve CODE', 2), says('ann', 'withdraw', 3)]
    expect(at(4, given, two)).toMatchObject({ state: 'requested', approved: [people['bob']] })
    expect(at(6, [...given, says('ann', 'approve CODE', 5)], two).state).toBe('granted')
  })
})

describe('a denial', () => {
  it('A denial outweighs enough approvals, until the approval is used', () => {
    const remarks = [says('ann', 'approve CODE'), says('bob', 'deny the till is down', 2)]
    expect(at(3, remarks)).toMatchObject({ state: 'denied', why: 'bob denied it: the till is down' })
  })

  it('A denial needs no code, and may come from the person who started the run, but not from strangers', () => {
    expect(at(3, [says('dev', 'deny')]).state).toBe('denied')
    expect(at(3, [says('eve', 'deny')]).state).toBe('requested')
  })

  it('A denial counts even if its comment was edited', () => {
    expect(at(3, [says('bob', 'deny', 1, { edited: true })]).state).toBe('denied')
  })
})

describe('cooldown and deadline', () => {
  const cooling: Partial<DecisionInput> = { cooldown: 600 }

  it('The cooldown must pass between the last needed approval and the grant', () => {
    const given = [says('ann', 'approve CODE', 10)]
    expect(at(19, given, cooling)).toMatchObject({ state: 'cooling', ripe: 20 * 60_000 })
    expect(at(20, given, cooling).state).toBe('granted')
    expect(at(19, [...given, says('bob', 'deny', 15)], cooling).state).toBe('denied')
  })

  it('The cooldown starts again after a withdrawal', () => {
    const given = [
      says('ann', 'approve CODE', 10),
      says('ann', 'withdraw', 12),
      says('ann', 'approve CODE', 15),
    ]
    expect(at(24, given, cooling).state).toBe('cooling')
    expect(at(25, given, cooling).state).toBe('granted')
  })

  it('A request expires, and can be extended before that, up to the latest end', () => {
    expect(at(121, []).state).toBe('expired')
    expect(at(121, [says('dev', 'extend 1h', 100)])).toMatchObject({
      state: 'requested',
      deadline: 160 * 60_000,
    })
    expect(at(121, [says('dev', 'extend 1h', 121)]).state).toBe('expired')
    expect(at(200, [says('bob', 'extend 9d', 100)]).deadline).toBe(4 * hour)
    expect(at(240, [says('bob', 'extend 9d', 100)]).state).toBe('expired')
    expect(at(240, [says('ann', 'approve CODE', 100)]).state).toBe('expired')
  })
})

it.each<[string, Partial<DecisionInput>, string]>([
  ['A closed issue', { closedBy: 'bob' }, 'cancelled'],
  ['A newer request', { supersededBy: '#9', closedBy: 'github-actions[bot]' }, 'superseded'],
  ['A run that used the approval already', { usedBy: 'run 7' }, 'consumed'],
  ['A record that was changed', { tampered: 'its text was changed' }, 'error'],
])('%s ends the request, whatever the comments say', (_, changes, state) => {
  expect(at(3, [says('ann', 'approve CODE')], changes).state).toBe(state)
})

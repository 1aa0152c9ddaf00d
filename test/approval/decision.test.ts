import { describe, expect, it } from 'vitest'
import { type Case, type Decision, decide, type Remark } from '../../src/approval/decision.ts'
import type { Panel, Person } from '../../src/approval/panel.ts'

const hash = 'a1b2c3d4e5f6'.padEnd(64, '0')
const people: Record<string, Person> = Object.fromEntries(
  ['ann', 'bob', 'cem', 'dev'].map((login, index) => [login, { id: index + 1, login }]),
)
const all = Object.values(people)
const panel: Panel = { groups: [{ need: 0, title: 'ann, bob, cem', people: all.slice(0, 3) }], minimum: 1 }
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

function at(minutes: number, remarks: Remark[], changes: Partial<Case> = {}): Decision {
  const mayPush = new Set(all.map((person) => person.id))
  const excluded = new Map([[4, 'started this run']])
  const base = { hash, panel, excluded, mayPush, cooldown: 0, deadline: 2 * hour, expires: 4 * hour, remarks }
  return decide({ ...base, ...changes }, minutes * 60_000)
}

describe('a request', () => {
  it('waits, and says what is missing', () => {
    expect(at(1, [])).toMatchObject({ state: 'requested', missing: ['1 more approval'] })
  })

  it('is granted by one who may, with the code', () => {
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
  ])('is not granted by %s', (_, remark, why) => {
    const decision = at(119, [remark])
    expect(decision.state).toBe('requested')
    expect(decision.refused).toEqual([
      { remark: remark.id, login: remark.author.login, why: expect.stringMatching(why) },
    ])
  })

  it('does not answer machines', () => {
    const decision = at(2, [says('ann', 'approve CODE', 1, { machine: true })])
    expect(decision).toMatchObject({ state: 'requested', refused: [] })
  })

  it('is not granted by who is excluded, though on the panel', () => {
    const excluded = new Map([[1, 'started this run']])
    expect(at(2, [says('ann', 'approve CODE')], { excluded }).refused[0]?.why).toBe(
      'who started this run may not approve it',
    )
  })

  it.each(['> approve CODE', 'I would approve CODE', 'please\napprove CODE', ''])(
    'takes %j for talk',
    (text) => {
      expect(at(2, [says('ann', text)])).toMatchObject({ state: 'requested', refused: [] })
    },
  )

  it('takes anyone who may push when nobody is named', () => {
    const open: Partial<Case> = { panel: { groups: [], minimum: 1 } }
    expect(at(2, [says('cem', 'approve CODE')], open).state).toBe('granted')
    expect(at(2, [says('eve', 'approve CODE')], open).state).toBe('requested')
  })
})

describe('several approvals', () => {
  const two: Partial<Case> = { panel: { ...panel, minimum: 2 } }

  it('have to be of different people', () => {
    const twice = [says('ann', 'approve CODE'), says('ann', 'approve CODE', 2)]
    expect(at(3, twice, two)).toMatchObject({ state: 'requested', missing: ['1 more approval'] })
    expect(at(4, [...twice, says('bob', 'approve CODE', 3)], two).state).toBe('granted')
  })

  it('can be asked of groups; one person counts in each of theirs, and once in all', () => {
    const groups = [
      { need: 1, title: 'org/dba', people: [people['ann'], people['bob']] as Person[] },
      { need: 2, title: 'org/release', people: all.slice(0, 3) },
    ]
    const grouped: Partial<Case> = { panel: { groups, minimum: 3 } }
    const ann = says('ann', 'approve CODE')
    expect(at(3, [ann], grouped).missing).toEqual(['2 more approvals', '1 of org/release'])
    expect(at(3, [ann, says('cem', 'approve CODE')], grouped).missing).toEqual(['1 more approval'])
  })

  it('can be withdrawn', () => {
    const given = [says('ann', 'approve CODE'), says('bob', 'approve CODE', 2), says('ann', 'withdraw', 3)]
    expect(at(4, given, two)).toMatchObject({ state: 'requested', approved: [people['bob']] })
    expect(at(6, [...given, says('ann', 'approve CODE', 5)], two).state).toBe('granted')
  })
})

describe('a denial', () => {
  it('wins, also over enough approvals, until it is taken up', () => {
    const remarks = [says('ann', 'approve CODE'), says('bob', 'deny the till is down', 2)]
    expect(at(3, remarks)).toMatchObject({ state: 'denied', why: 'bob denied it: the till is down' })
  })

  it('needs no code, and may come from who started it, but not from strangers', () => {
    expect(at(3, [says('dev', 'deny')]).state).toBe('denied')
    expect(at(3, [says('eve', 'deny')]).state).toBe('requested')
  })

  it('counts also when it was changed', () => {
    expect(at(3, [says('bob', 'deny', 1, { edited: true })]).state).toBe('denied')
  })
})

describe('time', () => {
  const cooling: Partial<Case> = { cooldown: 600 }

  it('has to pass between enough approvals and the grant', () => {
    const given = [says('ann', 'approve CODE', 10)]
    expect(at(19, given, cooling)).toMatchObject({ state: 'cooling', ripe: 20 * 60_000 })
    expect(at(20, given, cooling).state).toBe('granted')
    expect(at(19, [...given, says('bob', 'deny', 15)], cooling).state).toBe('denied')
  })

  it('begins anew after a withdrawal', () => {
    const given = [
      says('ann', 'approve CODE', 10),
      says('ann', 'withdraw', 12),
      says('ann', 'approve CODE', 15),
    ]
    expect(at(24, given, cooling).state).toBe('cooling')
    expect(at(25, given, cooling).state).toBe('granted')
  })

  it('runs out, and can be extended while it has not, up to the end of all', () => {
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

it.each<[string, Partial<Case>, string]>([
  ['a closed issue', { closedBy: 'bob' }, 'cancelled'],
  ['a newer request', { supersededBy: '#9', closedBy: 'github-actions[bot]' }, 'superseded'],
  ['a run that has it already', { usedBy: 'run 7' }, 'consumed'],
  ['a record that does not fit', { tampered: 'its text was changed' }, 'error'],
])('%s ends it whatever was said', (_, changes, state) => {
  expect(at(3, [says('ann', 'approve CODE')], changes).state).toBe(state)
})

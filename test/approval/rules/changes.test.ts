import { describe, expect, it } from 'vitest'
import {
  authorsOf,
  broughtBy,
  type Changes,
  type Commit,
  migrationOf,
  type Pull,
  unreviewed,
} from '../../../src/approval/rules/changes.ts'
import { checklist, type Evidence } from '../../../src/approval/rules/checklist.ts'

const commit = (sha: string, ...parents: string[]): Commit => {
  return { sha, title: sha, parents, author: { login: 'ann', id: 1 } }
}
const pull = (merge: string, approvedBy: string[] = ['bob']): Pull => {
  return { number: 7, title: 'A change', author: { login: 'cem', id: 3 }, merge, approvedBy }
}
const changes = (commits: Commit[], pulls: Pull[] = [], more: Partial<Changes> = {}): Changes => {
  const compared = { url: 'https://github.com/compare', total: commits.length, behind: 0, migrations: [] }
  return { ...compared, commits, pulls, ...more }
}

it.each([
  ['saleor/order/migrations/0193_auto.py', 'order.0193_auto'],
  ['core/migrations/0001_initial.py', 'core.0001_initial'],
  ['saleor/order/migrations/__init__.py', undefined],
  ['saleor/order/migrations/tasks/saleor3_20.py', undefined],
  ['saleor/order/models.py', undefined],
])('The file %s is the migration %s', (path, name) => {
  expect(migrationOf(path)).toBe(name)
})

describe('pull requests', () => {
  it('A pull request brings the commits of its branch and its merge, and not those of the main branch meanwhile', () => {
    const commits = [
      commit('f1', 'base'),
      commit('m1', 'base'),
      commit('f2', 'f1'),
      commit('merge', 'm1', 'f2'),
    ]
    expect([...broughtBy(pull('merge'), commits)].sort()).toEqual(['f1', 'f2', 'merge'])
    expect(unreviewed(changes(commits, [pull('merge')])).map(({ sha }) => sha)).toEqual(['m1'])
    expect(unreviewed(changes(commits, [pull('merge', [])]))).toHaveLength(4)
  })

  it('A squashed pull request brings one commit, and none if that commit is not in the range', () => {
    const commits = [commit('a', 'base'), commit('squashed', 'a')]
    expect([...broughtBy(pull('squashed'), commits)]).toEqual(['squashed'])
    expect([...broughtBy(pull('elsewhere'), commits)]).toEqual([])
  })
})

it('Everybody who wrote a part of a pull request is an author, once', () => {
  expect(authorsOf(changes([commit('a'), commit('b')], [pull('a')])).map(({ login }) => login)).toEqual([
    'ann',
    'cem',
  ])
})

describe('the checklist', () => {
  const evidence: Evidence = {
    jobs: [
      { name: 'test', conclusion: 'success' },
      { name: 'this one', conclusion: undefined },
    ],
    changes: changes([]),
    backup: 'pg_dump, restored and counted',
    monitoring: { url: 'https://status.example.com', status: 204 },
    live: { release: 'r-1', image: 'shop@sha256:1' },
    notified: true,
  }
  const states = (change: Partial<Evidence>): string[] =>
    checklist({ ...evidence, ...change }).map(({ state }) => state)

  it('The checklist proves only what was observed', () => {
    expect(states({})).toEqual(Array.from({ length: 6 }, () => 'proved'))
  })

  it.each<[string, Partial<Evidence>, number, string]>([
    ['a failed job', { jobs: [{ name: 'test', conclusion: 'failure' }] }, 0, 'open'],
    ['no job', { jobs: [] }, 0, 'attest'],
    ['a commit without review', { changes: changes([commit('a')]) }, 1, 'attest'],
    ['more commits than GitHub lists', { changes: changes([], [], { total: 251 }) }, 1, 'attest'],
    ['an unknown live commit', { changes: undefined }, 1, 'attest'],
    ['no word of a backup', { backup: '' }, 2, 'attest'],
    [
      'a silent monitoring',
      { monitoring: { url: 'https://status.example.com', status: undefined } },
      3,
      'open',
    ],
    ['no monitoring', { monitoring: undefined }, 3, 'attest'],
    ['a first deploy', { live: undefined }, 4, 'attest'],
    ['no webhook', { notified: false }, 5, 'attest'],
  ])('The checklist is not proved by %s', (_, change, index, state) => {
    const expected = Array.from({ length: 6 }, (__, at) => (at === index ? state : 'proved'))
    expect(states(change)).toEqual(expected)
  })
})

import { expect, it } from 'vitest'
import { readApprovers } from '../../../src/approval/rules/approvers.ts'
import type { Binding } from '../../../src/approval/rules/binding.ts'
import { digestOf, makeRecord, markOf, readMark, readRecord } from '../../../src/approval/rules/record.ts'
import { openGitHub } from '../../../src/github/octokit.ts'
import { approversLine } from '../../../src/inputs/await-approval.ts'
import { FakeHttp, fakeRunner } from '../../fakes/fakes.ts'

const binding: Binding = {
  ...{ repository: 'org/shop', environment: 'production', run: '42', attempt: '1', commit: 'c0ffee' },
  ...{ images: ['shop@sha256:1'], live: '', expires: '2026-01-02T00:00:00.000Z', nonce: 'n' },
}
const more = { deadline: '2026-01-01T00:00:00.000Z', ref: 'refs/heads/main', version: '', liveCommit: '' }

it('A record is read back unchanged, as an object and as text, and refused if any of it was changed', () => {
  const record = makeRecord(binding, { ...more, decidedBy: 'job' }, 'the text')
  expect(readRecord(record)).toEqual(record)
  expect(readRecord(JSON.stringify(record))).toEqual(record)
  expect(readRecord({ ...record, binding: { ...binding, commit: 'beef' } })).toBeUndefined()
  expect(readRecord({ ...record, text: undefined })).toBeUndefined()
  expect(readRecord({ writer: 'saleor-deploy', release: 'r-1' })).toBeUndefined()
  expect(readRecord('no json')).toBeUndefined()
})

it('The digest of the issue text ignores line endings', () => {
  expect(digestOf('a\r\nb\n')).toBe(digestOf('a\nb'))
  expect(digestOf('a\nb')).not.toBe(digestOf('a b'))
})

it.each(['production', 'eu -- west', '"quoted" --> end'])(
  'An issue states that it is for %s',
  (environment) => {
    const hash = 'a'.repeat(64)
    const mark = markOf(environment, hash)
    expect(readMark(`${mark}\nmore`)).toEqual({ environment, hash })
    expect(mark.slice(4, -4)).not.toContain('--')
    expect(readMark(`text\n${mark}`)).toBeUndefined()
  },
)

it.each([
  ['ann', { need: 0, people: ['ann'], teams: [] }],
  ['@ann, org/release', { need: 0, people: ['ann'], teams: ['org/release'] }],
  ['2 of org/release, bob', { need: 2, people: ['bob'], teams: ['org/release'] }],
])('The approvers can be %s', (line, names) => {
  expect(line).toMatch(approversLine)
  expect(readApprovers(line)).toEqual(names)
})

it.each(['two of ann', 'ann bob', '2 of', 'org/team/more'])('The approvers cannot be %s', (line) => {
  expect(line).not.toMatch(approversLine)
})

it('An Enterprise Server gets its requests at its own address', async () => {
  const http = new FakeHttp(() => ({
    body: '{"data":{"nodes":[]}}',
    headers: { 'content-type': 'application/json' },
  }))
  const runner = fakeRunner({ http, context: { apiUrl: 'https://ghe.example.com/api/v3' } })
  const github = await openGitHub('token', runner, 1)
  await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { issue_number: 7 })
  await github.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: [] })
  expect(http.requests.map(({ url }) => url)).toEqual([
    'https://ghe.example.com/api/v3/repos/shop/backend/issues/7',
    'https://ghe.example.com/api/graphql',
  ])
})

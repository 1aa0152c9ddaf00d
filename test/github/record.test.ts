import { expect, it } from 'vitest'
import { reasonCodes } from '../../src/errors.ts'
import {
  describe,
  isBare,
  jobHasOne,
  type Recorded,
  readPayload,
  stateAfter,
} from '../../src/github/record.ts'

it('reads only what we wrote, as an object or as text', () => {
  const payload = { writer: 'saleor-deploy', release: 'r-1' }
  expect(readPayload(payload)).toEqual(payload)
  expect(readPayload(JSON.stringify(payload))).toEqual(payload)
  for (const other of [
    {},
    '',
    '{}',
    'web',
    null,
    undefined,
    [],
    { release: 'r-1' },
    { writer: 'saleor-deploy' },
  ])
    expect(readPayload(other)).toBeUndefined()
})

it('knows a payload that says nothing', () => {
  expect([{}, '', '{}', null].map(isBare)).toEqual([true, true, true, true])
  expect([{ a: 1 }, '{"a":1}'].map(isBare)).toEqual([false, false])
})

it('tells which deployment is the job’s own by run, not by a part of its number', () => {
  const run = 'https://github.com/org/shop/actions/runs/80'
  const record = (logUrl: string, bare = true): Recorded => ({
    id: 1,
    state: 'in_progress',
    logUrl,
    payload: undefined,
    bare,
    created: 0,
  })
  expect(jobHasOne([record(`${run}/job/800`)], run)).toBe(true)
  expect(jobHasOne([record(run)], run)).toBe(true)
  expect(jobHasOne([record(`${run}0/job/800`)], run)).toBe(false)
  expect(jobHasOne([record(`${run}/job/800`, false)], run)).toBe(false)
  expect(jobHasOne([], run)).toBe(false)
})

it('has a state for every red reason', () => {
  const errors = reasonCodes.filter((reason) => stateAfter(reason) === 'error')
  expect(errors).toEqual([
    'host-unreachable',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
  ])
})

it('keeps descriptions to a line that GitHub takes', () => {
  expect(describe('one\ntwo')).toBe('one')
  expect(describe('é'.repeat(140))).toHaveLength(140)
  expect(Array.from(describe('🛒'.repeat(200)))).toHaveLength(140)
})

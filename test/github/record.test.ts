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

it('The payload is read only if these actions wrote it, as an object or as text', () => {
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

it('The payload may contain no release', () => {
  expect([{}, '', '{}', null].map(isBare)).toEqual([true, true, true, true])
  expect([{ a: 1 }, '{"a":1}'].map(isBare)).toEqual([false, false])
})

it('The job finds its own deployment by the whole run id, not by a part of the number', () => {
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

it('Every red reason code has a deployment state', () => {
  const errors = reasonCodes.filter((reason) => stateAfter(reason) === 'error')
  expect(errors).toEqual([
    'host-unreachable',
    'host-unresponsive',
    'locked',
    'live-changed',
    'guard-lost',
    'cancelled',
    'internal-error',
  ])
})

it('A description is cut to a length that GitHub accepts', () => {
  expect(describe('one\ntwo')).toBe('one')
  expect(describe('é'.repeat(140))).toHaveLength(140)
  expect(Array.from(describe('🛒'.repeat(200)))).toHaveLength(140)
})

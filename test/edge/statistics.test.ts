import { describe, expect, test } from 'vitest'
import {
  countedSince,
  downOf,
  parseStatistics,
  type SlotStatistics,
  shareFailed,
  tooManyFailed,
} from '../../src/edge/statistics.ts'

/** As HAProxy 2.6 answered `show stat web 4 -1`, columns that nobody reads left out. */
const csv = `# pxname,svname,qcur,scur,stot,econ,eresp,status,check_status,check_code,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,-,
web,s1,0,3,40,1,2,UP,L7OK,200,0,30,2,1,4,0,,
web,s2,0,0,0,0,0,DOWN 1/1,L4CON,,0,0,0,0,0,0,,
web,s3,0,0,9,0,0,MAINT,,,0,9,0,0,0,0,,

`

const slot = (name: string, requests: number, failed: number): SlotStatistics => ({
  slot: name,
  status: 'UP',
  check: 'L7OK 200',
  sessions: 0,
  requests,
  failed,
})

describe("the edge's statistics", () => {
  test("The edge's statistics are read by the names of their columns", () => {
    expect(parseStatistics(csv)).toEqual([
      { slot: 's1', status: 'UP', check: 'L7OK 200', sessions: 3, requests: 40, failed: 7 },
      { slot: 's2', status: 'DOWN 1/1', check: 'L4CON', sessions: 0, requests: 0, failed: 0 },
      { slot: 's3', status: 'MAINT', check: '', sessions: 0, requests: 9, failed: 0 },
    ])
  })

  test('The statistics of an edge that says nothing are empty', () => {
    expect(parseStatistics('\n')).toEqual([])
  })

  test('The statistics say which slot is down, of those that are asked for', () => {
    const all = parseStatistics(csv)
    expect(downOf(all, ['s1', 's2'])?.slot).toBe('s2')
    expect(downOf(all, ['s1'])).toBeUndefined()
    expect(downOf([{ ...slot('s1', 0, 0), status: 'MAINT (resolution)' }], ['s1'])?.slot).toBe('s1')
    expect(downOf([{ ...slot('s1', 0, 0), status: 'UP 2/5' }], ['s1'])).toBeUndefined()
  })
})

describe('what is counted', () => {
  test('Requests are counted from the first look on, in the slots of the new release alone', () => {
    const before = [slot('s1', 1000, 900), slot('s2', 50, 0)]
    const now = [slot('s1', 1010, 901), slot('s2', 80, 30), slot('s3', 5, 1)]
    expect(countedSince(before, now, ['s1', 's3'])).toEqual({ requests: 15, failed: 2 })
  })

  test('The count begins anew with an edge that was restarted', () => {
    expect(countedSince([slot('s1', 1000, 10)], [slot('s1', 30, 0)], ['s1'])).toEqual({
      requests: 30,
      failed: 0,
    })
  })
})

describe('too many failed', () => {
  test('The report of too many failures says how many of how many requests failed, and how many may', () => {
    expect(tooManyFailed({ requests: 412, failed: 30 }, 5)).toBe(
      '7.3 % of 412 requests failed (5xx), more than 5 %',
    )
  })

  test.each([
    [{ requests: 19, failed: 19 }, 5, 'too few to tell'],
    [{ requests: 0, failed: 0 }, 0, 'nobody came'],
    [{ requests: 100, failed: 5 }, 5, 'just as many as may'],
    [{ requests: 100, failed: 100 }, 100, 'all may'],
    [{ requests: 1000, failed: 0 }, 0, 'none may and none did'],
  ])('The counts %j are not too many failures when %d percent may fail: %s', (counted, maxPercent) => {
    expect(tooManyFailed(counted, maxPercent)).toBeUndefined()
  })

  test('One failed request is too many when none may fail', () => {
    expect(tooManyFailed({ requests: 1000, failed: 1 }, 0)).toBe(
      '0.1 % of 1000 requests failed (5xx), more than 0 %',
    )
  })

  test('The share of failed requests is readable without requests too', () => {
    expect(shareFailed({ requests: 0, failed: 0 })).toBe('0.0 %')
  })
})

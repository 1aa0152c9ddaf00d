import { describe, expect, it } from 'vitest'
import { measured, recorded, slowestTable } from '../../scripts/slowest.ts'

const files = [
  { file: 'test/a.test.ts', seconds: 2, tests: 3 },
  { file: 'test/e2e/b.test.ts', seconds: 120.25, tests: 12 },
]

describe('the table of the slowest files', () => {
  it('The table has seconds, tests and waits, the longest first', () => {
    const waits = [
      { file: 'test/e2e/b.test.ts', kind: 'pull', seconds: 4 },
      { file: 'test/e2e/b.test.ts', kind: 'health', seconds: 60 },
      { file: 'test/e2e/b.test.ts', kind: 'health', seconds: 30 },
      { file: 'test/e2e/gone.test.ts', kind: 'pull', seconds: 1 },
    ]
    expect(slowestTable(files, waits)).toBe(`The 2 slowest of 2 test files, which took 122.3 s in all
seconds  tests  file                waited for, in seconds
  120.3     12  test/e2e/b.test.ts  health 90.0, pull 4.0
    2.0      3  test/a.test.ts

seconds  waited for
   90.0  health
    5.0  pull`)
  })

  it('The table shows no more files than requested', () => {
    expect(slowestTable(files, [], 1).split('\n')).toHaveLength(3)
  })

  it('The table is made from the report of vitest', () => {
    const report = {
      testResults: [
        {
          name: '/shop/test/a.test.ts',
          status: 'passed',
          startTime: 1000,
          endTime: 3500,
          assertionResults: [],
        },
      ],
    }
    expect(measured(report, '/shop')).toEqual([{ file: 'test/a.test.ts', seconds: 2.5, tests: 0 }])
  })
})

describe('the recorded seconds', () => {
  it('The recorded seconds are the new ones, or the old ones of a file that did not run, without deleted files', () => {
    const before = { 'test/e2e/b.test.ts': 500, 'test/e2e/c.test.ts': 7, 'test/e2e/gone.test.ts': 9 }
    expect(recorded(before, files, (file) => !file.includes('gone'))).toEqual({
      'test/a.test.ts': 2,
      'test/e2e/b.test.ts': 120,
      'test/e2e/c.test.ts': 7,
    })
  })
})

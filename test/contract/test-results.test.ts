import { describe, expect, it } from 'vitest'
import { closingLine, count, type Report, sum, unexcusedSkips } from '../../scripts/test-results.ts'

const report = (...statuses: string[]): Report => ({
  testResults: [
    {
      name: 'a.test.ts',
      startTime: 0,
      endTime: 0,
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}` })),
    },
  ],
})

describe('the counts of npm test', () => {
  it('Skipped and todo tests are counted apart from passed ones', () => {
    expect(count(report('passed', 'passed', 'skipped', 'todo', 'failed'), 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
    })
  })

  it('A file that did not load counts as a failure', () => {
    const broken = {
      testResults: [{ name: 'a', status: 'failed', startTime: 0, endTime: 0, assertionResults: [] }],
    }
    expect(count(broken, 1).failed).toBe(1)
  })

  it('A run that ends badly counts as a failure, with or without a report', () => {
    expect(count(report('passed'), 1).failed).toBe(1)
    expect(count(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('The parts add up to the closing line', () => {
    expect(closingLine(sum([count(report('passed'), 0), count(report('skipped', 'passed'), 0)]))).toBe(
      '2 passed, 0 failed, 1 skipped',
    )
  })

  it('Skipped tests are excused only if they say that they belong to npm run bench', () => {
    const skips = report('skipped', 'passed')
    skips.testResults[0]?.assertionResults.push({ status: 'skipped', fullName: '30 deploys (npm run bench)' })
    expect(unexcusedSkips(skips)).toEqual(['test 0'])
  })
})

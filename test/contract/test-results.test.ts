import { describe, expect, it } from 'vitest'
import { closingLine, count, type Report, sum, unexcusedSkips } from '../../scripts/test-results.ts'

const report = (...statuses: string[]): Report => ({
  testResults: [
    {
      name: 'a.test.ts',
      status: statuses.includes('failed') ? 'failed' : 'passed',
      assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}` })),
    },
  ],
})

describe('what npm test counts', () => {
  it('counts skipped and todo apart from passed', () => {
    expect(count(report('passed', 'passed', 'skipped', 'todo', 'failed'), 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
    })
  })

  it('counts a file that did not load as a failure', () => {
    const broken = { testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] }
    expect(count(broken, 1).failed).toBe(1)
  })

  it('counts a run that ends badly as a failure, with or without a report', () => {
    expect(count(report('passed'), 1).failed).toBe(1)
    expect(count(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('adds parts up into the closing line', () => {
    expect(closingLine(sum([count(report('passed'), 0), count(report('skipped', 'passed'), 0)]))).toBe(
      '2 passed, 0 failed, 1 skipped',
    )
  })

  it('excuses skipped tests only when they say that they belong to npm run bench', () => {
    const skips = report('skipped', 'passed')
    skips.testResults[0]?.assertionResults.push({ status: 'skipped', fullName: '30 deploys (npm run bench)' })
    expect(unexcusedSkips(skips)).toEqual(['test 0'])
  })
})

import { describe, expect, it } from 'vitest'
import { failureSummary } from '../../src/report/failure.ts'
import { json, junit } from '../../src/smoke/outside/files.ts'
import { smokeFailed, smokeOutputs, smokeSummary } from '../../src/smoke/report.ts'
import { speedOf } from '../../src/smoke/speed/speed.ts'
import type { Smoke } from '../../src/smoke/together.ts'
import { type Round, summarize } from '../../src/smoke/verdict.ts'

const outside = { where: 'outside', severity: 'error' as const }
const good = { ...outside, name: 'health', expected: '200', got: '200', passed: true, seconds: 0.012 }
const bad = {
  ...outside,
  name: 'graphql',
  expected: 'a | b',
  got: '200, errors: `x` | y',
  passed: false,
  seconds: 1.5,
}
const slow = {
  ...{ name: 'disk', where: 'web-1', severity: 'warning' as const, expected: '10 % free', got: '3 % free' },
  ...{ passed: false, seconds: 0.5 },
}

function smoke(round: Round, parts: Partial<Smoke> = {}): Smoke {
  const passed = round.every((one) => one.passed || one.severity === 'warning')
  return {
    ...{ passed, rounds: [round], seconds: 61.2, release: 'r-2', schemaVersion: '3.20' },
    ...{ checks: summarize([round], 1), speed: undefined, timeline: [] },
    ...{ urls: [], obstacles: [], ...parts },
  }
}

describe('the summary', () => {
  it('The summary names the further web services that were asked', () => {
    const storefront = { ...good, name: 'service storefront' }
    const release = { ...good, name: 'service storefront release' }
    expect(smokeSummary('https://api', smoke([good, storefront, release]))).toContain(
      '### ✅ https://api and storefront answer as expected; customers are served\n\nRelease `r-2` answers.',
    )
  })

  it('The summary names the release that answered', () => {
    expect(
      smokeSummary('https://shop', smoke([good])),
    ).toBe(`### ✅ https://shop answers as expected; customers are served

Release \`r-2\` answers.

1 good round in a row, after 1 min 1 s.

<details><summary>1 check passed</summary>

|  | Check | Found | Time |
| --- | --- | --- | --- |
| ✅ | health | \`200\` | 0.01 s |

</details>`)
  })

  it('The summary counts warnings, and says where each check was made if there are several places', () => {
    const summary = smokeSummary('https://shop', smoke([good, slow]))
    expect(summary).toContain('answers as expected; customers are served, 1 warning\n')
    expect(summary).toContain('| ✅ | health | `200` | 0.01 s |')
    expect(summary).toContain('| ⚠️ | disk | `10 % free` | `3 % free` | `web-1` |')
  })

  it('The summary shows what was expected and found of a failure, once, and passed checks in a fold', () => {
    const error = smokeFailed('https://shop', smoke([good, bad]), 1)
    expect(error.reason).toBe('smoke-failed')
    expect(
      failureSummary(error),
    ).toBe(`### ❌ Smoke test of https://shop failed after 1 min 1 s; customers are affected.

Release r-2 answers at https://shop. Customers are affected by what failed outside: graphql.

|  | Check | Expected | Found |
| --- | --- | --- | --- |
| ❌ | graphql | \`a \\| b\` | \`\`200, errors: \`x\` \\| y\`\` |

0 good rounds in a row, after 1 min 1 s.

<details><summary>1 check passed</summary>

|  | Check | Found | Time |
| --- | --- | --- | --- |
| ✅ | health | \`200\` | 0.01 s |

</details>`)
  })

  it('The summary says if all checks were good, but not for long enough', () => {
    expect(smokeFailed('https://shop', smoke([good]), 3).message).toContain(
      'only 1 of 3 good rounds in a row',
    )
  })

  it('The summary draws the distribution of response times, and what ran side by side', () => {
    const speed = speedOf(
      [12, 40, 80].map((milliseconds) => ({ milliseconds, status: 200 })),
      20,
    )
    const entry = { name: 'load', where: 'outside', started: 1000, seconds: 3, result: 'done' as const }
    const summary = smokeSummary(
      'https://shop',
      smoke([good], { speed, timeline: [entry, { ...entry, name: 'certificate', seconds: 0.5 }] }),
    )
    expect(summary).toContain('3 requests, 20 a second: p50 40 ms, p95 80 ms, p99 80 ms, the longest 80 ms.')
    expect(summary).toContain(`| ≤ 10 ms | 0 |  |\n| ≤ 25 ms | 1 | \`${'█'.repeat(30)}\` |`)
    expect(summary).toMatch(/\| ✅ \| certificate \| 0\.00\ss \| 0\.50\ss \| `███░+` \|/)
  })
})

describe('the outputs', () => {
  it('The outputs are the same for a passed and a failed test', () => {
    const error = smokeFailed('https://shop', smoke([good, bad, slow]), 1)
    expect(error.outputs).toEqual(smokeOutputs(smoke([good, bad, slow])))
    expect(error.outputs).toMatchObject({
      release: 'r-2',
      'schema-version': '3.20',
      'customers-affected': 'true',
      failed: 'graphql',
      warnings: 'disk',
      p95: '',
    })
    expect(JSON.parse(error.outputs.checks ?? '')).toEqual([good, bad, slow])
  })
})

describe('the files', () => {
  it('The JUnit file has a suite for each place, errors as failures, and warnings as passed tests with output', () => {
    const odd = { ...bad, got: 'a "b" <c> & d\u0007\ne' }
    expect(junit('https://shop/?a&b', smoke([good, odd, slow]))).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="smoke test of https://shop/?a&amp;b" tests="3" failures="1" errors="0" skipped="0" time="61.200">
  <testsuite name="outside" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="smoke.outside" name="health" time="0.012"/>
    <testcase classname="smoke.outside" name="graphql" time="1.500">
      <failure message="a &quot;b&quot; &lt;c&gt; &amp; d e">graphql: expected a | b, found a &quot;b&quot; &lt;c&gt; &amp; d
e</failure>
    </testcase>
  </testsuite>
  <testsuite name="web-1" tests="1" failures="0" errors="0" skipped="0">
    <testcase classname="smoke.web-1" name="disk" time="0.500">
      <system-out>warning: disk on web-1: expected 10 % free, found 3 % free</system-out>
    </testcase>
  </testsuite>
</testsuites>
`)
  })

  it('The JSON file contains all results', () => {
    expect(JSON.parse(json('https://shop', smoke([good, slow])))).toMatchObject({
      ...{ url: 'https://shop', passed: true, release: 'r-2' },
      checks: [good, slow],
    })
  })
})

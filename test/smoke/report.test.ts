import { expect, it } from 'vitest'
import { failureSummary } from '../../src/report/failure.ts'
import { smokeFailed, smokeOutputs, smokeSummary } from '../../src/smoke/report.ts'
import type { Smoke } from '../../src/smoke/rounds.ts'

const good = { name: 'health', expected: '200', got: '200', passed: true, seconds: 0.012 }
const bad = { name: 'graphql', expected: 'a | b', got: '200, errors: `x` | y', passed: false, seconds: 1.5 }

const smoke = (passed: boolean): Smoke => ({
  passed,
  rounds: passed ? [[good]] : [[good, bad]],
  seconds: 61.2,
  release: 'r-2',
  schemaVersion: '3.20',
})

it('says what answered', () => {
  expect(
    smokeSummary('https://shop', smoke(true), 1),
  ).toBe(`### ✅ https://shop answers as expected, release \`r-2\`

Good rounds in a row: 1, after 1 min 1 s.

|  | Check | Expected | Got | Time | Rounds passed |
| --- | --- | --- | --- | --- | --- |
| ✅ | health | \`200\` | \`200\` | 0.01 s | 1 of 1 |`)
})

it('says in the summary of a failure what was expected and what came, in every check', () => {
  const error = smokeFailed('https://shop', smoke(false), 1)
  expect(error.reason).toBe('smoke-failed')
  expect(failureSummary(error)).toBe(`### ❌ Smoke test of https://shop failed after 1 min 1 s.

graphql: expected a | b, got 200, errors: \`x\` | y

|  | Check | Expected | Got | Time | Rounds passed |
| --- | --- | --- | --- | --- | --- |
| ✅ | health | \`200\` | \`200\` | 0.01 s | 1 of 1 |
| ❌ | graphql | \`a \\| b\` | \`\`200, errors: \`x\` \\| y\`\` | 1.50 s | 0 of 1 |`)
})

it('says it when all was good, but not long enough', () => {
  expect(smokeFailed('https://shop', smoke(true), 3).message).toContain('only 1 of 3 good rounds in a row')
})

it('gives the same outputs whether it passed or not', () => {
  const error = smokeFailed('https://shop', smoke(false), 1)
  expect(error.outputs).toEqual(smokeOutputs(smoke(false), 1))
  expect(error.outputs).toMatchObject({ release: 'r-2', 'schema-version': '3.20' })
  expect(JSON.parse(error.outputs.checks ?? '')).toEqual([good, bad])
})

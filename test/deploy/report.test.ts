import { expect, test } from 'vitest'
import { planDeploy } from '../../src/deploy/plan.ts'
import { deploySummary } from '../../src/deploy/report.ts'
import { exampleWanted, servingHost } from './example.ts'

const wanted = exampleWanted()
const seen = servingHost()
const deployed = { seen, steps: planDeploy(wanted, seen), timeline: [], migrations: [] }

test('the summary says from what to what', () => {
  const summary = deploySummary(wanted, { ...deployed, result: 'done' })
  expect(summary).toContain('✅ Deployed')
  expect(summary).toContain('| Release | `old` | `new` |')
  expect(summary).toContain('No migrations were pending.')
})

test('migrations are listed with their operations', () => {
  const migrations = [{ name: 'core.0002_note', operations: ['Add field colour to note'] }]
  const summary = deploySummary(wanted, { ...deployed, result: 'done', migrations })
  expect(summary).toContain('1 migration applied')
  expect(summary).toContain('core.0002_note\n    Add field colour to note')
})

test('a dry run is the plan, and says that nothing was changed', () => {
  const summary = deploySummary(wanted, { ...deployed, result: 'planned' })
  expect(summary).toContain('nothing was changed')
  expect(summary).toContain('1. Pull registry.example.com/shop@sha256:')
})

test('an unchanged release keeps its id', () => {
  expect(deploySummary(wanted, { ...deployed, result: 'unchanged' })).toContain('| Release | `old` | `old` |')
})

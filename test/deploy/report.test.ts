import { expect, test } from 'vitest'
import type { Deployed } from '../../src/deploy/deploy.ts'
import type { HostRun } from '../../src/deploy/host-run.ts'
import { planDeploy, type Target } from '../../src/deploy/plan.ts'
import { deploySummary } from '../../src/deploy/report.ts'
import type { Fleet } from '../../src/deploy/survey.ts'
import { exampleWanted, servingHost } from './example.ts'

const targets: [Target] = [{ wanted: exampleWanted(), seen: servingHost() }]
const settings = { parallel: 1, onUnreachable: 'refuse', scheduler: '' } as const
const fleet = { members: targets as unknown as Fleet['members'], skipped: [], settings }

function summaryOf(result: Deployed['result'], run?: Partial<HostRun>): string {
  const runs = [{ host: { name: 'a' }, migrations: [], ...run }] as unknown as [HostRun]
  const executed = result === 'done' ? { executed: { timeline: [], runs } } : {}
  return deploySummary({ result, fleet, steps: planDeploy(targets), ...executed }, Date.UTC(2026, 0, 2))
}

test('the summary says from what to what', () => {
  const summary = summaryOf('done')
  expect(summary).toContain('✅ Deployed')
  expect(summary).toContain('| Release | `old` | `new` |')
  expect(summary).toContain('No migrations were pending.')
})

test('migrations are listed with their operations', () => {
  const migrations = [
    {
      name: 'core.0002_note',
      operations: ['Add field colour to note'],
      dangers: ['may lock'],
      oneWay: ['Raw Python operation'],
    },
  ]
  const summary = summaryOf('done', { migrations })
  expect(summary).toContain('1 migration applied')
  expect(summary).toContain('core.0002_note\n    Add field colour to note')
  expect(summary).toContain('| `core.0002_note` | may lock |')
  expect(summary).toContain('| `core.0002_note` | Raw Python operation: it can not be reversed |')
})

test('a dry run is the plan, and says that nothing was changed', () => {
  const summary = summaryOf('planned')
  expect(summary).toContain('nothing was changed')
  expect(summary).toContain('1. Pull registry.example.com/shop@sha256:')
})

test('an unchanged release keeps its id', () => {
  expect(summaryOf('unchanged')).toContain('| Release | `old` | `old` |')
})

import { expect, it } from 'vitest'
import type { Restoring } from '../../src/database/restore-plan.ts'
import type { HostRun } from '../../src/deploy/host-run.ts'
import type { Member } from '../../src/deploy/survey.ts'
import type { GoingBack } from '../../src/deploy/wanted.ts'
import type { Host } from '../../src/host/host.ts'
import { rollbackOutputsOf } from '../../src/rollback/outputs.ts'
import { rollbackSummary } from '../../src/rollback/report.ts'
import type { RolledBack } from '../../src/rollback/rollback.ts'
import { exampleRelease, exampleWanted, servingHost } from '../deploy/example.ts'

const now = Date.UTC(2026, 0, 2)
const [live, target] = [exampleRelease('20260102'), exampleRelease('20260101')]
const back: GoingBack = {
  from: live,
  database: 'keep',
  backup: undefined,
  reason: 'checkout fails\nfor PayPal',
  takeOver: false,
}
const seen = { ...servingHost(), live, releases: [target, live] }
const host = { name: seen.host } as Host
const member: Member = { host, wanted: exampleWanted({ release: target, back }), seen }
const restoring = {
  backup: { id: '20260102-1', created: '2026-01-01T12:00:00Z' },
  names: { live: 'saleor', kept: 'saleor_before_1' },
  losses: [{ table: 'public.order_order', now: 12, back: 10 }],
  swapped: true,
} as unknown as Restoring

function rolledBack(
  result: RolledBack['result'],
  changes: Partial<RolledBack> = {},
  lead: Partial<HostRun> = {},
): RolledBack {
  const fleet = {
    members: [member] as RolledBack['fleet']['members'],
    skipped: [],
    settings: { parallel: 1, onUnreachable: 'refuse' as const },
  }
  const run = { ...member, migrations: [], ...lead } as unknown as HostRun
  const executed = result === 'done' ? { executed: { timeline: [], runs: [run] as [HostRun] } } : {}
  return { result, fleet, steps: [], ...executed, ...changes }
}

it('says why, from what to what, and that the one that was left can be gone back to', () => {
  const text = rollbackSummary(rolledBack('done'), now)
  expect(text).toContain('### ↩️ Rolled back')
  expect(text).toContain('> checkout fails\n> for PayPal')
  expect(text).toContain('| Release | `20260102` | `20260101` |')
  expect(text).toMatch(/What can be gone back to[^]*\| `20260102` \|/)
  const outputs = rollbackOutputsOf(rolledBack('done'))
  expect(outputs).toMatchObject({ release: '20260101', 'previous-release': '20260102' })
  expect(JSON.parse(outputs.targets)).toMatchObject([{ release: '20260102' }])
})

it('says what was reversed', () => {
  expect(rollbackSummary(rolledBack('done', {}, { reversed: ['core.0002_note'] }), now)).toMatch(
    /1 migration reversed[^]*- `core\.0002_note`/,
  )
  const plan = {
    plan: [{ name: 'core.0002_note', operations: [], oneWay: [] }],
    unknown: [],
    missing: [],
    strange: [],
  }
  expect(rollbackSummary(rolledBack('planned', { reversing: plan }), now)).toContain(
    '1 migration would be reversed',
  )
  expect(rollbackOutputsOf(rolledBack('planned', { reversing: plan })).reversed).toBe('["core.0002_note"]')
})

it('says what was lost, table by table, and where the data from before are', () => {
  const text = rollbackSummary(rolledBack('done', {}, { restoring }), now)
  expect(text).toContain('kept as `saleor_before_1`')
  expect(text).toContain('| `public.order_order` | 12 | 10 | 2 |')
  expect(rollbackOutputsOf(rolledBack('done', {}, { restoring }))).toMatchObject({
    'lost-rows': '{"public.order_order":2}',
    'kept-database': 'saleor_before_1',
  })
  const planned = rollbackSummary(rolledBack('planned', { restoring: { ...restoring, swapped: false } }), now)
  expect(planned).toContain('| Table | Rows before | Rows of the backup | Would be lost |')
})

it('says that nothing was to be done', () => {
  const text = rollbackSummary(rolledBack('unchanged'), now)
  expect(text).toContain('`20260102` serves, and stays.')
  expect(text).not.toContain('checkout fails')
})

import { expect, it } from 'vitest'
import type { Session, StepResults } from '../../src/engine/session.ts'
import type { RolledBack } from '../../src/execute/outcome.ts'
import type { Host } from '../../src/host/host.ts'
import type { Restoring } from '../../src/model/database.ts'
import type { RollbackIntent } from '../../src/model/desired.ts'
import type { FleetHost } from '../../src/model/fleet.ts'
import { rollbackSummary } from '../../src/summary/rollback.ts'
import { rollbackOutputsOf } from '../../src/summary/rollback-outputs.ts'
import { exampleDesired, exampleRelease, servingHost } from '../model/example.ts'

const now = Date.UTC(2026, 0, 2)
const [live, target] = [exampleRelease('20260102'), exampleRelease('20260101')]
const rollback: RollbackIntent = {
  from: live,
  database: 'keep',
  backup: undefined,
  reason: 'checkout fails\nfor PayPal',
  takeOver: false,
}
const observed = { ...servingHost(), live, releases: [target, live] }
const host = { name: observed.host } as Host
const member: FleetHost = { host, desired: exampleDesired({ release: target, rollback }), observed }
const restoring = {
  backup: { id: '20260102-1', created: '2026-01-01T12:00:00Z' },
  names: { live: 'saleor', kept: 'saleor_before_1' },
  losses: [{ table: 'public.order_order', now: 12, inBackup: 10 }],
  swapped: true,
} as unknown as Restoring

function rolledBack(
  result: RolledBack['result'],
  changes: Partial<RolledBack> = {},
  results: StepResults = {},
): RolledBack {
  const fleet = {
    members: [member] as RolledBack['fleet']['members'],
    skipped: [],
    settings: { parallel: 1, onUnreachable: 'refuse' as const },
  }
  const sessions: [Session] = [{ ...member, results } as unknown as Session]
  const executed = result === 'done' ? { executed: { timeline: [], sessions, steps: [], refreshed: [] } } : {}
  return { result, fleet, steps: [], ...executed, ...changes }
}

it('The summary says why, from what to what, and that the replaced release can be restored', () => {
  const text = rollbackSummary(rolledBack('done'), now)
  expect(text).toContain('### ↩️ Rolled back: version 3.20.1 serves on shop.example.com')
  expect(text).toContain('> checkout fails\n> for PayPal')
  expect(text).toContain('| Release | `20260102` | `20260101` |')
  expect(text).toMatch(/1 release to go back to[^]*\| `20260102` \|/)
  const outputs = rollbackOutputsOf(rolledBack('done'))
  expect(outputs).toMatchObject({ release: '20260101', 'previous-release': '20260102' })
  expect(JSON.parse(outputs.targets)).toMatchObject([{ release: '20260102' }])
})

it('The summary lists the reversed migrations', () => {
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

it('The summary lists the lost rows by table, and where the old data are kept', () => {
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

it('The summary of a first release says that no rollback exists, and that the release serves', () => {
  const first = { ...member, observed: { ...observed, previous: undefined } }
  const fleet = { ...rolledBack('unchanged').fleet, members: [first] as RolledBack['fleet']['members'] }
  expect(rollbackSummary(rolledBack('unchanged', { fleet }), now)).toContain(
    '`20260102` serves, and stays. It is the first release: there is nothing to go back to.',
  )
})

it('The summary of an unchanged host says that nothing was to be done', () => {
  const text = rollbackSummary(rolledBack('unchanged'), now)
  expect(text).toContain('`20260102` serves, and stays.')
  expect(text).not.toContain('checkout fails')
})

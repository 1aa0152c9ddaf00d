import { expect, test } from 'vitest'
import type { Session, StepResults } from '../../src/engine/session.ts'
import type { Deployed } from '../../src/execute/outcome.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import type { HostState } from '../../src/model/step.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { planLines } from '../../src/report/plan-lines.ts'
import { deploySummary, hostsTable } from '../../src/summary/deploy.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { exampleDesired, servingHost } from '../model/example.ts'

const targets: [HostState] = [{ desired: exampleDesired(), observed: servingHost() }]
const settings = { parallel: 1, onUnreachable: 'refuse', scheduler: '' } as const
const fleet = { members: targets as unknown as Fleet['members'], skipped: [], settings }

function summaryOf(
  result: Deployed['result'],
  results: StepResults = {},
  refreshed: readonly string[] = [],
): string {
  const sessions = [{ host: { name: 'a' }, results }] as unknown as [Session]
  const steps = planDeploy(targets)
  const executed = result === 'done' ? { executed: { timeline: [], sessions, steps, refreshed } } : {}
  return deploySummary({ result, fleet, steps, ...executed }, Date.UTC(2026, 0, 2))
}

test('The summary names the old and the new release', () => {
  const summary = summaryOf('done')
  expect(summary).toContain('✅ Deployed')
  expect(summary).toContain('| Release | `old` | `new` |')
  expect(summary).toContain('No migrations were pending.')
})

test('The summary shows the services of each host where hosts differ', () => {
  const placed = (schedules: boolean, placement: DesiredState['placement']): HostState => ({
    desired: exampleDesired({ schedules, placement }),
    observed: servingHost(),
  })
  const hosts = [placed(false, { role: 'web' }), placed(true, { role: 'workers', services: ['db'] })]
  expect(hostsTable(hosts, [])).toContain('| `old` | web |  |')
  expect(hostsTable(hosts, [])).toContain('| `old` | celery, beat, db | here |')
  expect(hostsTable([placed(true, undefined)], [])).not.toContain('Runs')
  const named = hosts.map(({ desired, observed }, index) => ({
    desired,
    observed: { ...observed, host: 'ab'.charAt(index) },
  })) as [HostState, ...HostState[]]
  const lines = planLines(planDeploy(named), named)
  expect(lines).toContain('2. Take the lock')
  expect(lines).toContainEqual(expect.stringMatching(/Start new celery beside the old \(b\)$/))
  expect(lines).toContainEqual(expect.stringMatching(/Switch port 8000 to 1 web \(a\)$/))
})

test('The summary lists migrations with their operations', () => {
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

test('The summary of a dry run is the plan, and says that nothing was changed', () => {
  const summary = summaryOf('planned')
  expect(summary).toContain('nothing was changed')
  expect(summary).toContain('1. Pull registry.example.com/shop@sha256:')
})

test('The summary keeps the id of an unchanged release', () => {
  expect(summaryOf('unchanged')).toContain('| Release | `old` | `old` |')
})

test('The summary of a refreshed plan names what changed, and other summaries do not', () => {
  const changed = 'a (old was live, now newer)'
  expect(summaryOf('done', {}, [changed])).toContain(`the plan was computed again: ${changed}.`)
  expect(summaryOf('done')).not.toContain('computed again')
})

test('Several web services are listed with port, image and replicas, and their images before and now', () => {
  const desired = withStorefront(exampleDesired(), 'f2')
  const before = withStorefront(exampleDesired(), 'f1').release
  const members = [{ desired, observed: { ...servingHost(), live: before } }] as unknown as Fleet['members']
  const steps = planDeploy(targets)
  const summary = deploySummary({ result: 'planned', fleet: { ...fleet, members }, steps }, 0)
  const image = (release: string): string =>
    `\`registry.example.com/storefront@sha256:${release.padEnd(64, '0')}\``
  expect(summary).toContain(`| Image of storefront | ${image('f1')} | ${image('f2')} |`)
  expect(summary).toContain(`| \`storefront\` | 3000 | ${image('f2')} | 1 |`)
  expect(summaryOf('planned')).not.toContain('Web service')
})

import { expect, test } from 'vitest'
import type { Session, StepResults } from '../../src/engine/session.ts'
import type { Deployed, Executed } from '../../src/execute/outcome.ts'
import type { DesiredState } from '../../src/model/desired.ts'
import type { Fleet } from '../../src/model/fleet.ts'
import type { HostState } from '../../src/model/step.ts'
import { planDeploy } from '../../src/plan/deploy.ts'
import { planLines } from '../../src/report/plan-lines.ts'
import { deploySummary } from '../../src/summary/deploy.ts'
import { hostsTable } from '../../src/summary/hosts.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { emptyHost, exampleDesired, servingHost } from '../model/example.ts'

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
  expect(summary).toContain('### ✅ Version 3.20.1 serves on shop.example.com; customers not affected\n')
  expect(summary).toContain('| Release | `old` | `new` |')
  expect(summary).toContain('No migrations were pending.')
})

test('The summary shows the services of each host where hosts differ', () => {
  const placed = (schedules: boolean, placement: DesiredState['placement']): HostState => ({
    desired: exampleDesired({ schedules, placement }),
    observed: servingHost(),
  })
  const hosts = [placed(false, { role: 'web' }), placed(true, { role: 'workers', services: ['db'] })]
  expect(hostsTable(hosts, [])).toContain('| web |  |')
  expect(hostsTable(hosts, [])).toContain('| celery, beat, db | here |')
  expect(hostsTable([placed(true, undefined), placed(false, undefined)], [])).not.toContain('Runs')
  expect(hostsTable([placed(true, undefined)], [])).toBe('')
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
  expect(summary).toContain('- ⚠️ Migration `core.0002_note`: may lock\n')
  expect(summary).toContain('- ⚠️ Migration `core.0002_note`: Raw Python operation: it can not be reversed')
})

test('The summary of a dry run is the plan, and says that nothing was changed', () => {
  const summary = summaryOf('planned')
  expect(summary).toContain(
    '### 📝 Dry run, nothing was changed: 3.20.1 would replace 3.20.1 on shop.example.com\n',
  )
  expect(summary).toContain('1. Pull shop@000000000000\n')
})

test('The summary keeps the id of an unchanged release', () => {
  expect(summaryOf('unchanged')).toContain(
    '|  | Now |\n| --- | --- |\n| Version | 3.20.1 |\n| Release | `old` |',
  )
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
  const image = (release: string): string => `\`storefront@${release.padEnd(12, '0')}\``
  expect(summary).toContain(`| Image of storefront | ${image('f1')} | ${image('f2')} |`)
  expect(summary).toContain(`| \`storefront\` | 3000 | ${image('f2')} | 1 |`)
  expect(summaryOf('planned')).not.toContain('Web service')
})

const swapped = (changes: Partial<DesiredState>): Fleet =>
  ({ ...fleet, members: [{ desired: exampleDesired(changes), observed: servingHost() }] }) as unknown as Fleet

test('The verdict says what customers noticed: nothing, so many failed requests, or so long without web', () => {
  const verdict = (
    baked: StepResults['baked'],
    changes: Partial<DesiredState> = {},
    timeline: Executed['timeline'] = [],
  ): string => {
    const sessions = [{ host: { name: 'a' }, results: { baked } }] as unknown as [Session]
    const shop = swapped(changes)
    const steps = planDeploy(shop.members)
    const executed = { timeline, sessions, steps, refreshed: [] }
    return deploySummary({ result: 'done', fleet: shop, steps, executed }, 0).split('\n', 1)[0] ?? ''
  }
  expect(verdict({ requests: 12_408, failed: 0, seconds: 60 })).toMatch(/; customers noticed nothing$/)
  expect(verdict({ requests: 12_408, failed: 31, seconds: 60 })).toMatch(/; 31 of 12,408 requests failed$/)
  expect(verdict(undefined)).toMatch(/; customers not affected$/)
  const step = { where: 'a', seconds: 1.5, result: 'done' as const }
  const steps = planDeploy(swapped({ strategy: 'recreate' }).members)
  const named = (kind: string): string => steps.find((one) => one.do === kind)?.title ?? ''
  const timeline = [
    { ...step, name: named('stop-web'), started: 1000 },
    { ...step, name: named('switch'), started: 15_000 },
  ]
  expect(verdict({ requests: 10, failed: 0, seconds: 60 }, { strategy: 'recreate' }, timeline)).toMatch(
    /; requests failed for 15\.5 s$/,
  )
})

test('A first deploy has nothing old in its plan and its summary', () => {
  const members = [
    { desired: exampleDesired({ bake: 60 }), observed: emptyHost() },
  ] as unknown as Fleet['members']
  const steps = planDeploy(members)
  expect(steps.map(({ title }) => title).filter((title) => /\bold\b/.test(title))).toEqual([])
  const summary = deploySummary({ result: 'planned', fleet: { ...fleet, members }, steps }, 0)
  expect(summary).toContain('nothing was changed: 3.20.1 would be the first on shop.example.com')
  expect(summary).not.toMatch(/\bold\b|Before/)
})

test('Digests are short in the summary, and in full in a fold', () => {
  const [shown = '', folded = ''] = summaryOf('done').split('Names and digests in full')
  expect(shown).toContain('| Image | `shop@000000000000` | `shop@000000000000` |')
  expect(shown).not.toContain('sha256:')
  expect(folded).toContain(`- Image now: \`registry.example.com/shop@sha256:${'0'.repeat(64)}\``)
})

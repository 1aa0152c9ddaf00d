import type { Session } from '../engine/session.ts'
import type { Deployed, Executed } from '../execute/outcome.ts'
import type { Backup, Migration } from '../model/database.ts'
import { appServices, type DesiredState } from '../model/desired.ts'
import { isPlaced } from '../model/placement.ts'
import type { Release } from '../model/release/release.ts'
import { afterDeploy } from '../model/release/retention.ts'
import { type HostState, when } from '../model/step.ts'
import { targetsOf, targetsTable } from '../observe/rollback-targets.ts'
import { findingsTable } from '../report/findings.ts'
import { messageOf } from '../report/host-failures.ts'
import { code, details, duration, inlineCode, size, table } from '../report/markdown.ts'
import { planLines } from '../report/plan-lines.ts'
import { timeline } from '../report/timeline.ts'
import { partsTable } from './parts.ts'
import { webServicesTable } from './web-services.ts'

const headline = {
  done: '✅ Deployed',
  unchanged: '✅ Nothing to do: this release serves already',
  planned: '📝 Plan (dry run, nothing was changed)',
} as const

/** The job summary of a successful deploy. Pure. */
export function deploySummary({ result, fleet, steps, pending, executed }: Deployed, clock: number): string {
  const [first] = fleet.members
  const before = first.observed.live
  const now = result === 'unchanged' && before !== undefined ? before : first.desired.release
  const parts = [
    `### ${headline[result]}`,
    changeTable(before, now),
    webServicesTable(first.desired),
    hostsTable(fleet.members, executed?.sessions ?? []),
  ]
  if (result !== 'unchanged') parts.push(partsTable(fleet.members))
  parts.push(findingsTable(first.desired.findings ?? []))
  if (fleet.skipped.length > 0)
    parts.push(
      table(
        ['Left out', 'Why'],
        fleet.skipped.map(({ host, error }) => [inlineCode(host), messageOf(error)]),
      ),
    )
  if (result === 'planned') {
    parts.push(planLines(steps, fleet.members).join('\n'))
    parts.push(pending === undefined ? '' : migrationsPart(pending, 'pending'))
  }
  if (executed !== undefined) {
    parts.push(refreshedPart(executed), ranOncePart(executed.sessions))
    const { migrations = [], backup } = executed.sessions[0].results
    parts.push(migrationsPart(migrations, 'applied'), backupPart(backup), timeline(executed.timeline))
  }
  const after = result === 'done' ? fleet.members.map(afterDeploy) : fleet.members
  parts.push(targetsTable(targetsOf(after), after.length, clock))
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The table of the old and the new live release. */
export function changeTable(before: Release | undefined, now: Release): string {
  const others = [...new Set([before, now].flatMap((one) => Object.keys(one?.images ?? {})))]
  return table(
    ['', 'Before', 'Now'],
    [
      ['Release', inlineCode(before?.id ?? 'none'), inlineCode(now.id)],
      ['Version', before?.version || '–', now.version || '–'],
      ['Commit', inlineCode(before?.commit.slice(0, 7) || 'none'), inlineCode(now.commit.slice(0, 7))],
      ['Image', inlineCode(before?.image ?? 'none'), inlineCode(now.image)],
      ...others.map((name) => [
        `Image of ${name}`,
        inlineCode(before?.images?.[name] ?? 'none'),
        inlineCode(now.images?.[name] ?? 'none'),
      ]),
    ],
  )
}

/** The table of hosts: the previous release, the services where hosts differ, and the requests at the edge while the new one was monitored. */
export function hostsTable(targets: readonly HostState[], sessions: readonly Session[]): string {
  const differ = targets.some(({ desired }) => desired.placement !== undefined)
  return table(
    ['Host', 'Before', ...when(differ, 'Runs'), 'Scheduler', 'While it was watched'],
    targets.map(({ desired, observed }) => {
      const baked = sessions.find(({ host }) => host.name === observed.host)?.results.baked
      const watched =
        baked === undefined
          ? ''
          : `${baked.requests} requests in ${duration(baked.seconds)}, ${baked.failed} failed`
      const schedules = desired.schedules && desired.roles.schedulers.length > 0
      return [
        inlineCode(observed.host),
        inlineCode(observed.live?.id ?? 'none'),
        ...when(differ, runningOn(desired)),
        schedules ? 'here' : '',
        watched,
      ]
    }),
  )
}

function runningOn(desired: DesiredState): string {
  const accessories = desired.roles.accessories.filter((name) => isPlaced(desired, name))
  return [...appServices(desired), ...accessories].join(', ')
}

function migrationsPart(migrations: readonly Migration[], state: 'pending' | 'applied'): string {
  if (migrations.length === 0) return 'No migrations were pending.'
  const text = migrations
    .map(({ name, operations }) => `${name}\n${operations.map((one) => `    ${one}`).join('\n')}`)
    .join('\n')
  const applied = details(
    `${migrations.length} migration${migrations.length === 1 ? '' : 's'} ${state}`,
    code(text),
  )
  const dangers = migrations.flatMap(({ name, dangers: some, oneWay }) =>
    [...some, ...oneWay.map((one) => `${one}: it can not be reversed`)].map((one) => [inlineCode(name), one]),
  )
  if (dangers.length === 0) return applied
  return `${applied}\n\n${table(['Migration', '⚠️ What the old release may not survive, or only a backup takes back'], dangers)}`
}

/** Says that the plan was refreshed, and why; empty if nothing changed meanwhile. Pure. */
export function refreshedPart({ refreshed }: Pick<Executed, 'refreshed'>): string {
  if (refreshed.length === 0) return ''
  return `🔄 Hosts changed between the first look and the lock, and the plan was computed again: ${refreshed.join(', ')}.`
}

/** The table of services that ran once, where and how long; empty without any. */
function ranOncePart(sessions: readonly Session[]): string {
  const rows = sessions.flatMap(({ host, results: { ranOnce = [] } }) =>
    ranOnce.map(({ service, seconds }) => [
      inlineCode(service),
      inlineCode(host.name),
      `ended well${seconds === undefined ? '' : ` after ${duration(seconds)}`}`,
    ]),
  )
  return rows.length === 0 ? '' : table(['Ran once', 'Host', ''], rows)
}

/** The table of the backup; empty without one. */
export function backupPart(backup: Backup | undefined): string {
  if (backup === undefined) return ''
  const { path, bytes, seconds, sha256, proof } = backup
  return table(
    ['Backup', 'Size', 'Took', 'Proof', 'SHA-256'],
    [[inlineCode(path), size(bytes), duration(seconds), proof, inlineCode(sha256.slice(0, 12))]],
  )
}

import type { Backup } from '../database/database.ts'
import type { Migration } from '../database/migrations.ts'
import type { Release } from '../release/release.ts'
import { findingsTable } from '../report/findings.ts'
import { code, details, duration, inlineCode, size, table } from '../report/markdown.ts'
import { type TimelineEntry, timeline } from '../report/timeline.ts'
import { targetsOf, targetsTable } from './back-targets.ts'
import type { Deployed } from './deploy.ts'
import { messageOf } from './failures.ts'
import type { HostRun } from './host-run.ts'
import type { Target } from './plan.ts'
import { afterDeploy } from './retention.ts'

const headline = {
  done: '✅ Deployed',
  unchanged: '✅ Nothing to do: this release serves already',
  planned: '📝 Plan (dry run, nothing was changed)',
} as const

/** The job summary of a deploy that ended well. Pure. */
export function deploySummary({ result, fleet, steps, pending, executed }: Deployed, clock: number): string {
  const [first] = fleet.members
  const before = first.seen.live
  const now = result === 'unchanged' && before !== undefined ? before : first.wanted.release
  const parts = [
    `### ${headline[result]}`,
    changeTable(before, now),
    hostsTable(fleet.members, executed?.runs ?? []),
  ]
  parts.push(findingsTable(first.wanted.findings ?? []))
  if (fleet.skipped.length > 0)
    parts.push(
      table(
        ['Left out', 'Why'],
        fleet.skipped.map(({ host, error }) => [inlineCode(host), messageOf(error)]),
      ),
    )
  if (result === 'planned') {
    parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'))
    parts.push(pending === undefined ? '' : migrationsPart(pending, 'pending'))
  }
  if (executed !== undefined) {
    const [{ migrations, backup }] = executed.runs
    parts.push(migrationsPart(migrations, 'applied'), backupPart(backup), timeline(executed.timeline))
  }
  const after = result === 'done' ? fleet.members.map(afterDeploy) : fleet.members
  parts.push(targetsTable(targetsOf(after), after.length, clock))
  return parts.filter((part) => part !== '').join('\n\n')
}

/** What was done and undone, for the summary of a deploy that failed. */
export function failedTimeline(entries: readonly TimelineEntry[]): string {
  return details('What was done, and undone', timeline(entries))
}

/** Which release was live, and which one is. */
export function changeTable(before: Release | undefined, now: Release): string {
  return table(
    ['', 'Before', 'Now'],
    [
      ['Release', inlineCode(before?.id ?? 'none'), inlineCode(now.id)],
      ['Version', before?.version || '–', now.version || '–'],
      ['Commit', inlineCode(before?.commit.slice(0, 7) || 'none'), inlineCode(now.commit.slice(0, 7))],
      ['Image', inlineCode(before?.image ?? 'none'), inlineCode(now.image)],
    ],
  )
}

/** Where it serves, what served there before, and what was seen of it at the edge while it was watched. */
export function hostsTable(targets: readonly Target[], runs: readonly HostRun[]): string {
  return table(
    ['Host', 'Before', 'Scheduler', 'While it was watched'],
    targets.map(({ wanted, seen }) => {
      const baked = runs.find(({ host }) => host.name === seen.host)?.baked
      const watched =
        baked === undefined
          ? ''
          : `${baked.requests} requests in ${duration(baked.seconds)}, ${baked.failed} failed`
      const schedules = wanted.schedules && wanted.roles.schedulers.length > 0
      return [inlineCode(seen.host), inlineCode(seen.live?.id ?? 'none'), schedules ? 'here' : '', watched]
    }),
  )
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

/** The backup that was made; empty without one. */
export function backupPart(backup: Backup | undefined): string {
  if (backup === undefined) return ''
  const { path, bytes, seconds, sha256, proof } = backup
  return table(
    ['Backup', 'Size', 'Took', 'Proof', 'SHA-256'],
    [[inlineCode(path), size(bytes), duration(seconds), proof, inlineCode(sha256.slice(0, 12))]],
  )
}

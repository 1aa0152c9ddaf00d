import { code, details, inlineCode, table } from '../report/markdown.ts'
import { type TimelineEntry, timeline } from '../report/timeline.ts'
import type { Deployed } from './deploy.ts'
import type { Wanted } from './wanted.ts'

const headline = {
  done: '✅ Deployed',
  unchanged: '✅ Nothing to do: this release serves already',
  planned: '📝 Plan (dry run, nothing was changed)',
} as const

/** The job summary of a deploy that ended well. Pure. */
export function deploySummary(
  wanted: Wanted,
  { result, seen, steps, timeline: entries, migrations }: Deployed,
): string {
  const { release } = wanted
  const parts = [
    `### ${headline[result]}`,
    table(
      ['', 'Before', 'Now'],
      [
        [
          'Release',
          inlineCode(seen.live?.id ?? 'none'),
          inlineCode(result === 'unchanged' ? (seen.live?.id ?? '') : release.id),
        ],
        ['Version', seen.live?.version || '–', release.version || '–'],
        [
          'Commit',
          inlineCode(seen.live?.commit.slice(0, 7) || 'none'),
          inlineCode(release.commit.slice(0, 7)),
        ],
        ['Image', inlineCode(seen.live?.image ?? 'none'), inlineCode(release.image)],
        ['Host', '', inlineCode(seen.host)],
      ],
    ),
  ]
  if (result === 'planned') parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'))
  if (result === 'done') parts.push(migrationsPart(migrations), timeline(entries))
  return parts.join('\n\n')
}

/** What was done and undone, for the summary of a deploy that failed. */
export function failedTimeline(entries: readonly TimelineEntry[]): string {
  return details('What was done, and undone', timeline(entries))
}

function migrationsPart(migrations: Deployed['migrations']): string {
  if (migrations.length === 0) return 'No migrations were pending.'
  const text = migrations
    .map(({ name, operations }) => `${name}\n${operations.map((one) => `    ${one}`).join('\n')}`)
    .join('\n')
  return details(`${migrations.length} migration${migrations.length === 1 ? '' : 's'} applied`, code(text))
}

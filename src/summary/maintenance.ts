import type { Maintained } from '../execute/outcome.ts'
import type { Maintenance } from '../model/edge.ts'
import { servesWeb } from '../model/placement.ts'
import { duration, inlineCode, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'

/** The job summary of maintenance mode. Pure. */
export function maintenanceSummary(
  { result, fleet, steps, timeline: entries }: Maintained,
  maintenance: Maintenance | undefined,
): string {
  const now = maintenance === undefined ? 'open' : 'closed for maintenance'
  const headline = {
    done: `✅ The shop is ${now}`,
    unchanged: `✅ Nothing to do: the shop is ${now} already`,
    planned: '📝 Plan (dry run, nothing was changed)',
  }
  const parts = [
    `### ${headline[result]}`,
    table(
      ['Host', 'Before', 'Release'],
      fleet.members.map(({ desired, observed }) => [
        inlineCode(observed.host),
        !servesWeb(desired) ? 'has no web' : observed.maintenance === undefined ? 'open' : 'closed',
        inlineCode(observed.live?.id ?? 'none'),
      ]),
    ),
  ]
  if (maintenance !== undefined) parts.push(closedTable(maintenance))
  if (result === 'planned') parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'))
  if (result === 'done') parts.push(timeline(entries))
  return parts.join('\n\n')
}

function closedTable({ allow, page, retryAfter }: Maintenance): string {
  return table(
    ['Page', 'Let in', 'Clients may ask again after'],
    [
      [
        page === '' ? 'the default one' : 'of the repository',
        allow.map(inlineCode).join(' ') || 'nobody',
        duration(retryAfter),
      ],
    ],
  )
}

import type { Maintained } from '../execute/outcome.ts'
import type { Maintenance } from '../model/edge/edge.ts'
import { servesWeb } from '../model/placement.ts'
import { details, duration, hostNames, inlineCode, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'

/** The job summary of maintenance mode: whether customers reach the shop, and what they see. Pure. */
export function maintenanceSummary(
  { result, fleet, steps, timeline: entries }: Maintained,
  maintenance: Maintenance | undefined,
): string {
  const now = maintenance === undefined ? 'open' : 'closed for maintenance'
  const where = hostNames(
    fleet.members.filter(({ desired }) => servesWeb(desired)).map(({ observed }) => observed.host),
  )
  const customers = maintenance === undefined ? 'Customers reach it.' : 'Customers get the maintenance page.'
  const headline = {
    done: `✅ The shop is ${now} on ${where}`,
    unchanged: `✅ Nothing to do: the shop is ${now} already on ${where}`,
    planned: `📝 Dry run, nothing was changed: the shop would be ${now} on ${where}`,
  }
  const parts = [
    `### ${headline[result]}`,
    result === 'planned' ? '' : customers,
    maintenance === undefined ? '' : closedList(maintenance),
    result === 'planned' ? steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n') : '',
    hostsPart(fleet.members),
    result === 'done' ? timeline(entries) : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function closedList({ allow, page, retryAfter }: Maintenance): string {
  return [
    `- The page: ${page === '' ? 'the default one' : 'of the repository'}`,
    `- Let in: ${allow.map(inlineCode).join(', ') || 'nobody'}`,
    `- Clients may ask again after: ${duration(retryAfter)}`,
  ].join('\n')
}

function hostsPart(members: Maintained['fleet']['members']): string {
  const rows = members.map(({ desired, observed }) => [
    inlineCode(observed.host),
    !servesWeb(desired) ? 'has no web' : observed.maintenance === undefined ? 'open' : 'closed',
    inlineCode(observed.live?.id ?? 'none'),
  ])
  return details('Before, host by host', table(['Host', 'The shop was', 'Release'], rows))
}

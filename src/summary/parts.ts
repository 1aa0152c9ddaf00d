import type { HostState } from '../model/step.ts'
import { partsOf, type ServicePart } from '../plan/parts.ts'
import { details, inlineCode, table } from '../report/markdown.ts'

/** What becomes of each service of the Compose file, as a table that is folded. Pure. */
export function partsTable(targets: readonly HostState[]): string {
  const parts = partsOf(targets)
  const rows = parts.map((one) => [
    inlineCode(one.service),
    one.role,
    one.part,
    one.note,
    ...(targets.length > 1 ? [whereOf(one, targets.length)] : []),
  ])
  const head = ['Service', 'Role', 'Part', '', ...(targets.length > 1 ? ['Hosts'] : [])]
  return details(`What becomes of the ${rows.length} services`, table(head, rows))
}

function whereOf({ hosts }: ServicePart, count: number): string {
  return hosts.length === count ? 'all' : hosts.join(', ')
}

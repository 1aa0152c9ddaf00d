import type { HostState } from '../model/step.ts'
import { partsOf, type ServicePart } from '../plan/parts.ts'
import { counted, details, hostNames, inlineCode, table } from '../report/markdown.ts'

/** What becomes of each service of the Compose file, as a table that is folded. Pure. */
export function partsTable(targets: readonly HostState[]): string {
  const parts = partsOf(targets)
  const rows = parts.map((one) => [
    inlineCode(one.service),
    one.role === 'none' ? '' : one.role,
    one.part,
    one.note,
    ...(targets.length > 1 ? [whereOf(one, targets.length)] : []),
  ])
  const head = ['Service', 'Role', 'What becomes of it', 'Why', ...(targets.length > 1 ? ['Hosts'] : [])]
  return details(`What becomes of ${counted(rows.length, 'service')}`, table(head, rows))
}

function whereOf({ hosts }: ServicePart, count: number): string {
  return hosts.length === count ? 'all' : hostNames(hosts)
}

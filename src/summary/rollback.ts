import type { RolledBack } from '../execute/outcome.ts'
import type { Loss, Restoring } from '../model/database.ts'
import { targetsOf, targetsTable } from '../observe/rollback-targets.ts'
import { details, inlineCode, table } from '../report/markdown.ts'
import { planLines } from '../report/plan-lines.ts'
import { timeline } from '../report/timeline.ts'
import { backupPart, changeTable, hostsTable, refreshedPart } from './deploy.ts'
import { partsTable } from './parts.ts'
import { webServicesTable } from './web-services.ts'

const headline = {
  done: '↩️ Rolled back',
  unchanged: '✅ Nothing to do',
  planned: '📝 Plan of a rollback (dry run, nothing was changed)',
} as const

/** The job summary of a successful rollback. Pure. */
export function rollbackSummary(
  { result, fleet, steps, executed, reversing, restoring: wouldRestore }: RolledBack,
  now: number,
): string {
  const [{ desired, observed }] = fleet.members
  const parts = [`### ${headline[result]}`]
  if (result === 'unchanged') {
    const isFirst = observed.live !== undefined && observed.previous === undefined
    const why = isFirst ? ' It is the first release: there is nothing to go back to.' : ''
    parts.push(`${inlineCode(observed.live?.id ?? 'nothing')} serves, and stays.${why}`)
  } else {
    const reason = desired.rollback?.reason ?? ''
    if (reason !== '') parts.push(`> ${reason.replaceAll('\n', '\n> ')}`)
    parts.push(
      changeTable(observed.live, desired.release),
      webServicesTable(desired),
      hostsTable(fleet.members, executed?.sessions ?? []),
      partsTable(fleet.members),
    )
  }
  if (result === 'planned') parts.push(planLines(steps, fleet.members).join('\n'))
  const primary = executed?.sessions[0].results
  const reversed = primary?.reversed ?? reversing?.plan.map(({ name }) => name)
  if (reversed !== undefined) parts.push(reversedPart(reversed, result))
  const restoring = primary?.restoring ?? wouldRestore
  if (restoring !== undefined) parts.push(restorePart(restoring))
  if (executed !== undefined)
    parts.push(refreshedPart(executed), backupPart(primary?.backup), timeline(executed.timeline))
  const serves = result === 'done' ? desired.release : observed.live
  parts.push(targetsTable(targetsOf(fleet.members, serves), fleet.members.length, now))
  return parts.filter((part) => part !== '').join('\n\n')
}

function reversedPart(names: readonly string[], result: RolledBack['result']): string {
  const word = result === 'planned' ? 'would be reversed' : 'reversed'
  if (names.length === 0) return `No migrations ${word}: the schema is that of the release.`
  const list = names.map((name) => `- ${inlineCode(name)}`).join('\n')
  return details(`${names.length} migration${names.length === 1 ? '' : 's'} ${word}`, list)
}

function restorePart({ backup, names, losses, swapped }: Restoring): string {
  const where = swapped
    ? `The database ${inlineCode(names.live)} is the backup ${inlineCode(backup.id)} of ${backup.created}. The one before is kept as ${inlineCode(names.kept)}.`
    : `The backup ${inlineCode(backup.id)} of ${backup.created} would become the database ${inlineCode(names.live)}.`
  const text =
    losses.length === 0
      ? 'Every table has as many rows as before; what was changed in them since goes back too.'
      : lossTable(losses, swapped)
  return `${where}\n\n${text}`
}

/** The number of tables shown. */
const shown = 30

function lossTable(losses: readonly Loss[], swapped: boolean): string {
  const rows = losses
    .slice(0, shown)
    .map(({ table: name, now, inBackup }) => [
      inlineCode(name),
      now.toLocaleString('en'),
      inBackup === undefined ? 'not counted' : inBackup.toLocaleString('en'),
      inBackup === undefined ? '' : Math.max(0, now - inBackup).toLocaleString('en'),
    ])
  const more = losses.length > shown ? `\n\n${losses.length - shown} more tables differ.` : ''
  return (
    table(['Table', 'Rows before', 'Rows of the backup', swapped ? 'Lost' : 'Would be lost'], rows) + more
  )
}

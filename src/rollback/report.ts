import type { Loss } from '../database/loss.ts'
import type { Restoring } from '../database/restore-plan.ts'
import { targetsOf, targetsTable } from '../deploy/back-targets.ts'
import { backupPart, changeTable, hostsTable } from '../deploy/report.ts'
import { details, inlineCode, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'
import type { RolledBack } from './rollback.ts'

const headline = {
  done: '↩️ Rolled back',
  unchanged: '✅ Nothing to do',
  planned: '📝 Plan of a rollback (dry run, nothing was changed)',
} as const

/** The job summary of a rollback that ended well. Pure. */
export function rollbackSummary(
  { result, fleet, steps, executed, reversing, restoring: wouldRestore }: RolledBack,
  now: number,
): string {
  const [{ wanted, seen }] = fleet.members
  const parts = [`### ${headline[result]}`]
  if (result === 'unchanged') parts.push(`${inlineCode(seen.live?.id ?? 'nothing')} serves, and stays.`)
  else {
    const reason = wanted.back?.reason ?? ''
    if (reason !== '') parts.push(`> ${reason.replaceAll('\n', '\n> ')}`)
    parts.push(changeTable(seen.live, wanted.release), hostsTable(fleet.members, executed?.runs ?? []))
  }
  if (result === 'planned') parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'))
  const lead = executed?.runs[0]
  const reversed = lead?.reversed ?? reversing?.plan.map(({ name }) => name)
  if (reversed !== undefined) parts.push(reversedPart(reversed, result))
  const restoring = lead?.restoring ?? wouldRestore
  if (restoring !== undefined) parts.push(restorePart(restoring))
  if (executed !== undefined) parts.push(backupPart(lead?.backup), timeline(executed.timeline))
  const serves = result === 'done' ? wanted.release : seen.live
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

/** How many tables people read. */
const shown = 30

function lossTable(losses: readonly Loss[], swapped: boolean): string {
  const rows = losses
    .slice(0, shown)
    .map(({ table: name, now, back }) => [
      inlineCode(name),
      now.toLocaleString('en'),
      back === undefined ? 'not counted' : back.toLocaleString('en'),
      back === undefined ? '' : Math.max(0, now - back).toLocaleString('en'),
    ])
  const more = losses.length > shown ? `\n\n${losses.length - shown} more tables differ.` : ''
  return (
    table(['Table', 'Rows before', 'Rows of the backup', swapped ? 'Lost' : 'Would be lost'], rows) + more
  )
}

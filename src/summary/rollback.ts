import type { RolledBack } from '../execute/outcome.ts'
import type { Loss, Restoring } from '../model/database.ts'
import { targetsOf } from '../observe/rollback-targets.ts'
import { counted, details, inlineCode, table } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'
import { changedNames, changeTable } from './change.ts'
import { backupLine } from './database.ts'
import { hostsTable, refreshedLine, watchedLine } from './hosts.ts'
import { partsTable } from './parts.ts'
import { planPart } from './plan.ts'
import { targetsPart } from './targets.ts'
import { hostsOf, shortName, verdictOf } from './verdict.ts'
import { webServicesTable } from './web-services.ts'

/** The job summary of a rollback that went well: the verdict, what it did to the data, what changed, details in folds. Pure. */
export function rollbackSummary(done: RolledBack, now: number): string {
  const { result, fleet, steps, executed, reversing, restoring: wouldRestore } = done
  const [{ desired, observed }] = fleet.members
  const primary = executed?.sessions[0].results
  const reversed = primary?.reversed ?? reversing?.plan.map(({ name }) => name)
  const restoring = primary?.restoring ?? wouldRestore
  const serves = result === 'done' ? desired.release : observed.live
  const sessions = executed?.sessions ?? []
  const targets = targetsOf(fleet.members, serves)
  const isChange = result !== 'unchanged'
  const reason = isChange ? (desired.rollback?.reason ?? '') : ''
  const parts = [
    `### ${headline(done)}`,
    reason === '' ? '' : `> ${reason.replaceAll('\n', '\n> ')}`,
    isChange ? '' : unchangedText(done),
    restoring === undefined ? '' : restorePart(restoring),
    ...(isChange ? [changeTable(observed.live, desired.release), webServicesTable(desired)] : []),
    [
      backupLine(primary?.backup),
      watchedLine(sessions),
      executed === undefined ? '' : refreshedLine(executed),
    ]
      .filter((line) => line !== '')
      .map((line) => `- ${line}`)
      .join('\n'),
    isChange ? hostsTable(fleet.members, sessions) : '',
    result === 'planned' ? planPart(steps, fleet.members) : '',
    reversed === undefined ? '' : reversedPart(reversed, result),
    isChange ? partsTable(fleet.members) : '',
    timeline(executed?.timeline ?? []),
    targetsPart(targets, fleet.members.length, now),
    isChange ? changedNames(observed.live, desired.release, primary?.backup) : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function headline({ result, fleet: { members }, executed }: RolledBack): string {
  const [{ desired, observed }] = members
  if (result === 'unchanged') return '✅ Nothing to do'
  if (result === 'done') return `↩️ Rolled back: ${lower(verdictOf(members, executed))}`
  const from = observed.live === undefined ? '' : ` after ${shortName(observed.live)}`
  return `📝 Dry run, nothing was changed: back to ${shortName(desired.release)}${from} on ${hostsOf(members)}`
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function unchangedText({ fleet }: RolledBack): string {
  const [{ observed }] = fleet.members
  const isFirst = observed.live !== undefined && observed.previous === undefined
  const why = isFirst ? ' It is the first release: there is nothing to go back to.' : ''
  return `${inlineCode(observed.live?.id ?? 'nothing')} serves, and stays.${why}`
}

function reversedPart(names: readonly string[], result: RolledBack['result']): string {
  const word = result === 'planned' ? 'would be reversed' : 'reversed'
  if (names.length === 0) return `No migrations ${word}: the schema is that of the release.`
  const list = names.map((name) => `- ${inlineCode(name)}`).join('\n')
  return details(`${counted(names.length, 'migration')} ${word}`, list)
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

/** The number of tables shown at once; all of them are in a fold. */
const shown = 10

function lossTable(losses: readonly Loss[], swapped: boolean): string {
  const rows = losses.map(({ table: name, now, inBackup }) => [
    inlineCode(name),
    now.toLocaleString('en'),
    inBackup === undefined ? 'not counted' : inBackup.toLocaleString('en'),
    inBackup === undefined ? '' : Math.max(0, now - inBackup).toLocaleString('en'),
  ])
  const head = ['Table', 'Rows before', 'Rows of the backup', swapped ? 'Lost' : 'Would be lost']
  const all =
    rows.length > shown ? `\n\n${details(`All ${rows.length} tables that differ`, table(head, rows))}` : ''
  return `${table(head, rows.slice(0, shown))}${all}`
}

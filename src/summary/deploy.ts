import { messageOf } from '../errors.ts'
import type { Deployed } from '../execute/outcome.ts'
import { afterDeploy } from '../model/release/retention.ts'
import { targetsOf } from '../observe/rollback-targets.ts'
import { findingsList } from '../report/findings.ts'
import { inlineCode } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'
import { changedNames, changeTable } from './change.ts'
import { backupLine, dangersList, migrationsPart } from './database.ts'
import { hostsTable, ranOnceLine, refreshedLine, watchedLine } from './hosts.ts'
import { partsTable } from './parts.ts'
import { planPart } from './plan.ts'
import { targetsPart, wayBackLine } from './targets.ts'
import { hostsOf, nameOf, shortName, verdictOf } from './verdict.ts'
import { webServicesTable } from './web-services.ts'

/** The job summary of a deploy that went well: the verdict, what needs a person, what changed, and the details in folds. Pure. */
export function deploySummary(deployed: Deployed, clock: number): string {
  const { result, fleet, steps, pending, executed } = deployed
  const [first] = fleet.members
  const { live } = first.observed
  const before = result === 'unchanged' ? undefined : live
  const now = result === 'unchanged' && live !== undefined ? live : first.desired.release
  const { migrations = executed === undefined ? pending : [], backup } = executed?.sessions[0].results ?? {}
  const after = result === 'done' ? fleet.members.map(afterDeploy) : fleet.members
  const targets = targetsOf(after)
  const sessions = executed?.sessions ?? []
  const parts = [
    `### ${headline(deployed)}`,
    needsPerson(deployed, migrations),
    changeTable(before, now),
    webServicesTable(first.desired),
    [
      migrations?.length === 0 ? 'No migrations were pending.' : '',
      backupLine(backup),
      watchedLine(sessions),
      ranOnceLine(sessions),
      executed === undefined ? '' : refreshedLine(executed),
      result === 'planned' ? '' : wayBackLine(targets, after.length, live === undefined),
    ]
      .filter((line) => line !== '')
      .map((line) => `- ${line}`)
      .join('\n'),
    hostsTable(fleet.members, sessions),
    result === 'planned' ? planPart(steps, fleet.members) : '',
    migrations === undefined ? '' : migrationsPart(migrations, result === 'planned' ? 'pending' : 'applied'),
    result === 'unchanged' ? '' : partsTable(fleet.members),
    timeline(executed?.timeline ?? []),
    targetsPart(targets, after.length, clock),
    changedNames(before, now, backup),
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function headline({ result, fleet, executed }: Deployed): string {
  const { members } = fleet
  const [{ desired, observed }] = members
  const { live } = observed
  if (result === 'unchanged')
    return `✅ Nothing to do: ${nameOf(live ?? desired.release)} serves on ${hostsOf(members)} already`
  if (result === 'done') return `✅ ${verdictOf(members, executed)}`
  const change = live === undefined ? 'would be the first' : `would replace ${shortName(live)}`
  return `📝 Dry run, nothing was changed: ${shortName(desired.release)} ${change} on ${hostsOf(members)}`
}

/** What somebody has to look at: hosts that were left out, dangerous migrations, faults in the project. Empty for nothing. */
function needsPerson({ fleet }: Deployed, migrations: Deployed['pending']): string {
  const lines = [
    ...fleet.skipped.map(({ host, error }) => `- ⚠️ ${inlineCode(host)} was left out: ${messageOf(error)}`),
    dangersList(migrations ?? []),
    findingsList(fleet.members[0].desired.findings ?? []),
  ].filter((line) => line !== '')
  return lines.length === 0 ? '' : `**For you to look at**\n\n${lines.join('\n')}`
}

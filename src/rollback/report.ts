import type { Deployed } from '../deploy/deploy.ts'
import { changeTable, hostsTable } from '../deploy/report.ts'
import { inlineCode } from '../report/markdown.ts'
import { timeline } from '../report/timeline.ts'
import { targetsOf, targetsTable } from './targets.ts'

const headline = {
  done: '↩️ Rolled back',
  unchanged: '✅ Nothing to do',
  planned: '📝 Plan of a rollback (dry run, nothing was changed)',
} as const

/** The job summary of a rollback that ended well. Pure. */
export function rollbackSummary({ result, fleet, steps, executed }: Deployed, now: number): string {
  const [first] = fleet.members
  const { wanted, seen } = first
  const parts = [`### ${headline[result]}`]
  if (result === 'unchanged') parts.push(`${inlineCode(seen.live?.id ?? 'nothing')} serves, and stays.`)
  else {
    if (wanted.back?.reason) parts.push(`> ${wanted.back.reason.replaceAll('\n', '\n> ')}`)
    parts.push(changeTable(seen.live, wanted.release), hostsTable(fleet.members, executed?.runs ?? []))
  }
  if (result === 'planned') parts.push(steps.map(({ title }, index) => `${index + 1}. ${title}`).join('\n'))
  if (executed !== undefined) parts.push(timeline(executed.timeline))
  const serves = result === 'done' ? wanted.release : seen.live
  parts.push(targetsTable(targetsOf(fleet.members, serves), fleet.members.length, now))
  return parts.filter((part) => part !== '').join('\n\n')
}

import { targetsOf } from '../deploy/back-targets.ts'
import { deployOutputsOf, fleetOutputsOf } from '../deploy/outputs.ts'
import type { RolledBack } from './rollback.ts'

/** What `rollback` puts out. Pure. */
export function rollbackOutputsOf(done: RolledBack) {
  const { release, 'previous-release': previous, image, version, plan, backup } = deployOutputsOf(done)
  const { members } = done.fleet
  const lead = done.executed?.runs[0]
  const reversed = lead?.reversed ?? done.reversing?.plan.map(({ name }) => name)
  const restoring = lead?.restoring ?? done.restoring
  const lost = restoring?.losses.map(
    ({ table, now, back }) => [table, Math.max(0, now - (back ?? 0))] as const,
  )
  return {
    ...{ release, 'previous-release': previous, image, version, plan, backup },
    targets: JSON.stringify(
      targetsOf(members, done.result === 'done' ? members[0].wanted.release : undefined),
    ),
    reversed: reversed && JSON.stringify(reversed),
    'lost-rows': lost && JSON.stringify(Object.fromEntries(lost)),
    'kept-database': restoring?.swapped === true ? restoring.names.kept : undefined,
    ...fleetOutputsOf(done),
  }
}

import type { RolledBack } from '../execute/outcome.ts'
import { targetsOf } from '../observe/rollback-targets.ts'
import { deployOutputsOf, fleetOutputsOf } from './deploy-outputs.ts'

/** The outputs of `rollback`. Pure. */
export function rollbackOutputsOf(done: RolledBack) {
  const { release, 'previous-release': previous, image, version, plan, backup } = deployOutputsOf(done)
  const { members } = done.fleet
  const primary = done.executed?.sessions[0].results
  const reversed = primary?.reversed ?? done.reversing?.plan.map(({ name }) => name)
  const restoring = primary?.restoring ?? done.restoring
  const lost = restoring?.losses.map(
    ({ table, now, inBackup }) => [table, Math.max(0, now - (inBackup ?? 0))] as const,
  )
  return {
    ...{ release, 'previous-release': previous, image, version, plan, backup },
    targets: JSON.stringify(
      targetsOf(members, done.result === 'done' ? members[0].desired.release : undefined),
    ),
    reversed: reversed && JSON.stringify(reversed),
    'lost-rows': lost && JSON.stringify(Object.fromEntries(lost)),
    'kept-database': restoring?.swapped === true ? restoring.names.kept : undefined,
    ...fleetOutputsOf(done),
  }
}

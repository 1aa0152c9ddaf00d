import type { DesiredState } from '../model/desired.ts'

/** The desired state for a host that missed the commit: without the database, which is done, and without the bake. Pure. */
export function withoutDatabase(desired: DesiredState): DesiredState {
  const again: DesiredState = {
    ...desired,
    migrate: [],
    backup: { ...desired.backup, when: 'never' },
    bake: 0,
  }
  if (desired.rollback !== undefined) again.rollback = { ...desired.rollback, database: 'done' }
  return again
}

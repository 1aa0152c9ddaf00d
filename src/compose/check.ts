import type { Place } from '../errors.ts'
import type { ComposeModel } from './model.ts'
import type { Roles } from './roles.ts'

/** Something in the project that breaks a deploy (error) or will surprise (warning). */
export interface Finding {
  /** A short name that stays the same, such as `debug-is-on`. */
  rule: string
  message: string
  fix: string
  place?: Place
}

/** Judges the project before anything changes. */
export function checkModel(_model: ComposeModel, _roles: Roles): { errors: Finding[]; warnings: Finding[] } {
  return { errors: [], warnings: [] }
}

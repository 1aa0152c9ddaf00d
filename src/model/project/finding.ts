import type { Place } from '../../errors.ts'
/** A problem in the project that breaks a deploy or causes surprises. It never shows a value. */
export interface Finding {
  /** The rule's name, such as `debug-not-off`. */
  rule: string
  severity: Severity
  message: string
  fix: string
  place?: Place
}

/** An error refuses the deploy; a warning becomes an annotation. */
export type Severity = 'error' | 'warning'

/**
 * Every way a run can end, as the `reason-code` output says it. Closed: workflows branch on these words.
 * The first four are green, all others make the job red.
 */
export const reasonCodes = [
  'done',
  'unchanged',
  'planned',
  'requested',
  'bad-input',
  'host-unreachable',
  'host-key-unverified',
  'login-refused',
  'not-ready',
  'locked',
  'taken-over',
  'no-target',
  'schema-gap',
  'registry-refused',
  'registry-unavailable',
  'digest-mismatch',
  'build-failed',
  'verify-failed',
  'pull-failed',
  'backup-failed',
  'migration-failed',
  'restore-failed',
  'start-failed',
  'unhealthy',
  'switch-failed',
  'live-changed',
  'bake-failed',
  'approval-refused',
  'approval-denied',
  'approval-expired',
  'approval-superseded',
  'approval-cancelled',
  'github-unavailable',
  'guard-lost',
  'smoke-failed',
  'cancelled',
  'internal-error',
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** A place in a file of the repository, for an annotation on the line that is wrong. */
export interface Place {
  file: string
  line?: number
}

/**
 * The user can mend this: it says what is wrong, why that matters if it isn't plain, and what would be right.
 * Thrown before anything was changed.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly reason: ReasonCode
  /** What would be right, as a sentence or a command to copy. */
  readonly fix: string
  readonly place: Place | undefined
  /** Markdown for the job summary: which hosts of a fleet are concerned. */
  report = ''

  constructor(reason: ReasonCode, what: string, fix: string, place?: Place) {
    super(what)
    this.reason = reason
    this.fix = fix
    this.place = place
  }
}

/** What a failed step leaves to people and to the next steps. */
export interface Aftermath extends ErrorOptions {
  /** Markdown for the job summary, between the message and the last lines: a table of checks, a timeline. */
  report?: string
  /** Outputs that are known although the step failed. */
  outputs?: Record<string, string | undefined>
}

/** A step began and did not succeed: what it was, where, and the lines that explain it. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly reason: ReasonCode
  /** The last lines of the container or command that failed, secrets already masked by the runner. */
  readonly evidence: string
  /** Markdown for the job summary; the loop over a plan adds what was done and undone. */
  report: string
  readonly outputs: Record<string, string | undefined>

  constructor(reason: ReasonCode, what: string, evidence = '', aftermath: Aftermath = {}) {
    super(what, aftermath)
    this.reason = reason
    this.evidence = evidence
    this.report = aftermath.report ?? ''
    this.outputs = aftermath.outputs ?? {}
  }
}

/** The reason code of anything that was thrown: unknown errors are `internal-error`, aborts are `cancelled`. */
export function reasonOf(error: unknown): ReasonCode {
  if (error instanceof UserError || error instanceof StepFailed) return error.reason
  if (error instanceof Error && error.name === 'AbortError') return 'cancelled'
  return 'internal-error'
}

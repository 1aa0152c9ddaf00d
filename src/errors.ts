/**
 * Every way a run can end, as in the output `reason-code`. The list is closed: workflows branch on these words.
 * The first four are green, all others make the job red.
 */
export const reasonCodes = [
  'done',
  'unchanged',
  'planned',
  'requested',
  'bad-input',
  'host-unreachable',
  'host-unresponsive',
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
  'attestation-refused',
  'approval-refused',
  'approval-denied',
  'approval-expired',
  'approval-superseded',
  'approval-cancelled',
  'github-unavailable',
  'guard-lost',
  'smoke-failed',
  'command-failed',
  'prepare-failed',
  'cancelled',
  'internal-error',
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** A place in a file of the repository, for an annotation on the wrong line. */
export interface Place {
  file: string
  line?: number
}

/**
 * An error that the user can fix: it says what is wrong, why that matters if that is not plain, and what would be right.
 * It is thrown before anything changes.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly reason: ReasonCode
  /** The fix, as a sentence or a command to copy. */
  readonly fix: string
  readonly place: Place | undefined
  /** Markdown for the job summary: the affected hosts of a fleet. */
  report = ''

  constructor(reason: ReasonCode, what: string, fix: string, place?: Place) {
    super(what)
    this.reason = reason
    this.fix = fix
    this.place = place
  }
}

/** What a failed step reports to people and to the next steps. */
export interface Aftermath extends ErrorOptions {
  /** Markdown for the job summary, between the message and the last lines: a table of checks, a timeline. */
  report?: string
  /** Lines of the message that the report shows in another form; the summary leaves them out. */
  reported?: readonly string[]
  /** Outputs that are known despite the failure. */
  outputs?: Record<string, string | undefined>
}

/** A step that started and failed: what it was, where, and the lines that explain it. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed'
  readonly reason: ReasonCode
  /** The last lines of the container or command that failed. */
  evidence: string
  /** Markdown for the job summary; the loop over a plan adds the done and undone steps. */
  report: string
  readonly reported: readonly string[]
  readonly outputs: Record<string, string | undefined>

  constructor(reason: ReasonCode, what: string, evidence = '', aftermath: Aftermath = {}) {
    super(what, aftermath)
    this.reason = reason
    this.evidence = evidence
    this.report = aftermath.report ?? ''
    this.reported = aftermath.reported ?? []
    this.outputs = aftermath.outputs ?? {}
  }
}

/** The reason code of a thrown value: `internal-error` for unknown errors, `cancelled` for aborts. */
export function reasonOf(error: unknown): ReasonCode {
  if (error instanceof UserError || error instanceof StepFailed) return error.reason
  if (error instanceof Error && error.name === 'AbortError') return 'cancelled'
  return 'internal-error'
}

/** The message of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

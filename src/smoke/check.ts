import type { HttpRequest, HttpResponse } from '../runner/http/http.ts'

/** The effect of a failed check on the job: red, or a warning. */
export type Severity = 'error' | 'warning'

/** The place of all requests that customers could send too; otherwise `where` is a server. */
export const outside = 'outside'

/** An assertion on an answer: data for people, and a function of the answer. */
export interface Check {
  /** Short and stable: it is a key in the `checks` output. */
  name: string
  /** Default `error`. */
  severity?: Severity
  /** The expectation in words. */
  expected: string
  evaluate(answer: HttpResponse): CheckOutcome
  /** The outcome without an answer, if that is not simply a failure. */
  unanswered?(error: Error): CheckOutcome
}

export interface CheckOutcome {
  passed: boolean
  /** The actual value, with enough detail to understand a failure. */
  got: string
}

/** One request and all assertions on its answer. A new check is a new entry in a probe's list. */
export interface Probe {
  request: HttpRequest
  checks: readonly Check[]
  /** Another URL that must answer before this one makes sense. */
  needs?: string
}

/** The result of a check. */
export interface CheckResult extends CheckOutcome {
  name: string
  /** {@link outside}, or the inspected server. */
  where: string
  severity: Severity
  expected: string
  /** How long the answer took. */
  seconds: number
  /** The check was skipped, because it would only repeat the failure of another one. */
  skipped?: boolean
}

/** Evaluates a probe's answer, or the error in its place, for each of its checks. */
export function evaluate(probe: Probe, answer: HttpResponse | Error): CheckResult[] {
  return probe.checks.map((check) => ({
    name: check.name,
    where: outside,
    severity: check.severity ?? 'error',
    expected: check.expected,
    ...(answer instanceof Error
      ? { ...(check.unanswered?.(answer) ?? { passed: false, got: answer.message }), seconds: 0 }
      : { ...check.evaluate(answer), seconds: answer.seconds }),
  }))
}

/** The status, and for a redirect its target: the usual sign of a wrong scheme or host. */
export function statusOf({ status, headers }: HttpResponse): string {
  return headers.location === undefined ? String(status) : `${status} → ${headers.location}`
}

import type { HttpRequest, HttpResponse } from '../runner/http.ts'

/** What a failed check means for the job: red, or a warning in it. */
export type Severity = 'error' | 'warning'

/** Where all is asked that customers could ask, too; else `where` is a server. */
export const outside = 'outside'

/** One thing that has to be true of an answer: data for people, and a function of the answer. */
export interface Check {
  /** Short and stable: it is a key in the `checks` output. */
  name: string
  /** `error` without it. */
  severity?: Severity
  /** What should come, as people would say it. */
  expected: string
  judge(answer: HttpResponse): Judgement
  /** What no answer means where it isn't simply a failure. */
  unanswered?(error: Error): Judgement
}

export interface Judgement {
  passed: boolean
  /** What came, with as much as one needs to understand a failure. */
  got: string
}

/** One request and all that is asserted of its answer. Another check is another entry in a probe's list. */
export interface Probe {
  request: HttpRequest
  checks: readonly Check[]
}

/** A check that was made. */
export interface CheckResult extends Judgement {
  name: string
  /** {@link outside}, or the server that was looked into. */
  where: string
  severity: Severity
  expected: string
  /** How long the answer took. */
  seconds: number
}

/** What a probe's answer, or the error that came in its place, means for each of its checks. */
export function judge(probe: Probe, answer: HttpResponse | Error): CheckResult[] {
  return probe.checks.map((check) => ({
    name: check.name,
    where: outside,
    severity: check.severity ?? 'error',
    expected: check.expected,
    ...(answer instanceof Error
      ? { ...(check.unanswered?.(answer) ?? { passed: false, got: answer.message }), seconds: 0 }
      : { ...check.judge(answer), seconds: answer.seconds }),
  }))
}

/** The status, and for a redirect where it leads: the usual sign of a wrong scheme or host. */
export function statusOf({ status, headers }: HttpResponse): string {
  return headers.location === undefined ? String(status) : `${status} → ${headers.location}`
}

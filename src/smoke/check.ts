import type { HttpRequest, HttpResponse } from '../runner/http.ts'

/** One thing that has to be true of an answer: data for people, and a function of the answer. */
export interface Check {
  /** Short and stable: it is a key in the `checks` output. */
  name: string
  /** What should come, as people would say it. */
  expected: string
  judge(answer: HttpResponse): Judgement
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
  expected: string
  /** How long the answer took. */
  seconds: number
}

/** What a probe's answer, or the error that came in its place, means for each of its checks. */
export function judge(probe: Probe, answer: HttpResponse | Error): CheckResult[] {
  return probe.checks.map((check) => ({
    name: check.name,
    expected: check.expected,
    ...(answer instanceof Error
      ? { passed: false, got: answer.message, seconds: 0 }
      : { ...check.judge(answer), seconds: answer.seconds }),
  }))
}

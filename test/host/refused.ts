import type { DistResult } from '../e2e/run-dist.ts'

/** How a run must refuse. */
export interface Refusal {
  reason: string
  /** Words that the one error must have: what is wrong, where, and what would be right. */
  reporting: readonly (string | RegExp)[]
  /** Values that may stand nowhere but in masks. */
  secrets?: readonly string[]
}

/** What a refusal lacks: none when it is red, has one error with the telling words, no stack trace and no secret. */
export function faultsOf(ran: DistResult, { reason, reporting, secrets = [] }: Refusal): string[] {
  const log = unescaped(ran.log.replace(/^::add-mask::.*\n/gm, ''))
  const errors = ran.log.match(/^::error.*$/gm) ?? []
  const error = unescaped(errors[0] ?? '')
  const printed = [log, ran.summary, JSON.stringify(ran.outputs)].join('\n')
  const faults = [
    ran.outputs['reason-code'] === reason
      ? ''
      : `ended with ${ran.outputs['reason-code']}, not ${reason}:\n${log}`,
    ran.code === 1 ? '' : `exit code ${ran.code}`,
    errors.length === 1 ? '' : `${errors.length} errors`,
    ...reporting.map((word) =>
      (typeof word === 'string' ? error.includes(word) : word.test(error)) ? '' : `no ${word} in: ${error}`,
    ),
    // What is wrong, and below it what would be right.
    /\S\n\S/.test(error) ? '' : 'nothing says what would be right',
    ...(/^\s+at .*[:(]\d+:\d+\)?$|node:internal|\bundefined\b(?! service)|\[object /m.exec(printed) ?? []),
    ...secrets.filter((secret) => printed.includes(secret)).map((secret) => `the secret ${secret}`),
  ]
  return faults.filter((fault) => fault !== '')
}

/** The text of workflow commands as people see it. */
function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

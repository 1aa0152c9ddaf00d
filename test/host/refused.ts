import { expect } from 'vitest'
import type { DistResult } from '../e2e/run-dist.ts'

/** How a run must refuse. */
export interface Refusal {
  reason: string
  /** Words that the one error must have: what is wrong, where, and what would be right. */
  telling: readonly (string | RegExp)[]
  /** Values that may stand nowhere but in masks. */
  secrets?: readonly string[]
}

/** Holds a run to refusing well: red, one error with the telling words, no stack trace, no secret. */
export function expectRefused(ran: DistResult, { reason, telling, secrets = [] }: Refusal): void {
  const log = ran.log.replace(/^::add-mask::.*\n/gm, '')
  expect(ran.outputs['reason-code'], log).toBe(reason)
  expect(ran.code).toBe(1)
  const errors = log.match(/^::error.*$/gm) ?? []
  expect(errors, log).toHaveLength(1)
  const error = unescaped(errors[0] ?? '')
  for (const word of telling)
    if (typeof word === 'string') expect(error).toContain(word)
    else expect(error).toMatch(word)
  // What is wrong, and below it what would be right.
  expect(error).toMatch(/\S\n\S/)
  const printed = [unescaped(log), ran.summary, JSON.stringify(ran.outputs)].join('\n')
  expect(printed).not.toMatch(/^\s+at .*[:(]\d+:\d+\)?$|node:internal|\bundefined\b(?! service)|\[object /m)
  for (const secret of secrets) expect(printed).not.toContain(secret)
}

/** The text of workflow commands as people see it. */
function unescaped(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

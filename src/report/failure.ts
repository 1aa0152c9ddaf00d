import { StepFailed, UserError } from '../errors.ts'
import { code, details } from './markdown.ts'

/** The job summary of a run that failed: what, why, and what to do, in that order. */
export function failureSummary(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const parts = [`### ❌ ${firstLine(message)}`]
  const rest = message.split('\n').slice(1).join('\n').trim()
  if (rest !== '') parts.push(rest)
  if (error instanceof UserError) parts.push(`**What to do:** ${error.fix}`)
  if ((error instanceof UserError || error instanceof StepFailed) && error.report !== '')
    parts.push(error.report)
  if (error instanceof StepFailed && error.evidence !== '')
    parts.push(details('Last lines', code(error.evidence)))
  return parts.join('\n\n')
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

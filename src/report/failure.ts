import { reasonOf, StepFailed, UserError } from '../errors.ts'
import { code, details } from './markdown.ts'

/**
 * The job summary of a failed run: what, why, the fix, and the live release, in that order.
 * @param serving sentences on the live release; empty if no server is involved
 */
export function failureSummary(error: unknown, serving = ''): string {
  const message = reasonOf(error) === 'cancelled' ? 'The job was cancelled.' : messageOf(error)
  const parts = [`### ❌ ${firstLine(message)}`]
  const rest = message.split('\n').slice(1).join('\n').trim()
  if (rest !== '') parts.push(rest)
  if (error instanceof UserError) parts.push(`**What to do:** ${error.fix}`)
  if (serving !== '') parts.push(`**What serves now:** ${serving}`)
  if ((error instanceof UserError || error instanceof StepFailed) && error.report !== '')
    parts.push(error.report)
  if (error instanceof StepFailed && error.evidence !== '')
    parts.push(details('Last lines', code(error.evidence)))
  return parts.join('\n\n')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}

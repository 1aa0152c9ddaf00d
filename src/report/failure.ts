import { messageOf, reasonOf, StepFailed, UserError } from '../errors.ts'
import { shortImages } from './image-names.ts'
import { code, details, hostNames, inlineCode } from './markdown.ts'
import type { Ending } from './serving.ts'

/** What failed: the operation, in the word of its contract, and what serves now; neither where no server is involved. */
export interface Failed {
  does?: string | undefined
  ending?: Ending | undefined
}

/**
 * The job summary of a failed run: the verdict in one line, then what happened, why, and what to do, then what serves in
 * full; reports and logs after it. Pure.
 */
export function failureSummary(error: unknown, { does = 'run', ending }: Failed = {}): string {
  const operation = does.charAt(0).toUpperCase() + does.slice(1)
  const isCancelled = reasonOf(error) === 'cancelled'
  const reported = error instanceof StepFailed ? error.reported.join('\n').split('\n') : []
  const [first = '', ...others] = (isCancelled ? 'The job was cancelled.' : messageOf(error)).split('\n')
  const rest = others.filter((line) => !reported.includes(line))
  const parts =
    ending === undefined
      ? [`### ❌ ${shortImages(first)}`, happened(rest, '')]
      : [
          `### ❌ ${operation} ${isCancelled ? 'cancelled' : 'failed'}. ${ending.verdict}`,
          ...(isCancelled ? [] : [happened([first, ...rest], '**What happened:** ')]),
        ]
  if (error instanceof UserError) parts.push(`**What to do:** ${listed(error.fix.split('\n'))}`)
  if (ending !== undefined && ending.hosts > 0) parts.push(`**What serves now:** ${ending.text}`)
  if (error instanceof UserError || error instanceof StepFailed) parts.push(error.report)
  if (error instanceof StepFailed && error.evidence !== '')
    parts.push(details('Last lines', code(error.evidence)))
  return parts.filter((part) => part !== '').join('\n\n')
}

/** The message as a list; its lines on the cause and the fix stand out, and what several hosts say alike is said once. */
function happened(lines: readonly string[], title: string): string {
  const said = lines.map((line) => line.trim()).filter((line) => line !== '')
  const isNamed = (line: string): boolean => /^(Likely cause|What to do): /.test(line)
  const facts = alike(said.filter((line) => !isNamed(line)))
  const named = said.filter(isNamed).map((line) => line.replace(/^([\w ]+:)/, '**$1**'))
  return [facts.length === 0 ? '' : `${title}${listed(facts.map(shortImages))}`, ...named]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** Lines that differ only in the host before them, as one line with all these hosts. */
function alike(lines: readonly string[]): string[] {
  const groups = new Map<string, string[]>()
  for (const line of lines) {
    const [, host = '', what = line] = /^([\w.:[\]-]+): (.*)$/.exec(line) ?? []
    groups.set(what, [...(groups.get(what) ?? []), host])
  }
  return [...groups].map(([what, hosts]) => {
    const names = hosts.filter((host) => host !== '')
    if (names.length === 0) return what
    const all = names.length > 3 ? `\n\n${details(hostNames(names), names.map(inlineCode).join(', '))}` : ''
    return `${hostNames(names)}: ${what}${all}`
  })
}

/** One line as it is, several as a list. */
function listed(lines: readonly string[]): string {
  return lines.length === 1
    ? (lines[0] ?? '')
    : `\n\n${lines.map((line) => `- ${line.replaceAll('\n', '\n  ')}`).join('\n')}`
}

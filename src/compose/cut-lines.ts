import type { ComposeService } from '../model/project/project.ts'

/** A command with its cut lines joined, and those lines as they were. */
export interface Joined {
  service: ComposeService
  lines: string[]
}

/** A line that ends in one of these is complete: a command continues or starts after it. */
const goesOn = /(^|[\s;&|(])(do|then|else|in|\{|!)$|[&|;(]$|^$/

/**
 * Joins lines of a shell script where the second one begins with an option. No command begins with `-`, so that line
 * belongs to the one before. YAML's `>` keeps the line breaks of indented lines, and the program would start without
 * those options. Line breaks inside quotes, and scripts with a here-document, stay as they are. Undefined when nothing
 * is cut.
 */
export function joinCutLines(service: ComposeService): Joined | undefined {
  const entrypoint = wordsOf(service.entrypoint)
  const command = wordsOf(service.command)
  const words = [...entrypoint, ...command]
  const at = scriptIn(words)
  const joinedLines = at === undefined ? undefined : joined(words[at] ?? '')
  if (at === undefined || joinedLines === undefined) return undefined
  words[at] = joinedLines.script
  return {
    service: {
      ...service,
      ...(at < entrypoint.length
        ? { entrypoint: words.slice(0, entrypoint.length) }
        : { command: words.slice(entrypoint.length) }),
    },
    lines: joinedLines.lines,
  }
}

/** Returns the script that the service passes to a shell (`sh -c`); undefined without a shell. */
export function shellScript(service: ComposeService): string | undefined {
  const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)]
  const at = scriptIn(words)
  return at === undefined ? undefined : words[at]
}

/** Returns the shell that runs the script, as the command names it. */
export function shellOf(service: ComposeService): string | undefined {
  const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)]
  return scriptIn(words) === undefined ? undefined : words.find((word) => isShell.test(word))
}

/** Compose prints both as lists, whatever form the file uses. */
function wordsOf(words: string | string[] | null | undefined): string[] {
  return Array.isArray(words) ? words : []
}

const isShell = /(^|\/)(ba|da|a|k|z)?sh$/

/** Index of the `sh -c` script. */
function scriptIn(words: readonly string[]): number | undefined {
  const shell = words.findIndex((word) => isShell.test(word))
  const option = words.findIndex((word, index) => index > shell && /^-[a-z]*c$/.test(word))
  const between = words.slice(shell + 1, option)
  return shell === -1 || option === -1 || between.some((word) => !word.startsWith('-'))
    ? undefined
    : option + 1
}

function joined(script: string): { script: string; lines: string[] } | undefined {
  const lines = linesOf(script)
  const [first = '', ...rest] = lines ?? []
  const whole = [first]
  const joinedLines = new Set<number>()
  for (const line of rest) {
    const last = whole.length - 1
    const before = (whole[last] ?? '').trimEnd()
    if (/^\s*--?[A-Za-z]/.test(line) && !goesOn.test(before) && !endsInComment(before)) {
      whole[last] = `${before} ${line.trimStart()}`
      joinedLines.add(last)
    } else whole.push(line)
  }
  return joinedLines.size === 0
    ? undefined
    : { script: whole.join('\n'), lines: [...joinedLines].map((index) => (whole[index] ?? '').trim()) }
}

/** Splits a script at line breaks between commands, not at those in quotes or after a backslash. Undefined for a here-document. */
function linesOf(script: string): string[] | undefined {
  const parts: string[] = script.match(/'[^']*'|"(?:[^"\\]|\\[^])*"|\\[^]|<<<?|\n|[^'"\\<\n]+|[^]/g) ?? []
  if (parts.includes('<<')) return undefined
  return parts.reduce<string[]>(
    (lines, part) => (part === '\n' ? [...lines, ''] : [...lines.slice(0, -1), (lines.at(-1) ?? '') + part]),
    [''],
  )
}

function endsInComment(line: string): boolean {
  return /(^|\s)#/.test(line)
}

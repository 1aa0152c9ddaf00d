import type { ComposeService } from './model.ts'

/** A command in one piece again, and its lines that were cut, as they are now. */
export interface Mended {
  service: ComposeService
  lines: string[]
}

/** Behind these a command goes on or begins anew, so a line that ends in one is whole. */
const goesOn = /(^|[\s;&|(])(do|then|else|in|\{|!)$|[&|;(]$|^$/

/**
 * Joins the lines of a shell's script where one begins with an option: no command begins with `-`, so it belongs to the
 * line before. YAML's `>` keeps the breaks of lines that are indented further, and the program would start without
 * those options. Breaks inside of quotes and scripts with a here-document stay as they are. Undefined when nothing is cut.
 */
export function mendCommand(service: ComposeService): Mended | undefined {
  const entrypoint = wordsOf(service.entrypoint)
  const command = wordsOf(service.command)
  const words = [...entrypoint, ...command]
  const at = scriptIn(words)
  const mended = at === undefined ? undefined : joined(words[at] ?? '')
  if (at === undefined || mended === undefined) return undefined
  words[at] = mended.script
  return {
    service: {
      ...service,
      ...(at < entrypoint.length
        ? { entrypoint: words.slice(0, entrypoint.length) }
        : { command: words.slice(entrypoint.length) }),
    },
    lines: mended.lines,
  }
}

/** The script that a shell of the service's command reads (`sh -c`); undefined where no shell does. */
export function shellScript(service: ComposeService): string | undefined {
  const words = [...wordsOf(service.entrypoint), ...wordsOf(service.command)]
  const at = scriptIn(words)
  return at === undefined ? undefined : words[at]
}

/** Compose prints both as lists, whatever the file has. */
function wordsOf(words: string | string[] | null | undefined): string[] {
  return Array.isArray(words) ? words : []
}

/** Where the script of `sh -c` is. */
function scriptIn(words: readonly string[]): number | undefined {
  const shell = words.findIndex((word) => /(^|\/)(ba|da|a|k|z)?sh$/.test(word))
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
  const mended = new Set<number>()
  for (const line of rest) {
    const last = whole.length - 1
    const before = (whole[last] ?? '').trimEnd()
    if (/^\s*--?[A-Za-z]/.test(line) && !goesOn.test(before) && !endsInComment(before)) {
      whole[last] = `${before} ${line.trimStart()}`
      mended.add(last)
    } else whole.push(line)
  }
  return mended.size === 0
    ? undefined
    : { script: whole.join('\n'), lines: [...mended].map((index) => (whole[index] ?? '').trim()) }
}

/** A break between two commands; one in quotes or behind a backslash is none. Undefined for a here-document. */
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

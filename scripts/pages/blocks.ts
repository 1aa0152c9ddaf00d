/** A code block of a page. */
export interface Block {
  /** The word behind the opening fence, such as `yaml`; empty for output of programs. */
  language: string
  text: string
  /** The line of the opening fence, from 1. */
  line: number
  /** What the last comment before the block says, `<!-- quickstart: run -->`; empty without one. */
  note: string
}

const opening = /^( *)```([\w-]*)[^`]*$/

/** The code blocks of a page, in order, without their indentation. Throws when one does not end. Pure. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open: (Block & { indent: string }) | undefined
  let note = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (open === undefined) {
      const [, indent, language] = opening.exec(line) ?? []
      const comment = /^<!-- (.+) -->$/.exec(line)?.[1]
      if (indent !== undefined) open = { indent, language: language ?? '', text: '', line: index + 1, note }
      else if (comment !== undefined) note = comment
      else if (line.trim() !== '') note = ''
    } else if (line.trim() === '```') {
      const { indent: _indent, ...block } = open
      blocks.push(block)
      open = undefined
      note = ''
    } else open.text += `${line.startsWith(open.indent) ? line.slice(open.indent.length) : line}\n`
  }
  if (open !== undefined) throw new Error(`The code block of line ${open.line} does not end.`)
  return blocks
}

/** A page without its code: what can hold links. Lines keep their numbers. Pure. */
export function withoutCode(text: string): string {
  let inside = false
  return text
    .split('\n')
    .map((line) => {
      const isFence = /^ *```/.test(line)
      if (isFence) inside = !inside
      return isFence || inside ? '' : line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
    })
    .join('\n')
}

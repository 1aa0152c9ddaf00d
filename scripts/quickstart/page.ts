import { blocksOf } from '../pages/blocks.ts'

/** With a name and HTTPS, or on an address with plain HTTP. */
export type Variant = 'name' | 'plain'

/** The values that a reader fills in. */
export type Values = Readonly<Record<string, string>>

/**
 * The commands of the quickstart's page in their order, with the reader's values: one script for each block that a reader
 * pastes. Throws when the page has no place for a value, or leaves one empty. Pure.
 */
export function commandsOf(page: string, values: Values, variant: Variant): string[] {
  const wanted = ['values', variant, 'run'].map((kind) => `quickstart: ${kind}`)
  const blocks = blocksOf(page).filter(({ note }) => wanted.includes(note))
  // The variant stands further down on the page, and is pasted right after the values.
  const rank = (note: string): number => wanted.indexOf(note)
  return blocks
    .toSorted((one, other) => rank(one.note) - rank(other.note) || one.line - other.line)
    .map(({ note, text }) => (note === wanted[0] ? filledIn(text, values) : text))
}

/** The block of values as a reader fills it in. */
function filledIn(block: string, values: Values): string {
  const left = new Map(Object.entries(values))
  const filled = block.replace(/^(\w+)= +(?=#)/gm, (line, name: string) => {
    const value = left.get(name)
    if (value === undefined) return line
    left.delete(name)
    return `${name}=${value} `
  })
  if (left.size > 0) throw new Error(`The quickstart has no empty value ${[...left.keys()].join(', ')}.`)
  return filled
}

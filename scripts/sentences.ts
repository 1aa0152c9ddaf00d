/**
 * `node scripts/sentences.ts 20 [seed]`: prints that many random sentences for users, each with its file, for a reader
 * who did not write them. The same seed prints the same sentences.
 */
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

/** A sentence and its file. */
export interface Sentence {
  path: string
  text: string
}

/** Extracts the sentences of a Markdown page, without code blocks, headings and link targets. Pure. */
export function sentencesOfMarkdown(page: string): string[] {
  const prose = page
    .replace(/^---\n[^]*?\n---\n/, '')
    .replace(/^ *```[^]*?^ *```/gm, '')
    .replace(/<!--[^]*?-->/g, '')
    .replace(/\]\([^)]*\)/g, ']')
  const blocks = prose
    .split(/\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.) ?)/)
    .filter((block) => !/^\s*#/.test(block))
    .flatMap((block) => (block.trim().startsWith('|') ? block.split(/(?<!\\)\|/) : [block]))
  return blocks.flatMap(split)
}

/** Extracts the sentences in the descriptions of an action.yml. Pure. */
export function sentencesOfManifest(text: string): string[] {
  const {
    description,
    inputs = {},
    outputs = {},
  } = parse(text) as {
    description?: string
    inputs?: Record<string, { description?: string }>
    outputs?: Record<string, { description?: string }>
  }
  const all = [{ description }, ...Object.values(inputs), ...Object.values(outputs)]
  return all.flatMap((one) => split(one.description ?? ''))
}

/** Extracts the sentences of a source file's `UserError`s, with `…` for values filled in at run time. Pure. */
export function sentencesOfErrors(source: string): string[] {
  const calls = source.split(/\bnew UserError\(/).slice(1)
  return calls.flatMap((call) => {
    const [end = ''] = /^[^]*?\n? *\)\n/.exec(call) ?? []
    const literals = end.matchAll(/'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\])*)`/g)
    return [...literals].flatMap(([, single, double, template = '']) =>
      split((single ?? double ?? template).replace(/\$\{[^}]*\}/g, '…').replaceAll('\\', '')),
    )
  })
}

/** Picks that many random sentences, each once. The seed decides which. Pure. */
export function pick(sentences: readonly Sentence[], count: number, seed: number): Sentence[] {
  const left = [...sentences]
  const picked: Sentence[] = []
  let state = seed >>> 0
  while (picked.length < count && left.length > 0) {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    picked.push(...left.splice(Math.floor((state / 2 ** 32) * left.length), 1))
  }
  return picked
}

/** Texts of four words or fewer are names and values, not sentences. */
const fewestWords = 5

function split(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .split(/(?<=[.!?])\s+(?=[A-Z`*[])/)
    .map((one) => one.replace(/^[-*\s]+|\s+$/g, ''))
    .filter((one) => one.split(' ').length >= fewestWords)
}

if (import.meta.main) {
  const [count = '20', seed = String(Date.now())] = process.argv.slice(2)
  const root = join(import.meta.dirname, '..')
  const sources: [pattern: string, read: (text: string) => string[]][] = [
    ['README.md', sentencesOfMarkdown],
    ['docs/**/*.md', sentencesOfMarkdown],
    ['action.yml', sentencesOfManifest],
    ['*/action.yml', sentencesOfManifest],
    ['src/**/*.ts', sentencesOfErrors],
  ]
  const all: Sentence[] = []
  for (const [pattern, read] of sources)
    for (const path of globSync(pattern, { cwd: root }).sort())
      all.push(...read(await readFile(join(root, path), 'utf8')).map((text) => ({ path, text })))
  for (const { path, text } of pick(all, Number(count), Number(seed))) console.log(`${path}: ${text}`)
  console.log(`\n${count} of ${all.length} sentences, seed ${seed}`)
}

import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml'
import type { Place } from '../errors.ts'

/** A Compose file as it stands in the checkout. */
export interface Source {
  file: string
  text: string
}

/** Finds parts of the project in the files that people wrote. What they mean, Compose says. */
export interface Sources {
  /** The first of these places that a file has, else the last file. */
  place(paths: readonly (readonly string[])[]): Place | undefined
  /** The text of a value, word for word. */
  text(path: readonly string[]): string | undefined
}

interface Found {
  offset: number
  text: string | undefined
}

/** Reads the files; one that YAML can't read has no places. A later file overrides an earlier one. */
export function sourceOf(files: readonly Source[]): Sources {
  const read = files.toReversed().map(({ file, text }) => {
    const lines = new LineCounter()
    return { file, lines, document: parseDocument(text, { lineCounter: lines, logLevel: 'silent' }) }
  })
  const look = (path: readonly string[]): { place: Place; text: string | undefined } | undefined => {
    for (const { file, lines, document } of read) {
      const found = find(document, document.contents, path)
      if (found !== undefined)
        return { place: { file, line: lines.linePos(found.offset).line }, text: found.text }
    }
    return undefined
  }
  return {
    place(paths) {
      const found = paths.map(look).find((one) => one !== undefined)
      if (found !== undefined) return found.place
      const [last] = read
      return last === undefined ? undefined : { file: last.file }
    },
    text: (path) => look(path)?.text,
  }
}

/** Follows the keys through maps, lists of `NAME=value`, aliases and merge keys (`<<`). */
function find(document: Document, node: unknown, path: readonly string[], offset = 0): Found | undefined {
  if (isAlias(node)) return find(document, node.resolve(document), path, offset)
  const [key, ...rest] = path
  if (key === undefined) return { offset, text: isScalar(node) ? (node.source ?? '') : undefined }
  if (isSeq(node)) return rest.length === 0 ? findAssignment(node.items, key) : undefined
  if (!isMap(node)) return undefined
  for (const { key: name, value } of node.items)
    if (isScalar(name) && name.value === key) return find(document, value, rest, startOf(name))
  for (const { key: name, value } of node.items) {
    if (!isScalar(name) || name.value !== '<<') continue
    const merged = isSeq(value) ? value.items : [value]
    const found = merged.map((one) => find(document, one, path)).find((one) => one !== undefined)
    if (found !== undefined) return found
  }
  return undefined
}

/** `environment:` as a list: `- NAME=value`. */
function findAssignment(items: readonly unknown[], name: string): Found | undefined {
  for (const item of items) {
    if (!isScalar(item) || isPair(item)) continue
    const [written, ...value] = (item.source ?? '').split('=')
    if (written === name) return { offset: startOf(item), text: value.join('=') }
  }
  return undefined
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

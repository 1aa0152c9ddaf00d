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
import type { Place } from '../../errors.ts'

/** A Compose file with its text in the checkout. */
export interface Source {
  file: string
  text: string
}

/** Finds parts of the project in the user's files. Compose alone decides what they mean. */
export interface Sources {
  /** The first of these places that exists in a file, else the last file. */
  place(paths: readonly (readonly string[])[]): Place | undefined
  /** A value's text, verbatim. */
  text(path: readonly string[]): string | undefined
}

interface Found {
  offset: number
  text: string | undefined
}

/** Reads the files; one that is not valid YAML has no places. A later file overrides an earlier one. */
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

/** Follows keys through maps, lists of `NAME=value`, aliases and merge keys (`<<`). */
function find(document: Document, node: unknown, path: readonly string[], offset = 0): Found | undefined {
  if (isAlias(node)) return find(document, node.resolve(document), path, offset)
  const [key, ...rest] = path
  if (key === undefined) return { offset, text: isScalar(node) ? (node.source ?? '') : undefined }
  if (isSeq(node)) return rest.length === 0 ? findItem(node.items, key) : undefined
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

/** Finds an item of a list: `- NAME=value`, `- source:target:ro`, or a map with `target: name`. */
function findItem(items: readonly unknown[], name: string): Found | undefined {
  for (const item of items) {
    if (isMap(item) && ['target', 'source'].some((key) => item.get(key) === name))
      return { offset: startOf(item), text: undefined }
    if (!isScalar(item) || isPair(item)) continue
    const [written, ...value] = (item.source ?? '').split('=')
    if (written === name) return { offset: startOf(item), text: value.join('=') }
    if (String(item.value).split(':').includes(name)) return { offset: startOf(item), text: undefined }
  }
  return undefined
}

function startOf(node: Node): number {
  return node.range?.[0] ?? 0
}

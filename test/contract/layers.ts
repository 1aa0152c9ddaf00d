import { posix } from 'node:path'
import type { SourceFile } from './project.ts'

/**
 * Who may import whom: each folder of src imports from those above it in this list, and from itself. Data flows one
 * way: inputs → desired → observe → plan → execute, through the engine → summary; the model lies under all of these.
 */
export const layers = [
  'runner',
  'host',
  'model',
  'metrics',
  'edge',
  'inputs',
  'report',
  'server',
  'notify',
  'github',
  'image',
  'attestation',
  'compose',
  'engine',
  'database',
  'diagnosis',
  'approval',
  'plan',
  'observe',
  'desired',
  'execute',
  'summary',
  'smoke',
]

/** Imports from a folder that stands below, or of a folder that is not in the list; types count. */
export function pointingUp(sources: readonly SourceFile[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const from = folderOf(path)
    if (from === undefined) return []
    return importsOf(path, text).flatMap((target) => {
      const to = folderOf(target)
      const isDown = to === undefined || (layers.includes(from) && layers.indexOf(to) <= layers.indexOf(from))
      return isDown && (to === undefined || layers.includes(to)) ? [] : [`${path} → ${target}`]
    })
  })
}

/**
 * Files outside of the engines that write a command line of Docker, or a verb of the guard on a host. `image` builds on the
 * runner, and `compose` reads the project there: neither speaks to a host.
 */
export function engineWords(sources: readonly SourceFile[]): string[] {
  const local = /^src\/(engine|image|compose)\//
  return sources.flatMap(({ path, text }) =>
    local.test(path) ? [] : [...text.matchAll(dockerOrGuard)].map(([words]) => `${path}: ${words}`),
  )
}

/** `'docker',` and a guard's verb begin a list of words; `docker ps "$1"` stands in a script. */
const dockerOrGuard =
  /'docker',|\[\s*'(?:put|point|pair|record|retire|rest|revive|serve|sweep|scrap|unname|unnet|forget|edge|readiness|reload|drain|having|awaiting|probe|stored|append|unpack|discard)',|\bdocker [a-z]+ [^`'\n]*"\$[\w@]/g

/** Files that import each other in a circle; types count. Each circle is named once, by its files in order. */
export function circles(sources: readonly SourceFile[]): string[] {
  const imports = new Map(sources.map(({ path, text }) => [path, importsOf(path, text)]))
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path)
    if (start >= 0) {
      found.add(way.slice(start).toSorted().join(' '))
      return
    }
    if (done.has(path)) return
    for (const next of imports.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }
  for (const path of imports.keys()) visit(path, [])
  return [...found]
}

/** The files of this project that a file imports, as types or values. */
function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g)].map(
    ([, specifier = '']) => posix.normalize(posix.join(posix.dirname(path), specifier)),
  )
}

/** The folder of src that a file is in; undefined for `src/errors.ts` and `src/run-action.ts`, and outside of src. */
function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}

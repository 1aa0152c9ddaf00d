import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { posix } from 'node:path'
import type { Checkout, Obstacle, Tree } from '../../model/project/checkout.ts'
import { type ComposeModel, unescapeDollars } from '../../model/project/project.ts'
import type { Naming } from './failure.ts'
import { hostPath } from './mirror.ts'
import { limits, readTree, tooMuch } from './tree.ts'

/** A folder with only such a file is meant to be filled on the server. */
const placeholders = /^\.(git)?(keep|ignore)$/

/** Limit in bytes; a configuration file has a few kilobytes. */
const largest = 200_000

/**
 * Reads what the repository has of the project. Paths that Compose made absolute begin with the mirror's root, and the
 * mirror links to the repository.
 */
export async function lookIntoCheckout(
  model: ComposeModel,
  { mirror, folder }: Naming,
  workspace: string,
): Promise<Omit<Checkout, 'variables'>> {
  const isRelative = (path: unknown): path is string =>
    typeof path === 'string' && hostPath(mirror, path) !== undefined
  const sections = [model.configs, model.secrets] as (Record<string, { file?: unknown }> | undefined)[]
  const sources = [
    ...Object.values(model.services).flatMap(({ volumes = [] }) =>
      volumes.flatMap(({ type, source }) => (type === 'bind' ? source : [])),
    ),
    ...sections.flatMap((section) => Object.values(section ?? {}).map(({ file }) => file)),
  ]
  const paths = [...new Set(sources.filter(isRelative))].filter((path) => hasContent(unescapeDollars(path)))
  const trees = new Map<string, Tree | Obstacle>()
  const within = [mirror.top, await realpath(workspace)]
  for (const path of paths)
    trees.set(hostPath(mirror, path) ?? path, await readTree(unescapeDollars(path), within))
  const texts = Object.entries(model.services).flatMap(([service, { volumes = [], build }]) => {
    const { context } = (build ?? {}) as { context?: string }
    // The whole repository as a build context shows nothing about a proxy.
    const given = [context === mirror.folder ? undefined : context, ...volumes.map(({ source }) => source)]
    return given
      .filter(isRelative)
      .filter((path) => path !== mirror.folder)
      .flatMap(filesIn)
      .map((path) => ({
        service,
        file: posix.join(folder, posix.relative(mirror.folder, path)),
        text: readFileSync(path, 'utf8'),
      }))
  })
  return { trees: withinLimits(trees), texts }
}

/** Applies the limit on the total size; the largest tree is reported. */
function withinLimits(trees: ReadonlyMap<string, Tree | Obstacle>): Map<string, Tree | Obstacle> {
  const sizes = [...trees].flatMap(([path, tree]) =>
    'files' in tree
      ? {
          path,
          files: tree.files.length,
          bytes: tree.files.reduce((sum, { content }) => sum + content.length, 0),
        }
      : [],
  )
  const sum = (key: 'files' | 'bytes'): number => sizes.reduce((all, one) => all + one[key], 0)
  const isFitting = sum('files') <= limits.files && sum('bytes') <= limits.total
  const [largest] = sizes.toSorted((one, other) => other.bytes - one.bytes || other.files - one.files)
  return isFitting || largest === undefined ? new Map(trees) : new Map([...trees, [largest.path, tooMuch]])
}

function hasContent(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  // A dangling link exists and must be reported.
  if (found === undefined) return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  return !found.isDirectory() || readdirSync(path).some((name) => !placeholders.test(name))
}

/** Lists a file, or the files directly inside a folder that look like configuration. */
function filesIn(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isFile() === true) return found.size > largest ? [] : [path]
  if (found?.isDirectory() !== true) return []
  return readdirSync(path)
    .filter((name) => /\.(conf|cfg|template|ya?ml|toml)$|^Caddyfile/.test(name))
    .flatMap((name) =>
      statSync(posix.join(path, name), { throwIfNoEntry: false })?.isFile()
        ? filesIn(posix.join(path, name))
        : [],
    )
}

import { posix } from 'node:path'
import type { SourceFile } from './project.ts'

/** Modules of Node's that only compute; all others touch the machine, the network or the clock. */
const pureModules = [
  'node:path',
  'node:path/posix',
  'node:crypto',
  'node:util',
  'node:url',
  'node:buffer',
  'node:querystring',
  'node:zlib',
]
const purePackages = [
  ...['yaml', 'semver', 'shlex', 'p-map', 'modern-tar', 'snappyjs'],
  ...['@sigstore/bundle', '@sigstore/core', '@sigstore/protobuf-specs', '@sigstore/verify'],
]

/** Files of the runner: acting code uses them as they are, and its tests use a folder of their own. */
const localFiles = ['node:fs', 'node:fs/promises', 'node:os']

/** Names of the language and of Node that reach outside without an import. */
const effectGlobals =
  /\b(process\.(env|cwd|exit|exitCode|argv|std\w+|on|once|kill|hrtime|pid)\b|Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|setTimeout\(|setInterval\(|fetch\(|randomBytes\(|randomUUID\(|generateKeyPair\w*\(|console\.\w+\()/g

/** Modules that a file imports as values; types alone have no effect and don't count. */
export function valueImports(text: string): string[] {
  const code = withoutComments(text)
  const statements = code.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const dynamic = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [...statements, ...dynamic].flatMap(([, module]) => module ?? [])
}

/** All files of the project that a file imports as values, directly or through others; it is the first itself. */
export function reachableFrom(path: string, all: readonly SourceFile[]): SourceFile[] {
  const found = new Map<string, SourceFile>()
  const visit = (one: string): void => {
    const file = all.find((candidate) => candidate.path === one)
    if (file === undefined || found.has(one)) return
    found.set(one, file)
    for (const module of valueImports(file.text))
      if (module.startsWith('.')) visit(posix.join(posix.dirname(one), module))
  }
  visit(path)
  return [...found.values()]
}

/** What a file touches by itself, not through a port: modules with effects, and globals. */
export function effectsOf({ text }: SourceFile): string[] {
  const modules = valueImports(text).filter(
    (module) => !module.startsWith('.') && !pureModules.includes(module) && !purePackages.includes(module),
  )
  return [...modules, ...[...withoutComments(text).matchAll(effectGlobals)].map(([found]) => found)]
}

/** Deciding code returns at once: a file that waits for something acts. */
export function waits({ text }: SourceFile): boolean {
  return /\b(async|await)\b(?!-)|\bPromise\b/.test(withoutComments(text).replace(/^import type [^]*?$/gm, ''))
}

/** Why deciding files aren't pure: they wait, or they or what they import touches something. */
export function impurities(deciding: readonly string[], all: readonly SourceFile[]): string[] {
  return deciding.flatMap((path) =>
    reachableFrom(path, all).flatMap((file) => {
      const through = file.path === path ? path : `${path} → ${file.path}`
      return [
        ...effectsOf(file).map((effect) => `${through}: ${effect}`),
        ...(waits(file) ? [`${through}: waits`] : []),
      ]
    }),
  )
}

/** Files that touch more than the runner's own disk without being an adapter. */
export function effectsOutside(adapters: readonly string[], all: readonly SourceFile[]): string[] {
  return all
    .filter(({ path }) => !adapters.some((pattern) => posix.matchesGlob(path, pattern)))
    .flatMap((file) =>
      effectsOf(file)
        .filter((effect) => !localFiles.includes(effect))
        .map((effect) => `${file.path}: ${effect}`),
    )
}

/** Ways past the log: what is printed there could be a command to the runner. */
export function printsPastTheLog(all: readonly SourceFile[]): string[] {
  const ways =
    /\bprocess\s*\.\s*std(out|err)\b|\bconsole\.\w+|['"]inherit['"]|\bsilent: false|\bemitWarning\(|\bcore\.(info|notice|warning|error|debug|startGroup|group|setFailed)\b|\bwriteSync\(\s*[12]\b/g
  const found = all.flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(ways)].map(([way]) => `${path}: ${way}`),
  )
  return [...new Set(found)]
}

/** Messages that would end in nothing where a command printed nothing. */
export function wordlessMessages(all: readonly SourceFile[]): string[] {
  const ways = /: \$\{[^{}]*\bstd(out|err)\b[^{}]*\}[`.]|\.at\(-1\)( \?\? '')?\}[`.]/g
  return all.flatMap(({ path, text }) => [...text.matchAll(ways)].map(([way]) => `${path}: ${way}`))
}

/** Raw names of inputs outside the one reader. */
export function rawInputReads(all: readonly SourceFile[]): string[] {
  return all
    .filter(
      ({ path, text }) =>
        path !== 'src/inputs/read.ts' && /\bINPUT_|\bgetInput\b/.test(withoutComments(text)),
    )
    .filter(({ path, text }) => !onlyFiltersInputs(path, text))
    .map(({ path }) => path)
}

/** Drawers: names that say which kind of file it is and not what it is about. */
export function drawers(paths: readonly string[]): string[] {
  return paths.filter((path) =>
    /(^|\/)(utils?|helpers?|types?|common|misc|shared|lib)(\.[a-z.]+)?(\/|$)/.test(path),
  )
}

/** Tests that replace a module of ours instead of passing a fake. */
export function ownModulesMocked(all: readonly SourceFile[]): string[] {
  return all
    .filter(({ text }) => /\bvi\.(mock|doMock|hoisted)\(/.test(withoutComments(text)))
    .map(({ path }) => path)
}

/** Lines by file, the longest first. */
export function sizes(all: readonly SourceFile[]): { path: string; lines: number }[] {
  return all
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .sort((a, b) => b.lines - a.lines)
}

/** Taking inputs out of a program's environment isn't reading them. */
function onlyFiltersInputs(path: string, text: string): boolean {
  return (
    path.startsWith('src/runner/') &&
    (text.match(/INPUT_/g) ?? []).length === (text.match(/startsWith\('INPUT_'\)/g) ?? []).length
  )
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

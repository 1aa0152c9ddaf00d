/**
 * `node scripts/structure.ts [commit …]`: the shape of `src/` in numbers, as it is in the working tree and at commits. What may
 * import what is held by `test/contract/layers.ts`; this shows how it was before.
 */
import { execFileSync } from 'node:child_process'
import { posix } from 'node:path'
import { circles, engineWords } from '../test/contract/layers.ts'
import { files, root, type SourceFile } from '../test/contract/project.ts'

const git = (...words: string[]): string =>
  execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 1e9 })

/** The sources of a commit. */
function sourcesAt(commit: string): SourceFile[] {
  const paths = git('ls-tree', '-r', '--name-only', commit, 'src').split('\n')
  return paths
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: git('show', `${commit}:${path}`) }))
}

/** Pairs of folders of src that import each other; types count. */
function mutualPairs(sources: readonly SourceFile[]): string[] {
  const folder = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1]
  const imports = new Set(
    sources.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:\bfrom\s+|\bimport\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g)].map(
        ([, to = '']) => `${folder(path)} ${folder(posix.join(posix.dirname(path), to))}`,
      ),
    ),
  )
  return [...imports].filter((pair) => {
    const [one = '', other = ''] = pair.split(' ')
    return one < other && imports.has(`${other} ${one}`) && !pair.includes('undefined')
  })
}

/** What is told of each. */
function numbersOf(sources: readonly SourceFile[]): string[] {
  const lengths = sources.map(({ text }) => text.split('\n').length - 1).sort((one, other) => one - other)
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0
  const folders = Map.groupBy(sources, ({ path }) => posix.dirname(path))
  const largest = [...folders].toSorted(([, one], [, other]) => other.length - one.length)[0]
  const words = new Set(engineWords(sources).map((one) => one.split(':', 1)[0]))
  return [
    `${sources.length}`,
    `${mutualPairs(sources).length}`,
    `${circles(sources).length}`,
    `${largest?.[1].length} (${largest?.[0]})`,
    `${[...folders.values()].filter((all) => all.length > 16).length}`,
    `${at(0.5)} / ${at(0.95)} / ${at(1)}`,
    `${words.size}`,
  ]
}

const rows = [
  'files',
  'pairs of folders that import each other',
  'circles of files, types counted',
  'files in the largest folder',
  'folders with more than 16 files',
  'lines of a file: median / p95 / longest',
  'files with a docker command or guard verb outside of engine, image and compose',
]
const commits = process.argv.slice(2)
const now = numbersOf(await files('src/**/*.ts'))
const columns = [...commits.map((commit) => numbersOf(sourcesAt(commit))), now]
console.log(`| | ${[...commits, 'now'].join(' | ')} |\n| --- |${' --- |'.repeat(columns.length)}`)
for (const [index, row] of rows.entries())
  console.log(`| ${row} | ${columns.map((one) => one[index]).join(' | ')} |`)

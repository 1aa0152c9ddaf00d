/**
 * `npm run check`: runs all static checks of the sources and shows all failures. `npm run check -- lint docs` runs only
 * these two.
 */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { staleDocs } from './docs.ts'
import { checkPages } from './pages/check.ts'
import { lintWorkflow } from './pages/lint-workflow.ts'
import { findings, shellcheck, zizmor } from './setup/pinned-program.ts'

const root = join(import.meta.dirname, '..')

/** Each check returns the problems, or an empty text. */
const checks: Record<string, () => Promise<string>> = {
  types: () => program('typescript/bin/tsc'),
  format: () => program('@biomejs/biome/bin/biome', 'check', '--reporter=summary', '--colors=off'),
  lint: () => program('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix'),
  'dead code': () => program('knip/bin/knip.js', '--no-progress'),
  docs: freshDocs,
  pages: async () => (await checkPages(root)).join('\n'),
  workflows: lintWorkflows,
  security: auditWorkflows,
  'shell scripts': checkScripts,
  dist: freshDist,
}

/** Runs checks in parallel and prints a line for each, then the output of failed ones; returns the number of failures. */
export async function check(names: readonly string[] = Object.keys(checks)): Promise<number> {
  const unknown = names.find((name) => !Object.hasOwn(checks, name))
  if (unknown !== undefined)
    throw new Error(`There is no check '${unknown}': there are ${Object.keys(checks).join(', ')}.`)
  const results = await Promise.all(
    names.map(async (name) => {
      const started = performance.now()
      const problem = await (checks[name]?.() ?? Promise.resolve('')).catch((error: unknown) => String(error))
      const took = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${problem === '' ? '✔' : '✘'} ${name} (${took} s)`)
      return { name, problem }
    }),
  )
  const failed = results.filter(({ problem }) => problem !== '')
  for (const { name, problem } of failed) console.log(`\n— ${name} —\n${problem}`)
  return failed.length
}

function program(script: string, ...args: string[]): Promise<string> {
  const command = [join(root, 'node_modules', script), ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve(error === null ? '' : `${stdout}${stderr}`.trim() || error.message),
    )
  })
}

async function freshDocs(): Promise<string> {
  const stale = await staleDocs(root)
  return stale.map(({ path }) => `${path} is not fresh: run npm run docs`).join('\n')
}

/** Our own workflows and the examples for users; Compose files and environment examples are in the same folders. */
async function workflowFiles(): Promise<string[]> {
  const files = globSync(['workflows-examples/**/*.yml', '.github/workflows/*.yml'], { cwd: root })
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
  return files.filter((_, index) => /^jobs:/m.test(texts[index] ?? '')).sort()
}

async function lintWorkflows(): Promise<string> {
  const problems: string[] = []
  for (const file of await workflowFiles()) {
    const found = await lintWorkflow(await readFile(join(root, file), 'utf8'), file)
    problems.push(...found.map(({ line, column, message }) => `${file}:${line}:${column} ${message}`))
  }
  return problems.join('\n')
}

/** Audits the same files and our actions with zizmor: permissions, pins, injected expressions. */
async function auditWorkflows(): Promise<string> {
  const manifests = globSync(['action.yml', '*/action.yml'], { cwd: root })
  const options = ['--offline', '--no-progress', '--quiet', '--color=never', '--config', '.github/zizmor.yml']
  return await findings(zizmor, [...options, ...(await workflowFiles()), ...manifests.sort()], root)
}

/** Checks all scripts, the guard with its parts first; exceptions are lines in the scripts. */
async function checkScripts(): Promise<string> {
  const scripts = globSync(['src/**/*.sh', 'test/**/*.sh', 'workflows-examples/**/*.sh', '.ci/run'], {
    cwd: root,
    exclude: ['src/host/guard/*'],
  })
  const options = ['--format=gcc', '--norc', '--external-sources', '--check-sourced']
  return await findings(shellcheck, [...options, ...scripts.sort()], root)
}

/** Checks that `dist/`, which the runner executes, matches the sources. */
async function freshDist(): Promise<string> {
  const fresh = await mkdtemp(join(tmpdir(), 'dist-'))
  try {
    await build(fresh)
    const [want, have] = await Promise.all([contents(fresh), contents(join(root, 'dist'))])
    const names = new Set([...want.keys(), ...have.keys()])
    const differing = [...names].filter((name) => want.get(name) !== have.get(name)).sort()
    return differing.length === 0 ? '' : `dist is not fresh: run npm run build (${differing.join(', ')})`
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function contents(folder: string): Promise<Map<string, string>> {
  const names = globSync('*', { cwd: folder })
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'latin1')] as [string, string]),
    ),
  )
}

if (import.meta.main) {
  const names = process.argv.slice(2)
  const failed = await check(names.length === 0 ? undefined : names).catch((error: Error) => {
    console.error(error.message)
    return 1
  })
  process.exitCode = failed === 0 ? 0 : 1
}

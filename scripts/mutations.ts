import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Fault, faults } from '../test/mutations/faults.ts'

/**
 * Makes each small fault of `test/mutations/faults.ts` in a copy of the repository, and reports whether the tests
 * without servers find it. `npm run test:mutations -- begin.ts` runs only faults in files with this in their path.
 */
const root = new URL('..', import.meta.url).pathname
const [part = ''] = process.argv.slice(2)

/** Minutes after which a test run counts as hung; the fault then counts as found. */
const patienceMinutes = 5

/** Copies the files that tests without servers read, with links to unchanged folders. */
function copyOfRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutations-'))
  for (const name of ['node_modules', 'dist', '.git']) symlinkSync(join(root, name), join(copy, name))
  const left = new Set(['node_modules', 'dist', '.git'])
  cpSync(root, copy, {
    recursive: true,
    filter: (path) => !left.has(path.slice(root.length).split('/')[0] ?? ''),
  })
  return copy
}

/** The tests that import the file; for a host's program, the tests that run it. */
function testsFor({ file }: Fault): string[] {
  return file.endsWith('.ts') ? ['related', file] : ['run', 'test/host']
}

async function isFound(fault: Fault, copy: string): Promise<string | undefined> {
  const path = join(copy, fault.file)
  const text = readFileSync(path, 'utf8')
  const parts = text.split(fault.search)
  if (parts.length !== 2) throw new Error(`${fault.file} does not have this once: ${fault.search}`)
  writeFileSync(path, parts.join(fault.replacement))
  try {
    return await failingTest(copy, testsFor(fault))
  } finally {
    writeFileSync(path, text)
  }
}

/** The first failing test; undefined when all pass. */
async function failingTest(copy: string, argv: readonly string[]): Promise<string | undefined> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const projects = ['--project', 'unit', '--project', 'integration']
  const report = join(copy, 'report.json')
  const options = ['--run', ...projects, '--bail', '1', '--reporter', 'json', '--outputFile', report]
  const child = spawn(process.execPath, [vitest, ...argv, ...options], {
    cwd: copy,
    stdio: 'ignore',
    signal: AbortSignal.timeout(patienceMinutes * 60_000),
    killSignal: 'SIGKILL',
  })
  const ended = await once(child, 'close').catch(() => undefined)
  if (ended === undefined) return 'no test ended'
  if (ended[0] === 0) return undefined
  return nameOfFailure(readFileSync(report, 'utf8'))
}

function nameOfFailure(json: string): string {
  const { testResults } = JSON.parse(json) as {
    testResults: { name: string; assertionResults: { status: string; fullName: string }[] }[]
  }
  const found = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, fullName }) => (status === 'failed' ? [fullName] : [])),
  )
  const [file] = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.length === 0 ? [name] : [],
  )
  return found[0] ?? file ?? 'a test file that can not be loaded'
}

const copy = copyOfRepository()
try {
  const missed: Fault[] = []
  const chosen = faults.filter(({ file }) => file.includes(part))
  for (const argv of new Set(chosen.map((fault) => testsFor(fault).join(' ')))) {
    const red = await failingTest(copy, argv.split(' '))
    if (red !== undefined) throw new Error(`${argv}: red without any fault: ${red}`)
  }
  console.log('| Fault | In | Found by |\n| --- | --- | --- |')
  for (const fault of chosen) {
    const by = await isFound(fault, copy)
    if (by === undefined) missed.push(fault)
    console.log(`| ${fault.breaks} | ${fault.file} | ${by ?? '**missed**'} |`)
  }
  console.log(`\n${chosen.length - missed.length} of ${chosen.length} found without a server.`)
} finally {
  rmSync(copy, { recursive: true, force: true })
}

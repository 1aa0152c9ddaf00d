/**
 * `npm test`: everything once, real servers included. `npm test -- unit`, `npm test -- e2e` and
 * `npm test -- <part of a path>` run a part. The last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tallyLine, tallyVariable } from '../test/sandbox/github/tally.ts'
import { check } from './check.ts'
import { ensureMachine } from './setup/setup.ts'
import { type Count, closingLine, count, type Report, sum, unexcusedSkips } from './test-results.ts'

const root = join(import.meta.dirname, '..')

/** The parts that an argument asks for; without one, all. */
async function runParts(wanted: string | undefined): Promise<Count[]> {
  if (wanted === 'unit') return [await vitest('unit')]
  if (wanted !== undefined && wanted !== 'e2e' && !wanted.includes('e2e'))
    return [await vitest('unit', wanted)]
  await ensureMachine()
  if (wanted === 'e2e') return [await vitest('e2e')]
  if (wanted !== undefined) return [await vitest('e2e', wanted)]
  return [await checks(), await vitest('unit'), await vitest('e2e')]
}

/** A check that finds something is a failure; one that finds nothing is no test that passed. */
async function checks(): Promise<Count> {
  heading('check')
  return { passed: 0, failed: await check(), skipped: 0 }
}

async function vitest(project: string, ...filter: string[]): Promise<Count> {
  heading(project)
  const folder = await mkdtemp(join(tmpdir(), 'results-'))
  try {
    const file = join(folder, 'report.json')
    const program = join(root, 'node_modules/vitest/vitest.mjs')
    const options = [
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]
    const child = spawn(process.execPath, [program, 'run', ...options, ...filter], {
      cwd: root,
      stdio: 'inherit',
    })
    const [exitCode] = (await once(child, 'close')) as [number | null]
    const report = await readFile(file, 'utf8').then(
      (text) => JSON.parse(text) as Report,
      () => undefined,
    )
    return withoutSilentSkips(count(report, exitCode ?? 1), report)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In CI a test that doesn't run is a failure: else a missing program turns the proof off and nobody sees it. */
function withoutSilentSkips(counted: Count, report: Report | undefined): Count {
  if (process.env.CI !== 'true' || report === undefined) return counted
  const names = unexcusedSkips(report)
  for (const name of names) console.log(`✘ skipped in CI: ${name}`)
  return { ...counted, failed: counted.failed + names.length, skipped: counted.skipped - names.length }
}

function heading(title: string): void {
  console.log(`\n== ${title} ==`)
}

const scratch = await mkdtemp(join(tmpdir(), 'tally-'))
const tally = join(scratch, 'calls')
process.env[tallyVariable] = tally
const total = sum(await runParts(process.argv[2]))
const checked = tallyLine(tally)
await rm(scratch, { recursive: true, force: true })
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(`\n${checked === '' ? '' : `${checked}\n`}${closingLine(total)}`)

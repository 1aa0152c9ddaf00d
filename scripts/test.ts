/**
 * `npm test`: runs everything once, including real servers. `npm test -- unit` (or `integration`, `e2e`) runs one size,
 * `npm test -- <part of a path>` some files, `-t <part of a name>` some tests. `--slowest` prints what took longest and
 * what was waited for; `--record` stores the seconds, so that long files start first; `--watch` runs the tests that a
 * change affects. After a failed size the next one still runs. The last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tallyLine, tallyVariable } from '../test/sandbox/github/tally.ts'
import { readWaits, waitingVariable } from '../test/waiting/notes.ts'
import { check } from './check.ts'
import { ensureBrowser } from './setup/browser.ts'
import { ensureMachine } from './setup/setup.ts'
import { type Measured, measured, recorded, slowestTable } from './slowest.ts'
import { askedFor, type Size } from './test-parts.ts'
import { type Count, closingLine, count, type Report, sum, unexcusedSkips } from './test-results.ts'

const root = join(import.meta.dirname, '..')
const durations = join(root, 'test/durations.json')
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    slowest: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    testNamePattern: { type: 'string', short: 't' },
  },
})
const asked = askedFor(positionals)
const scratch = await mkdtemp(join(tmpdir(), 'tests-'))
/** The temporary folder of the tests, removed with all that they leave. Its path is short, as sockets are made in it. */
const temporary = await mkdtemp(join(scratch, 'tmp-'))
const files: Measured[] = []
const named = values.testNamePattern === undefined ? [] : ['--testNamePattern', values.testNamePattern]

/** Runs all requested parts in turn, whatever the results. */
async function runAll(): Promise<Count[]> {
  if (asked.sizes.some((size) => size === 'e2e' || size === 'saleor')) await ensureMachine()
  // Here, as a package that is installed in the middle of tests takes their time and apt's lock.
  if (asked.sizes.includes('integration')) await ensureBrowser()
  const counts = asked.check ? [await checks()] : []
  for (const size of asked.sizes) counts.push(await run(size))
  return counts
}

/** A check with findings is a failure; a check without any does not count as a passed test. */
async function checks(): Promise<Count> {
  heading('check')
  return { passed: 0, failed: await check(), skipped: 0 }
}

async function run(size: Size): Promise<Count> {
  heading(size)
  const started = performance.now()
  const file = join(scratch, `${size}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  // A part of a path or of a name may match nothing in a size.
  const mayBeNone = asked.filters.length > 0 ? ['--passWithNoTests'] : []
  const exitCode = await vitest('run', ...reporters, ...mayBeNone, '--project', size)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  const report = text === undefined ? undefined : (JSON.parse(text) as Report)
  if (report !== undefined) files.push(...measured(report, root))
  console.log(`${size} took ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return withoutSilentSkips(count(report, exitCode), report)
}

async function vitest(...options: string[]): Promise<number> {
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  const command = [program, ...options, ...named, ...asked.filters]
  const env = { ...process.env, TMPDIR: temporary }
  const child = spawn(process.execPath, command, { cwd: root, stdio: 'inherit', env })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return exitCode ?? 1
}

/** In CI a skipped test is a failure: otherwise a missing program would disable tests unnoticed. */
function withoutSilentSkips(counted: Count, report: Report | undefined): Count {
  if (process.env.CI !== 'true' || report === undefined || named.length > 0) return counted
  const names = unexcusedSkips(report)
  for (const name of names) console.log(`✘ skipped in CI: ${name}`)
  return { ...counted, failed: counted.failed + names.length, skipped: counted.skipped - names.length }
}

async function record(): Promise<void> {
  const before = JSON.parse(await readFile(durations, 'utf8')) as Record<string, number>
  const now = recorded(before, files, (file) => existsSync(join(root, file)))
  await writeFile(durations, `${JSON.stringify(now, null, 2)}\n`)
}

function heading(title: string): void {
  console.log(`\n== ${title} ==`)
}

/** Watches the unit tests, unless a size or a path is given. */
async function watch(): Promise<number> {
  const projects = (positionals.length === 0 ? ['unit' as const] : asked.sizes).flatMap((size) => [
    '--project',
    size,
  ])
  return await vitest('watch', ...projects)
}

async function runAndCount(): Promise<number> {
  const tally = join(scratch, 'calls')
  const notes = join(scratch, 'waits')
  process.env[tallyVariable] = tally
  if (values.slowest) process.env[waitingVariable] = notes
  const total = sum(await runAll())
  if (values.record) await record()
  if (values.slowest) console.log(`\n${slowestTable(files, readWaits(notes))}`)
  const checked = tallyLine(tally)
  console.log(`\n${checked === '' ? '' : `${checked}\n`}${closingLine(total)}`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
}

process.exitCode = await (values.watch ? watch() : runAndCount())
await rm(scratch, { recursive: true, force: true })

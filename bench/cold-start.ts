/**
 * Measures the time to an action's first log line, compared with an empty Node and with a bundle that only imports
 * @actions/core, as most actions ship it. `npm run bench -- cold-start [runs]`, after `npm run build`. Runs are
 * interleaved, so that a busy moment affects all equally; the minimum is the number to compare.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { actionNames } from '../scripts/build.ts'
import { table } from '../src/report/markdown.ts'

const root = join(import.meta.dirname, '..')

/** Measures everything and returns the Markdown table. */
export async function coldStart(runs = 30): Promise<string> {
  mkdirSync(join(root, '.build'), { recursive: true })
  const scratch = mkdtempSync(join(root, '.build/core-'))
  try {
    const built = (await actionNames())
      .map((name) => ({ name, args: [join(root, 'dist', `${name}.js`)] }))
      .filter(({ args }) => existsSync(args[0] ?? ''))
    const contenders = [
      { name: '`node -e 0`', args: ['-e', '0'] },
      { name: '@actions/core alone', args: [coreAlone(scratch)] },
      ...built,
    ]
    const times = new Map(contenders.map(({ name }) => [name, [] as number[]]))
    // One run more than requested: the first only warms the disk cache.
    for (let run = 0; run <= runs; run++)
      for (const { name, args } of contenders) {
        const took = await toFirstLine(args)
        if (run > 0) times.get(name)?.push(took)
      }
    return report(times)
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

/** A bundle with @actions/core alone, made by the same bundler. */
function coreAlone(folder: string): string {
  const ncc = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js')
  writeFileSync(join(folder, 'core.js'), "import { info } from '@actions/core'\ninfo('hello')\n")
  execFileSync(process.execPath, [ncc, 'build', 'core.js', '--out', 'dist', '--no-cache', '--quiet'], {
    cwd: folder,
  })
  return join(folder, 'dist/index.js')
}

/**
 * Milliseconds to the first output, or to the end of a program that prints nothing. An action gets no inputs: its first
 * line is the error about them, after all code has loaded. Waits for the end, so that the next program has the machine
 * to itself.
 */
function toFirstLine(args: readonly string[]): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH ?? '' } })
  let took: number | undefined
  const stop = (): number => (took ??= performance.now() - started)
  child.stdout.on('data', stop)
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', () => resolve(stop()))
  })
}

function report(measured: ReadonlyMap<string, number[]>): string {
  const rows = [...measured].map(([name, all]) => ({ name, least: Math.min(...all), middle: median(all) }))
  const [nothing, core] = rows
  return table(
    ['First log line of', 'minimum, ms', 'median, ms', 'to `node -e 0`', 'to @actions/core alone'],
    rows.map(({ name, least, middle }) => [
      name,
      least.toFixed(0),
      middle.toFixed(0),
      (least / (nothing?.least ?? least)).toFixed(2),
      (least / (core?.least ?? least)).toFixed(2),
    ]),
  )
}

function median(all: readonly number[]): number {
  return all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

if (import.meta.main) console.log(await coldStart(Number(process.argv[2] ?? 30)))

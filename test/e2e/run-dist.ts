import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { commandIn, type FoundCommand, linesOf } from '../runner/runner-parsers.ts'
import { noteWait } from '../waiting/notes.ts'
import { kindsOfRun } from '../waiting/run-kinds.ts'

const root = join(import.meta.dirname, '..', '..')

/** How a run of an action is set up; nothing of the developer's own GitHub environment gets through. */
export interface DistOptions {
  /** By the names in action.yml. */
  inputs?: Record<string, string>
  /** Added last: GITHUB_REF, GITHUB_API_URL, ACTIONS_RESULTS_URL, DOCKER_HOST … */
  env?: Record<string, string>
  /** The workspace; a new empty folder without it. */
  cwd?: string
  /** Sends `signal` so long after the start. */
  signalAfterMs?: number
  /** Sends `signal` as soon as the log holds this text. */
  signalWhen?: string | RegExp
  /** SIGINT without it, which is how the runner begins to cancel. After it come SIGTERM and SIGKILL, as there. */
  signal?: NodeJS.Signals
}

/** What the runner would have seen. */
export interface DistResult {
  /** The exit code; -1 when a signal ended it. */
  code: number
  /** Both outputs, in the order they came. */
  log: string
  /** What of the log is a command to the runner. */
  commands: FoundCommand[]
  outputs: Record<string, string>
  /** `core.saveState`, as a post step would get it. */
  state: Record<string, string>
  summary: string
  seconds: number
  /** RUNNER_TEMP of this run, to look for what was left behind. */
  temp: string
  /** GITHUB_WORKSPACE of this run. */
  workspace: string
  child: ChildProcess
}

/** A run that can be watched while it goes on. */
export interface DistRun {
  child: ChildProcess
  /** What was printed up to now. */
  log: () => string
  finished: Promise<DistResult>
}

/** The newest runs of this test file, for whoever looks for the reason of a failure. */
export const newestRuns: { name: string; log: () => string }[] = []

/** Runs an action to its end, as the runner would: `dist/<name>.js`, or the source while there is no build. */
export async function runDist(name: string, options: DistOptions = {}): Promise<DistResult> {
  return await (await startDist(name, options)).finished
}

/** Starts an action and returns at once. */
export async function startDist(name: string, options: DistOptions = {}): Promise<DistRun> {
  const temp = await mkdtemp(join(tmpdir(), 'runner-temp-'))
  const cwd = options.cwd ?? (await mkdtemp(join(tmpdir(), 'workspace-')))
  const files = { output: join(temp, 'output'), state: join(temp, 'state'), summary: join(temp, 'summary') }
  await Promise.all(Object.values(files).map((file) => writeFile(file, '')))

  const started = performance.now()
  const child = spawn(nodeProgram(), entry(name), {
    cwd,
    env: { ...environment(options.inputs ?? {}, { temp, cwd, files }), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  const timers: NodeJS.Timeout[] = []
  const cancel = once(() => timers.push(...cancelLikeTheRunner(child, options.signal)))
  const collect = (chunk: Buffer): void => {
    log += chunk.toString()
    if (options.signalWhen !== undefined && contains(log, options.signalWhen)) cancel()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  if (options.signalAfterMs !== undefined) timers.push(setTimeout(cancel, options.signalAfterMs))

  const finished = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? -1))
  }).then(async (code) => {
    timers.forEach(clearTimeout)
    const seconds = (performance.now() - started) / 1000
    const [outputs, state] = [await keyValues(files.output), await keyValues(files.state)]
    const summary = await readFile(files.summary, 'utf8')
    const commands = linesOf(log).flatMap((line) => commandIn(line) ?? [])
    for (const [kind, waited] of kindsOfRun(name, summary, seconds)) noteWait(kind, waited)
    return { code, log, commands, outputs, state, summary, seconds, temp, workspace: cwd, child }
  })
  newestRuns.push({ name, log: () => log })
  if (newestRuns.length > 5) newestRuns.shift()
  return { child, log: () => log, finished }
}

/** The bundle's two-line stub when it is built (DIST_FOLDER: elsewhere), else the source, which Node 24 runs as it is. */
function entry(name: string): string[] {
  const built = join(process.env.DIST_FOLDER ?? join(root, 'dist'), `${name}.js`)
  if (existsSync(built) && process.env.RUN_SOURCE !== '1') return [built]
  const source = pathToFileURL(join(root, 'actions', `${name}.ts`)).href
  return ['--input-type=module', '-e', `await (await import(${JSON.stringify(source)})).run()`]
}

/** The runner brings Node 24; so do we, whatever the machine has. */
function nodeProgram(): string {
  const own = join(root, 'node_modules', '.bin', 'node')
  return existsSync(own) ? own : process.execPath
}

function environment(
  inputs: Record<string, string>,
  run: { temp: string; cwd: string; files: Record<'output' | 'state' | 'summary', string> },
): Record<string, string> {
  const own = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined && !/^(GITHUB_|INPUT_|STATE_|ACTIONS_|RUNNER_|VITEST|NODE_)/.test(name),
  )
  const given = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ])
  return {
    ...(Object.fromEntries(own) as Record<string, string>),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'shop/backend',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_ACTOR: 'ada',
    GITHUB_WORKFLOW: 'pipeline',
    GITHUB_RUN_ID: '42',
    GITHUB_RUN_ATTEMPT: '1',
    // The toolkit takes any other name for an Enterprise Server, which has an older cache service.
    GITHUB_SERVER_URL: 'https://github.com',
    // Nobody listens there: a test that needs GitHub says where its stand-in is.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_GRAPHQL_URL: 'http://127.0.0.1:9/graphql',
    GITHUB_WORKSPACE: run.cwd,
    GITHUB_OUTPUT: run.files.output,
    GITHUB_STATE: run.files.state,
    GITHUB_STEP_SUMMARY: run.files.summary,
    RUNNER_TEMP: run.temp,
    RUNNER_OS: 'Linux',
    RUNNER_ARCH: 'X64',
    // Workers here are well or fall at once; where they may fall later, a test says so.
    SALEOR_DEPLOY_STEADY_SECONDS: '1',
    ...Object.fromEntries(given),
  }
}

/** SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL (runner, ProcessInvoker.cs); with a signal of one's own, the rest. */
export function cancelLikeTheRunner(child: ChildProcess, first: NodeJS.Signals = 'SIGINT'): NodeJS.Timeout[] {
  child.kill(first)
  return [setTimeout(() => child.kill('SIGTERM'), 7_500), setTimeout(() => child.kill('SIGKILL'), 10_000)]
}

/** The runner's file commands: `name<<delimiter`, lines, `delimiter`, or `name=value`. */
async function keyValues(file: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(lines[at] ?? '') ?? []
    if (name !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter, at + 1)
      found[name] = lines.slice(at + 1, end).join('\n')
      at = end
      continue
    }
    const [, key, value] = /^([^=]+)=(.*)$/.exec(lines[at] ?? '') ?? []
    if (key !== undefined) found[key] = value ?? ''
  }
  return found
}

function contains(log: string, desired: string | RegExp): boolean {
  return typeof desired === 'string' ? log.includes(desired) : desired.test(log)
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (!done) work()
    done = true
  }
}

import { runStoppable } from './stoppable.ts'

/** What a finished program left behind. */
export interface Ran {
  code: number
  stdout: string
  stderr: string
}

export interface RunOptions {
  /** Given to the program's standard input: the way for secrets, never arguments. */
  input?: string
  /** Added to the runner's own environment. */
  env?: Record<string, string>
  /** Folder to run in; the workspace without it. */
  cwd?: string
  /** Called with each line of both outputs as it comes, for progress. */
  onLine?: (line: string) => void
  /** Ends the program when it fires (SIGTERM, later SIGKILL); `run` then rejects with the signal's AbortError. */
  signal?: AbortSignal
}

/** Programs on the runner. Never a shell: a command is an array. */
export interface LocalProcess {
  /** Runs to the end and returns, whatever the exit code; throws only when the program can't be started. */
  run(command: readonly string[], options?: RunOptions): Promise<Ran>
}

/** The real programs, by @actions/exec, loaded at the first use. */
export const localProcess: LocalProcess = {
  async run(command, options = {}) {
    const [program, ...args] = command
    const inherited = withoutInputs(process.env)
    if (options.signal !== undefined)
      return await runStoppable(
        command,
        { ...options, env: { ...inherited, ...options.env } },
        options.signal,
      )
    const { getExecOutput } = await import('@actions/exec')
    const { exitCode, stdout, stderr } = await getExecOutput(`"${program}"`, args, {
      silent: true,
      ignoreReturnCode: true,
      env: { ...inherited, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.input === undefined ? {} : { input: Buffer.from(options.input) }),
      ...(options.onLine === undefined
        ? {}
        : { listeners: { stdline: options.onLine, errline: options.onLine } }),
    })
    return { code: exitCode, stdout, stderr }
  },
}

/** The inputs hold secrets, and no program that we start has use for them. */
function withoutInputs(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name, value]) => value !== undefined && !name.startsWith('INPUT_'),
  )
  return Object.fromEntries(kept) as Record<string, string>
}

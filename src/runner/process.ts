import type { Ran, RunOptions } from './ran.ts'

/** Programs on the runner. Never a shell: a command is an array. */
export interface LocalProcess {
  /** Runs to the end and returns, whatever the exit code; throws only if the program cannot be started. */
  run(command: readonly string[], options?: RunOptions): Promise<Ran>
}

/** The time between SIGTERM and SIGKILL: the runner kills the action 10 s after the first signal. */
const graceMs = 4_000

/** Real programs by execa, which is loaded at the first use. */
export const localProcess: LocalProcess = {
  async run([program = '', ...args], { input = '', env, cwd, onLine, signal } = {}) {
    signal?.throwIfAborted()
    const { execa } = await import('execa')
    const output = onLine === undefined ? 'pipe' : linesTo(onLine)
    const ran = await execa(program, args, {
      env: { ...withoutInputs(process.env), ...env },
      extendEnv: false,
      ...(cwd === undefined ? {} : { cwd }),
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      ...{ input, stdout: output, stderr: output, stripFinalNewline: false },
      forceKillAfterDelay: graceMs,
      // Otherwise execa would handle the signals by which the runner cancels the action.
      cleanup: false,
      reject: false,
    })
    signal?.throwIfAborted()
    const neverRan = ran.exitCode === undefined && ran.signal === undefined
    if (neverRan || ran.isMaxBuffer) throw ran.cause as Error
    return { code: ran.exitCode ?? -1, stdout: ran.stdout, stderr: ran.stderr }
  },
}

/** Passes on each complete line, and the last one even without its line end; the output is unchanged. */
function linesTo(onLine: (line: string) => void) {
  return {
    preserveNewlines: true,
    *transform(line: unknown) {
      onLine(String(line).replace(/\r?\n$/, ''))
      yield line
    },
  }
}

/** Removes the inputs: they contain secrets, and no started program needs them. */
function withoutInputs(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name, value]) => value !== undefined && !name.startsWith('INPUT_'),
  )
  return Object.fromEntries(kept) as Record<string, string>
}

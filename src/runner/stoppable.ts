import { once } from 'node:events'
import type { Ran, RunOptions } from './process.ts'

/** How long a program has between SIGTERM and SIGKILL: the runner kills us 10 s after the first signal. */
const graceMs = 4_000

/**
 * Runs a program that can be ended half-way, which @actions/exec has no way to do: a cancelled push or build must not
 * go on behind the back of a job that is over.
 * @throws the signal's own error when it fired; Error when the program can't be started.
 */
export async function runStoppable(
  [program = '', ...args]: readonly string[],
  options: RunOptions,
  signal: AbortSignal,
): Promise<Ran> {
  signal.throwIfAborted()
  const { spawn } = await import('node:child_process')
  const child = spawn(program, args, { env: options.env, cwd: options.cwd, stdio: 'pipe' })
  let kill: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
  }
  signal.addEventListener('abort', stop, { once: true })
  // A program that ends without reading its input closes the pipe: its exit code says more than EPIPE would.
  child.stdin.on('error', () => {}).end(options.input ?? '')
  const stdout = collect(child.stdout, options.onLine)
  const stderr = collect(child.stderr, options.onLine)
  try {
    const [code] = (await once(child, 'close')) as [number | null]
    signal.throwIfAborted()
    return { code: code ?? -1, stdout: stdout(), stderr: stderr() }
  } finally {
    signal.removeEventListener('abort', stop)
    clearTimeout(kill)
  }
}

/** Gathers a stream as text and hands on each whole line, the last one also without its newline. */
function collect(stream: NodeJS.ReadableStream, onLine: (line: string) => void = () => {}): () => string {
  let text = ''
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    lines.forEach((line) => onLine(line))
  })
  stream.on('end', () => {
    if (rest !== '') onLine(rest)
  })
  return () => text
}

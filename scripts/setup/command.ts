import { spawn } from 'node:child_process'

/** The result of a finished program. */
export type Finished = { code: number; stdout: string; stderr: string }

/** Options for a program, besides its arguments. */
export type Given = { input?: string | Buffer; env?: NodeJS.ProcessEnv; cwd?: string }

/** Runs a program to its end, whatever its exit code; rejects only when it cannot start. */
export function run(argv: readonly string[], given: Given = {}): Promise<Finished> {
  const [program = '', ...args] = argv
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: given.cwd, env: { ...process.env, ...given.env } })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => stdout.push(part))
    child.stderr.on('data', (part: Buffer) => stderr.push(part))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const text = (parts: Buffer[]) => Buffer.concat(parts).toString()
      resolve({ code: code ?? (signal ? 128 : 1), stdout: text(stdout), stderr: text(stderr) })
    })
    // A program that ends before it has read its input must not end this process.
    child.stdin.on('error', () => {})
    child.stdin.end(given.input)
  })
}

/** Runs a program that must succeed and returns its output. */
export async function must(argv: readonly string[], given: Given = {}): Promise<string> {
  const { code, stdout, stderr } = await run(argv, given)
  if (code === 0) return stdout.trim()
  const output = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n')
  throw new Error(`${argv.slice(0, 6).join(' ')} … ended with ${code}:\n${output}`)
}

/** Whether a program runs and succeeds; false when it is missing. */
export async function works(argv: readonly string[]): Promise<boolean> {
  try {
    return (await run(argv)).code === 0
  } catch {
    return false
  }
}

/** The same command as root; `setup.ts` has checked that this is possible. */
export function asRoot(argv: readonly string[]): readonly string[] {
  return process.getuid?.() === 0
    ? argv
    : ['sudo', '--non-interactive', '--preserve-env=DEBIAN_FRONTEND', ...argv]
}

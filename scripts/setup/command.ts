import { spawn } from 'node:child_process'

/** What a finished program left behind. */
export type Finished = { code: number; stdout: string; stderr: string }

/** What a program is given besides its arguments. */
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
    // A program that ends before it has read its input must not take this process with it.
    child.stdin.on('error', () => {})
    child.stdin.end(given.input)
  })
}

/** Runs a program that has to succeed and gives back what it printed. */
export async function must(argv: readonly string[], given: Given = {}): Promise<string> {
  const { code, stdout, stderr } = await run(argv, given)
  if (code === 0) return stdout.trim()
  const said = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n')
  throw new Error(`${argv.slice(0, 6).join(' ')} … ended with ${code}:\n${said}`)
}

/** Tells whether a program runs and succeeds; a missing one counts as no. */
export async function works(argv: readonly string[]): Promise<boolean> {
  try {
    return (await run(argv)).code === 0
  } catch {
    return false
  }
}

/** The same command with the rights of root; whether that is possible, `setup.ts` has looked. */
export function asRoot(argv: readonly string[]): readonly string[] {
  return process.getuid?.() === 0
    ? argv
    : ['sudo', '--non-interactive', '--preserve-env=DEBIAN_FRONTEND', ...argv]
}

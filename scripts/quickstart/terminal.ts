import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

/** Where a reader pastes commands. */
export interface Terminal {
  cwd: string
  /** The folder of programs that are found before others. */
  programs: string
  /** The file of the private key with which the reader logs in to the server, as an agent holds it. */
  key: string
  /** Gets each line as it comes. */
  say: (line: string) => void
}

/** Pastes the blocks into one bash, and names each as it begins. It ends with the first command that fails. */
export function paste(
  blocks: readonly string[],
  { cwd, programs, key, say }: Terminal,
): Promise<{ code: number; printed: string }> {
  const script = blocks.map((block, index) => `echo "▸ block ${index + 1}"\n${block}`).join('\n')
  const path = `${programs}:${dirname(process.execPath)}:${process.env['PATH']}`
  const agent = `eval "$(ssh-agent -s)" >/dev/null; trap 'ssh-agent -k >/dev/null' EXIT; ssh-add -q ${key}\nset -e -o pipefail\n`
  let printed = ''
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', `${agent}${script}`], {
      cwd,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const take = (line: string): void => {
      printed += `${line}\n`
      say(line)
    }
    createInterface({ input: child.stdout }).on('line', take)
    createInterface({ input: child.stderr }).on('line', take)
    child.once('close', (code) => resolve({ code: code ?? 1, printed }))
  })
}

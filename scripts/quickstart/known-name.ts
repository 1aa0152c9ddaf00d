import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { asRoot } from '../setup/command.ts'

/**
 * Starts this script again where a name leads to an address, and returns its exit code: with an `/etc/hosts`, written to
 * `file`, that only the script and its children see.
 */
export function againKnowing(name: string, address: string, file: string, mark: string): Promise<number> {
  writeFileSync(file, `${readFileSync('/etc/hosts', 'utf8')}\n${address} ${name}\n`)
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  const back = uid === 0 ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--init-groups']
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"'
  const variables = [`PATH=${process.env['PATH']}`, `${mark}=1`]
  const again = [...back, 'env', ...variables, process.execPath, ...process.argv.slice(1)]
  const [program = '', ...args] = asRoot(['unshare', '--mount', 'sh', '-c', script, file, ...again])
  return new Promise((resolve) => {
    spawn(program, args, { stdio: 'inherit' }).once('close', (code) => resolve(code ?? 1))
  })
}

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const program = 'ssh-keygen'

/** Runs OpenSSH's own tool for keys and gives what it prints. */
export function sshKeygen(...options: string[]): string {
  return execFileSync(program, options, { stdio: ['ignore', 'pipe', 'ignore'] }).toString()
}

/** Makes a key pair: `file` and `file.pub`. */
export function makeKey(
  file: string,
  type: string,
  { passphrase = '', options = [] as string[] } = {},
): { key: string; publicKey: string } {
  sshKeygen('-q', '-t', type, ...options, '-N', passphrase, '-C', '', '-f', file)
  return { key: readFileSync(file, 'utf8'), publicKey: readFileSync(`${file}.pub`, 'utf8').trim() }
}

import { randomBytes } from 'node:crypto'
import { UserError } from '../../errors.ts'

/** A unique line that only our own command prints, see `remoteLine`. */
export const newMark = (): string => `started-${randomBytes(8).toString('hex')}`

/** The output of a command behind its mark; undefined without the mark. */
export function afterMark(printed: string, mark: string): string | undefined {
  // The output of the login may lack its last line break.
  const at = printed.indexOf(`${mark}\n`)
  return at === -1 ? undefined : printed.slice(at + mark.length + 1)
}

/** The result of a login that did not run our command. */
export interface Strayed {
  code: number | null
  stdout: string
  stderr: string
}

/** The error of a login that ran something else, with its fix. Pure. */
export function explainLogin(name: string, user: string, { code, stdout, stderr }: Strayed): UserError {
  const printed = `${stderr}\n${stdout}`.trim()
  const tool = missing.exec(printed)?.find((word, index) => index > 0 && word !== undefined)
  if (tool !== undefined)
    return new UserError(
      'not-ready',
      `${name}: the server has no ${tool}, which every command needs: ${short(printed)}`,
      `Install it on the server: sudo apt-get install ${tool === 'bash' ? 'bash' : 'coreutils'}`,
    )
  const [, what, fix] = signs.find(([sign]) => sign.test(printed)) ?? []
  return new UserError(
    'login-refused',
    `${name}: '${user}' is logged in, but the server did not run the command that was sent: ` +
      `${what ?? (printed === '' ? 'the login ended at once' : 'something else ran in its place')} ` +
      `(${code === null ? 'without an exit code' : `exit code ${code}`}, ` +
      `${printed === '' ? 'nothing was printed' : `it printed: ${short(printed)}`}).`,
    (fix ?? anyFix).replaceAll('USER', user),
  )
}

/** The errors of sh, bash, csh, zsh and fish for a missing program. */
const missing =
  /\b(bash|base64): (?:command )?not found|command not found: (bash|base64)|unknown command:? (bash|base64)/i

const giveShell = 'Give the user a shell, on the server: sudo usermod --shell /bin/bash USER'
const anyFix =
  'Look on the server at the login shell of USER (getent passwd USER; nologin and false run nothing: sudo usermod --shell ' +
  '/bin/bash USER), at ForceCommand (sudo sshd -T -C user=USER), at command="…" in ~USER/.ssh/authorized_keys, ' +
  'and at what ~USER/.bashrc does without a terminal (exit, exec). To try it: ssh USER@server echo hello'

/** The messages of programs that replace a command. */
const signs: [sign: RegExp, what: string, fix: string][] = [
  [/account is (currently )?not available/i, 'its login shell is nologin', giveShell],
  [
    /unrecognized command|interactive git shell/i,
    'its login shell or ForceCommand is git-shell, which runs git alone',
    giveShell,
  ],
  [
    /allows sftp connections only|sftp only/i,
    'a ForceCommand of sshd allows SFTP only',
    'Let USER out of it, in /etc/ssh/sshd_config (Match, ForceCommand), then: sudo systemctl reload ssh',
  ],
  [/: restricted|rbash/, 'its login shell is restricted (rbash)', giveShell],
]

/** The end of the output, on one line. */
function short(text: string): string {
  const line = text
    // Not every program prints text, and some print the command itself.
    .replaceAll(/[^\P{C}\n]/gu, '')
    .replaceAll(/[A-Za-z0-9+/=]{80,}/g, '…')
    .replaceAll(/\s*\n\s*/g, ' / ')
  return line.length > 300 ? `… ${line.slice(-300)}` : line
}

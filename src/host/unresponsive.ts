import { StepFailed, UserError } from '../errors.ts'
import { type Command, shellLine } from './quote.ts'

/** The fix for a server that accepts a command and does not answer. */
export const lookAtServer =
  'Look at the server: systemctl status docker, docker ps (when it hangs too: sudo systemctl restart docker), uptime, df -h, ' +
  'and sudo journalctl -u docker -n 50. Then run the job again.'

/** The error of a command that did not end in time. */
export function notEnded(host: string, what: string, seconds: number): UserError {
  return new UserError('host-unresponsive', `${host}: no answer within ${seconds} s: ${what}.`, lookAtServer)
}

/** The error of an engine that accepts the connection and never answers. */
export function engineSilent(host: string, what: string, seconds: number): UserError {
  return new UserError(
    'host-unresponsive',
    `${host}: the Docker Engine does not answer, it hangs: nothing within ${seconds} s to ${what}.`,
    lookAtServer,
  )
}

/** The error of a login that succeeded, and did not start the command. */
export function notStarted(host: string, user: string, seconds: number): UserError {
  return new UserError(
    'host-unresponsive',
    `${host}: '${user}' is logged in, and what was sent did not start within ${seconds} s.`,
    `Look on the server at its load (uptime, free -m, df -h), and at what the login of ${user} waits for: ~${user}/.bashrc, PAM, a home folder on a network.`,
  )
}

/** The error of a command with too much output. */
export function tooMuch(host: string, what: string, bytes: number): UserError {
  return new UserError(
    'host-unresponsive',
    `${host}: more than ${Math.round(bytes / 1024 / 1024)} MB came as an answer, and it was ended: ${what}.`,
    'Look on the server at what it prints: a login that prints without an end (~/.bashrc), or a log that has grown huge.',
  )
}

/** The error of a change that waited for a hung engine; the guard has ended it. */
export function engineHangs(host: string, what: string, seconds: number): StepFailed {
  return new StepFailed(
    'host-unresponsive',
    `${host}: the Docker Engine has not answered for ${seconds} s, so this was ended: ${what}.\n${lookAtServer}`,
  )
}

/** The message of an undo or a clean-up with a hung engine. */
export function leftForLater(host: string, seconds: number): string {
  return (
    `${host}: the Docker Engine has not answered for ${seconds} s. What is left to be undone or cleaned up stays noted on the ` +
    `server, and the next run does it first: run the job again once docker ps answers there.`
  )
}

/** The error if the undo of an earlier run fails on a hung engine too. */
export function stillHangs(host: string, seconds: number): UserError {
  return new UserError(
    'host-unresponsive',
    `${host}: the Docker Engine has not answered for ${seconds} s, so what an earlier run left could not be undone.`,
    lookAtServer,
  )
}

/** The error of a change that did not end in time, although the engine answers. */
export function changeTookTooLong(host: string, what: string, seconds: number): StepFailed {
  return new StepFailed(
    'host-unresponsive',
    `${host}: this did not end within ${seconds} s: ${what}.\n${lookAtServer}`,
  )
}

/** A short, readable form of a command. */
export function nameOf(command: Command): string {
  const line = shellLine(command[0] === 'timeout' ? command.slice(2) : command)
  return line.length > 120 ? `${line.slice(0, 117)}…` : line
}

/** Several commands in the same form, on one line. */
export function namesOf(commands: readonly Command[]): string {
  const names = [...new Set(commands.map((command) => nameOf(short(command))))]
  const more = names.length > 4 ? `, and ${names.length - 4} more` : ''
  return `${names.slice(0, 4).join('; ')}${more}`
}

/** Without Compose's options, formats and file contents. */
function short(command: Command): Command {
  const [program, second] = command
  if (program === 'put') return command.slice(0, 2)
  if (program !== 'docker') return command
  const file = second === 'compose' ? command.lastIndexOf('-f') : -1
  const words = file === -1 ? command : [program, 'compose', ...command.slice(file + 2)]
  const format = words.indexOf('--format')
  return format === -1 ? words : words.slice(0, format)
}

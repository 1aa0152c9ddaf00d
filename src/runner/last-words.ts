import type { Ran } from './ran.ts'

/** The last line that a command printed, or how it ended if it printed nothing: a message never ends empty. */
export function lastWords(ran: Ran): string {
  return allWords(ran).split('\n').at(-1) ?? ''
}

/** All output of a command, or how it ended if it printed nothing. */
export function allWords({ code, stdout, stderr }: Ran): string {
  return `${stdout}\n${stderr}`.trim() || `it printed nothing (exit code ${code})`
}

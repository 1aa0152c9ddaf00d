import { UserError } from '../errors.ts'

/** What prevents a run on a host, and a command or sentence that removes it. */
export type Problem = [what: string, fix: string]

/** @throws UserError `not-ready` with all of the problems; nothing without one */
export function refuseFor(host: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return
  throw new UserError(
    'not-ready',
    problems.map(([what]) => `${host}: ${what}.`).join('\n'),
    problems.map(([, fix]) => fix).join('\n'),
  )
}

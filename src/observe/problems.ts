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

/** Whether a version such as 20.10.24+dfsg1 is older than a major.minor; distributions add all kinds of suffixes. */
export function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number.parseFloat)
  const [needMajor = 0, needMinor = 0] = than.split('.').map(Number)
  return major < needMajor || (major === needMajor && minor < needMinor)
}

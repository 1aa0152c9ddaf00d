import type { Session } from '../../engine/session.ts'
import { StepFailed } from '../../errors.ts'
import { size } from '../../report/markdown.ts'
import { withProgress } from '../../report/progress.ts'
import type { Ran } from '../../runner/ran.ts'
import { backupFiles } from './plan.ts'

/** Logs every few seconds that work continues, with the size of the file that grows. */
export async function reporting<T>(
  run: Session,
  what: string,
  work: Promise<T>,
  partial = backupFiles(run.desired).partial,
): Promise<T> {
  return await withProgress(run, what, work, async () => {
    const { code, stdout } = await run.host.run(['stat', '-c', '%s', partial])
    return code === 0 ? `, ${size(Number(stdout))}` : ''
  })
}

/** Turns a failed command into an error. */
export function backupFailed(run: Session, what: string): (ran: Ran) => StepFailed {
  return ({ stdout }) => backupFailure(run, what, stdout)
}

/** The error of a failed backup, with the output line that explains it. */
export function backupFailure({ host }: Session, what: string, output: string): StepFailed {
  const lines = output.trim().split('\n')
  const cause = lines.find((line) => /error:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? ''
  const why = cause === '' ? '' : `: ${cause}`
  return new StepFailed('backup-failed', `${host.name}: ${what}${why}`, lines.slice(-40).join('\n'))
}

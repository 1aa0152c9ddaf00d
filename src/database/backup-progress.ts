import type { HostRun } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import { size } from '../report/markdown.ts'
import type { Ran } from '../runner/process.ts'
import { backupFiles } from './backup-plan.ts'
import { tellingHowFar } from './progress.ts'

/** Says every few seconds that work goes on, and how large the dump is by now. */
export async function telling<T>(run: HostRun, what: string, work: Promise<T>): Promise<T> {
  const { partial } = backupFiles(run.wanted)
  return await tellingHowFar(run, what, work, async () => {
    const { code, stdout } = await run.host.run(['stat', '-c', '%s', partial])
    return code === 0 ? `, ${size(Number(stdout))}` : ''
  })
}

/** What a command that failed becomes. */
export function backupFailed(run: HostRun, what: string): (ran: Ran) => StepFailed {
  return ({ stdout }) => backupFailure(run, what, stdout)
}

/** A backup that came to nothing, with the line of the output that says why. */
export function backupFailure({ host }: HostRun, what: string, output: string): StepFailed {
  const lines = output.trim().split('\n')
  const cause = lines.find((line) => /error:|FATAL:|Error response/.test(line)) ?? lines.at(-1) ?? ''
  const why = cause === '' ? '' : `: ${cause}`
  return new StepFailed('backup-failed', `${host.name}: ${what}${why}`, lines.slice(-40).join('\n'))
}

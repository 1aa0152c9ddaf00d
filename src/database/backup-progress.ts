import type { HostRun } from '../deploy/host-run.ts'
import { StepFailed } from '../errors.ts'
import { duration, size } from '../report/markdown.ts'
import type { Ran } from '../runner/process.ts'
import { backupFiles } from './backup-plan.ts'

/** Seconds between two lines that say how large the dump has become. */
const tellSeconds = 10

/** Says every few seconds that work goes on, and how large the dump is by now. */
export async function telling<T>(run: HostRun, what: string, work: Promise<T>): Promise<T> {
  const { runner, host, wanted } = run
  const { partial } = backupFiles(wanted)
  const started = runner.clock.now()
  const done = new AbortController()
  const tell = async (): Promise<void> => {
    for (;;) {
      await runner.clock.sleep(tellSeconds, done.signal)
      const { code, stdout } = await host.run(['stat', '-c', '%s', partial])
      const large = code === 0 ? `, ${size(Number(stdout))}` : ''
      if (!done.signal.aborted) runner.log.info(`  ${what} for ${since(run, started)}${large}`)
    }
  }
  // What it says is an extra: it ends with the work, and what goes wrong in it shows in the work itself.
  void tell().catch(() => {})
  return await work.finally(() => done.abort())
}

/** The time since then, in words. */
export function since({ runner }: HostRun, started: number): string {
  return duration((runner.clock.now() - started) / 1000)
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

import type { HostRun } from '../deploy/host-run.ts'
import { duration } from '../report/markdown.ts'

/** Seconds between two lines that say how far the work is. */
const tellSeconds = 10

/**
 * Says every few seconds that work goes on.
 * @param howFar asked each time; what it gives is added to the line
 */
export async function tellingHowFar<T>(
  run: Pick<HostRun, 'runner'>,
  what: string,
  work: Promise<T>,
  howFar: () => Promise<string>,
): Promise<T> {
  const { clock, log } = run.runner
  const started = clock.now()
  const done = new AbortController()
  const tell = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(tellSeconds, done.signal)
      const far = await howFar()
      if (!done.signal.aborted) log.info(`  ${what} for ${since(run, started)}${far}`)
    }
  }
  // What it says is an extra: it ends with the work, and what goes wrong in it shows in the work itself.
  void tell().catch(() => {})
  return await work.finally(() => done.abort())
}

/** The time since then, in words. */
export function since({ runner }: Pick<HostRun, 'runner'>, started: number): string {
  return duration((runner.clock.now() - started) / 1000)
}

/** How many migrations Django has done in a container, by what it printed: the one it is at shows once it is done. */
export async function migrationsDone({ host }: HostRun, container: string, of: number): Promise<string> {
  const { code, stdout } = await host.run(['bash', '-c', doneLines, 'done', container])
  return code === 0 ? `, ${stdout.trim()} of ${of} done` : ''
}

/** Django writes `  Applying app.0001_initial... OK`; the engine hands a line on when it has its end. */
const doneLines = `docker logs "$1" 2>&1 | awk '/^ *(Una|A)pplying .* OK$/ { n++ } END { print n + 0 }'`

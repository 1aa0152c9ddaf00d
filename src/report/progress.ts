import type { Runner } from '../runner/runner.ts'
import { duration } from './markdown.ts'

/** An object with a clock and a log. */
interface Timed {
  runner: Pick<Runner, 'clock' | 'log'>
}

/** Seconds between two progress lines. */
const intervalSeconds = 10

/**
 * Logs every few seconds that work continues.
 * @param howFar called each time; its result is added to the line
 */
export async function withProgress<T>(
  run: Timed,
  what: string,
  work: Promise<T>,
  howFar: () => Promise<string>,
): Promise<T> {
  const { clock, log } = run.runner
  const started = clock.now()
  const done = new AbortController()
  const report = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(intervalSeconds, done.signal)
      const far = await howFar()
      if (!done.signal.aborted) log.info(`  ${what} for ${since(run, started)}${far}`)
    }
  }
  // Progress is optional: it ends with the work, and its errors are ignored, because they show in the work itself.
  void report().catch(() => {})
  return await work.finally(() => done.abort())
}

/** The time since then in a readable form. */
export function since({ runner }: Timed, started: number): string {
  return duration((runner.clock.now() - started) / 1000)
}

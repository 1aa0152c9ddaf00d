import type { Step } from '../model/step.ts'
import type { Log } from '../runner/log.ts'
import type { Runner } from '../runner/runner.ts'
import { counted, duration } from './markdown.ts'

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
      if (!done.signal.aborted) log.progress(`… ${what} for ${since(run, started)}${far}`)
    }
  }
  // Progress is optional: it ends with the work, and its errors are ignored, because they show in the work itself.
  void report().catch(() => {})
  return await work.finally(() => done.abort())
}

/** The line that says that a step has begun; its end has a line of its own. Pure. */
export function begun(title: string): string {
  return `▶ ${title}`
}

/**
 * Does a step that is one line in the log, printed when it ends; the details before it are in a group. That it has begun
 * shows only with debug logging, or by its progress when it takes long.
 * @param isWell whether work that did not throw went well
 */
export async function inOneLine<T>(
  { log, clock }: Pick<Runner, 'log' | 'clock'>,
  title: string,
  work: () => Promise<T>,
  isWell: (result: T) => boolean = () => true,
): Promise<T> {
  const started = clock.now()
  const took = (): string => `${title} (${duration((clock.now() - started) / 1000)})`
  log.debug(begun(title))
  try {
    const result = await log.group(title, work)
    log.info(`${isWell(result) ? '✔' : '✘'} ${took()}`)
    return result
  } catch (error) {
    log.info(`✘ ${took()}`)
    throw error
  }
}

/** Logs a plan: openly where it is all that comes, in a group where each step gets a line of its own soon. */
export async function logPlan(
  lines: readonly string[],
  steps: readonly Step[],
  isAll: boolean,
  log: Pick<Log, 'info' | 'group'>,
): Promise<void> {
  if (isAll) return lines.forEach((line) => log.info(line))
  await log.group(`The plan: ${counted(steps.length, 'step')}`, async () =>
    lines.forEach((line) => log.info(line)),
  )
}

/** The time since then in a readable form. */
export function since({ runner }: Timed, started: number): string {
  return duration((runner.clock.now() - started) / 1000)
}

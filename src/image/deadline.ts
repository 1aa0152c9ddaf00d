import type { Runner } from '../runner/runner.ts'

/** Runs work with a deadline in seconds: its signal fires then, and `late` makes the error. */
export async function withDeadline<T>(
  { clock, cancelled }: Runner,
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => Promise<Error>,
): Promise<T> {
  const over = new AbortController()
  const ended = new AbortController()
  clock.sleep(seconds, ended.signal).then(
    () => over.abort(),
    () => {},
  )
  try {
    return await work(AbortSignal.any([cancelled, over.signal]))
  } catch (error) {
    throw over.signal.aborted && !cancelled.aborted ? await late() : error
  } finally {
    ended.abort()
  }
}

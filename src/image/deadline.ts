import { StepFailed } from '../errors.ts'
import type { Runner } from '../runner/runner.ts'

/** Gives the work so many seconds; its signal fires at the end of them, or when the job is cancelled. */
export async function withDeadline<T>(
  { clock, cancelled }: Runner,
  seconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const over = new AbortController()
  clock.sleep(seconds, over.signal).then(
    () => late.abort(),
    () => {},
  )
  try {
    return await work(AbortSignal.any([cancelled, late.signal]))
  } catch (error) {
    if (!late.signal.aborted) throw error
    throw new StepFailed('verify-failed', `The fresh image was not ready within ${seconds} s.`)
  } finally {
    over.abort()
  }
}

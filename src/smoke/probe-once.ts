import type { Runner } from '../runner/runner.ts'
import { type CheckResult, judge, type Probe } from './check.ts'

/** What fails is asked again: a cache fills, a balancer moves on. Not often and not for long (seconds): it may be so for good. */
const [tries, patience] = [3, 5]

/** Asks once, and again after a pause (seconds) when the answer isn't right. */
export async function probeResults(
  probe: Probe,
  pause: number,
  { http, clock, cancelled }: Pick<Runner, 'http' | 'clock' | 'cancelled'>,
): Promise<CheckResult[]> {
  const started = clock.now()
  for (let left = tries - 1; ; left--) {
    const answer = await http
      .request({ ...probe.request, signal: cancelled })
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
    cancelled.throwIfAborted()
    const results = judge(probe, answer)
    const isOver = left === 0 || clock.now() - started > patience * 1000
    if (isOver || results.every(({ passed }) => passed)) return results
    await clock.sleep(pause, cancelled)
  }
}

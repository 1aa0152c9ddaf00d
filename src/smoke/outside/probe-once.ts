import type { Runner } from '../../runner/runner.ts'
import { type CheckResult, evaluate, type Probe } from '../check.ts'

/** A failed request is retried, because a cache may fill or a balancer may switch. Tries, and the timeout in seconds, are small, because the failure may be permanent. */
const [tries, timeoutSeconds] = [3, 5]

/** Sends a request, and retries after a pause (seconds) if the answer is wrong. */
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
    const results = evaluate(probe, answer)
    const isOver = left === 0 || clock.now() - started > timeoutSeconds * 1000
    if (isOver || results.every(({ passed }) => passed)) return results
    await clock.sleep(pause, cancelled)
  }
}

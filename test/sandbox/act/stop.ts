import { closeSync, openSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { childrenOf, gone, marked, signal } from './processes.ts'

/** Opens the pipe a step prints to, so that it stays open after the step is through. */
function holdOutput(pid: number): number[] {
  try {
    return [openSync(`/proc/${pid}/fd/1`, 'w')]
  } catch {
    return []
  }
}

/**
 * Cancels as GitHub's runner does: SIGINT to the step's own process, SIGTERM after 7.5 s, the end after another
 * 2.5 s. `act` left alone would kill the step at once with SIGKILL, so no action could ever be seen to tidy up. For
 * `act` a step is over when its output is closed; we hold that open until `act` has heard of the cancellation,
 * because otherwise it would take the step's end for a failure and begin the next one. `heard` is that moment.
 */
export async function cancel(act: number, mark: string, heard: Promise<unknown>): Promise<void> {
  const steps = childrenOf(act)
  const started = marked(mark)
  const outputs = steps.flatMap(holdOutput)
  for (const step of steps) signal(step, 'SIGINT')
  if (!(await gone(steps, 7500))) {
    for (const step of steps) signal(step, 'SIGTERM')
    await gone(steps, 2500)
  }
  signal(act, 'SIGINT')
  // It says so when it has taken that in, and from then on `cancelled()` is true; it says nothing between two steps.
  if (outputs.length > 0) await Promise.race([heard, sleep(5000)])
  // What a step left behind would keep its output open just as we do.
  for (const pid of started) signal(pid, 'SIGKILL')
  for (const output of outputs) closeSync(output)
}

/** The machine is gone: everything ends in the same moment, nobody hears of it. */
export function kill(act: number, mark: string): void {
  // Halted first, so that nothing is started while the others are being looked for.
  signal(act, 'SIGSTOP')
  for (const pid of marked(mark)) signal(pid, 'SIGKILL')
  signal(act, 'SIGKILL')
}

import type { Clock } from '../../src/runner/clock.ts'

// The code under test loads these where it needs them. Loading takes real time, in which hours would pass here.
await Promise.all([import('p-retry'), import('modern-tar')])

interface Sleeper {
  at: number
  wake: () => void
}

/** No test waits longer than this; one that does is left asleep, and fails by its own time limit. */
const longestMs = 6 * 60 * 60 * 1000

/**
 * A clock that goes on by itself to the next one who sleeps, once nobody has anything else to do: hours pass in
 * milliseconds, and several who sleep side by side wake in the order of their times.
 */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1)
  private readonly end = this.time + longestMs
  private readonly asleep: Sleeper[] = []
  private isTurning = false

  now = (): number => this.time

  sleep = async (seconds: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    await new Promise<void>((resolve, reject) => {
      const cancel = (): void => {
        this.asleep.splice(this.asleep.indexOf(sleeper), 1)
        reject(signal?.reason as Error)
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', cancel)
        resolve()
      }
      const sleeper: Sleeper = { at: this.time + seconds * 1000, wake }
      this.asleep.push(sleeper)
      signal?.addEventListener('abort', cancel, { once: true })
      this.turnSoon()
    })
  }

  private turnSoon(): void {
    if (this.isTurning) return
    this.isTurning = true
    // After all that is waiting to be done without time passing.
    setImmediate(() => {
      this.isTurning = false
      const [next] = this.asleep.toSorted((one, other) => one.at - other.at)
      if (next === undefined || next.at > this.end) return
      this.asleep.splice(this.asleep.indexOf(next), 1)
      this.time = Math.max(this.time, next.at)
      next.wake()
      this.turnSoon()
    })
  }
}

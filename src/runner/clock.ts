/** The port for time: deciding code never reads it, and tests advance it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Waits; rejects with an AbortError as soon as the signal fires. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void>
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(seconds, signal) {
    const { setTimeout } = await import('node:timers/promises')
    await setTimeout(seconds * 1000, undefined, signal === undefined ? {} : { signal })
  },
}

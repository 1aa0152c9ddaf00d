import { setTimeout as sleep } from 'node:timers/promises'

/** Sends requests at a constant rate, however long the responses take. */
export function askSteadily(
  /** Requests a second. */
  rate: number,
  ask: (number: number) => Promise<void>,
): { stop(): Promise<void> } {
  const over = new AbortController()
  const started = performance.now()
  const all: Promise<void>[] = []
  const asking = (async () => {
    for (let number = 0; !over.signal.aborted; number++) {
      const wait = started + (number * 1000) / rate - performance.now()
      if (wait > 0) await sleep(wait)
      all.push(ask(number))
    }
  })()
  return {
    /** Sends no more requests, and waits for the outstanding responses. */
    async stop() {
      over.abort()
      await asking
      await Promise.all(all)
    },
  }
}

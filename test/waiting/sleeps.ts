import { createRequire, syncBuiltinESMExports } from 'node:module'
import { timed } from './notes.ts'

type Sleep = (milliseconds?: number, ...more: unknown[]) => Promise<unknown>

/** From now on it is noted what tests sleep: for a fixed time, or between two looks at something. */
export function noteSleeps(): void {
  const timers = createRequire(import.meta.url)('node:timers/promises') as { setTimeout: Sleep }
  const sleep = timers.setTimeout
  timers.setTimeout = (...args) => timed('sleep in a test', () => sleep(...args))
  syncBuiltinESMExports()
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** The variable that names the file in which a run of the tests notes what it waited for. */
export const waitingVariable = 'TEST_WAITING'

/** The variable in which a worker keeps the test file that it runs. */
export const fileVariable = 'TEST_FILE'

/** What one test file waited for, once. */
export interface Wait {
  file: string
  kind: string
  seconds: number
}

/** Notes that the test file waited, where somebody adds up. */
export function noteWait(kind: string, seconds: number): void {
  const notes = process.env[waitingVariable]
  if (notes === undefined || seconds <= 0) return
  const wait: Wait = { file: process.env[fileVariable] ?? '', kind, seconds }
  appendFileSync(notes, `${JSON.stringify(wait)}\n`)
}

/** Does something, and notes how long it took. */
export async function timed<T>(kind: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  try {
    return await work()
  } finally {
    noteWait(kind, (performance.now() - started) / 1000)
  }
}

/** All that was noted. */
export function readWaits(notes: string): Wait[] {
  if (!existsSync(notes)) return []
  const lines = readFileSync(notes, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Wait)
}

import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Call } from './journal.ts'

/** The variable that names the file in which all stand-ins of a test run note what they have checked. */
export const tallyVariable = 'GITHUB_CALLS_TALLY'

/** Notes the calls of a stand-in that is closed, where somebody adds up. */
export function noteCalls(calls: readonly Call[]): void {
  const file = process.env[tallyVariable]
  const known = calls.flatMap(({ operation }) => operation ?? [])
  if (file !== undefined && known.length > 0) appendFileSync(file, known.map((one) => `${one}\n`).join(''))
}

/** What all stand-ins together have held against GitHub's description, as a line; empty when there was nothing. */
export function tallyLine(file: string): string {
  if (!existsSync(file)) return ''
  const operations = readFileSync(file, 'utf8').trim().split('\n')
  const endpoints = new Set(operations).size
  const calls = operations.length.toLocaleString('en')
  return `GitHub's API: ${endpoints} endpoints, ${calls} calls held against GitHub's own description`
}

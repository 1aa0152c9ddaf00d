import type { Wait } from '../test/waiting/notes.ts'
import type { Report } from './test-results.ts'

/** A test file with its measured duration. */
export interface Measured {
  file: string
  seconds: number
  tests: number
}

/** Each file's duration, longest first. */
export function measured(report: Report, root: string): Measured[] {
  return report.testResults
    .map(({ name, startTime, endTime, assertionResults }) => ({
      file: name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name,
      seconds: (endTime - startTime) / 1000,
      tests: assertionResults.length,
    }))
    .sort((one, other) => other.seconds - one.seconds)
}

/** The table of the longest files, and below it what they all waited for. */
export function slowestTable(files: readonly Measured[], waits: readonly Wait[], most = 20): string {
  const longest = [...files].sort((one, other) => other.seconds - one.seconds).slice(0, most)
  const rows = longest.map(({ file, seconds, tests }) => [
    seconds.toFixed(1),
    String(tests),
    file,
    totals(waits.filter((wait) => wait.file === file))
      .slice(0, 4)
      .map(([kind, sum]) => `${kind} ${sum.toFixed(1)}`)
      .join(', '),
  ])
  const all = files.reduce((sum, { seconds }) => sum + seconds, 0)
  const title = `The ${longest.length} slowest of ${files.length} test files, which took ${all.toFixed(1)} s in all`
  const table = columns([['seconds', 'tests', 'file', 'waited for, in seconds'], ...rows])
  const kinds = totals(waits).map(([kind, sum]) => [sum.toFixed(1), kind])
  return [
    title,
    table,
    ...(kinds.length === 0 ? [] : ['', columns([['seconds', 'waited for'], ...kinds])]),
  ].join('\n')
}

/** Updates earlier durations with those measured now; files that no longer exist are dropped. */
export function recorded(
  before: Readonly<Record<string, number>>,
  files: readonly Measured[],
  exists: (file: string) => boolean,
): Record<string, number> {
  const now = Object.fromEntries(files.map(({ file, seconds }) => [file, Math.max(1, Math.round(seconds))]))
  const all = Object.entries({ ...before, ...now }).filter(([file]) => exists(file))
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function totals(waits: readonly Wait[]): [kind: string, seconds: number][] {
  const sums = new Map<string, number>()
  for (const { kind, seconds } of waits) sums.set(kind, (sums.get(kind) ?? 0) + seconds)
  return [...sums].sort(([, one], [, other]) => other - one)
}

/** Aligns numbers to the right and words to the left. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  const isNumber = (at: number): boolean => /^\d/.test(rows[1]?.[at] ?? '')
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (isNumber(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
  return rows.map((row) => line(row).trimEnd()).join('\n')
}

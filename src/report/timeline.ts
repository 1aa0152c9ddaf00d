import { details, duration, inlineCode, table } from './markdown.ts'

/** A performed step, where, and how it ended. */
export interface TimelineEntry {
  name: string
  /** The host; or the fleet or the runner for a step without one host. */
  where: string
  /** Milliseconds since 1970, by the clock. */
  started: number
  seconds: number
  result: 'done' | 'skipped' | 'failed' | 'undone'
}

/** The steps of a run as a table and a chart, for the job summary. */
export function timeline(entries: readonly TimelineEntry[]): string {
  if (entries.length === 0) return ''
  const shown = byStep(entries)
  return `${timelineTable(shown)}\n\n${timelineChart(shown)}`
}

/** Merges a step on several hosts into one entry with their number and the slowest. Failed steps stay separate. */
function byStep(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const steps = new Map<string, TimelineEntry[]>()
  for (const entry of entries) {
    const { name, where, result } = entry
    // A step may repeat on the same host, as in the batches of a rolling deploy.
    const before = entries.slice(0, entries.indexOf(entry))
    const times = before.filter((one) => one.name === name && one.where === where).length
    const key = `${name} ${times} ${result === 'failed' ? where : result}`
    steps.set(key, [...(steps.get(key) ?? []), entry])
  }
  return [...steps.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined || same.length === 1) return same
    const end = ({ started, seconds }: TimelineEntry): number => started + seconds * 1000
    const slowest = same.reduce((one, other) => (other.seconds > one.seconds ? other : one))
    const started = Math.min(...same.map((one) => one.started))
    const name = `${first.name} (${slowest.where} took longest)`
    const where = `${same.length} hosts`
    return [{ ...first, name, where, started, seconds: (Math.max(...same.map(end)) - started) / 1000 }]
  })
}

/** The table of steps: where, when, how long, and how each ended. */
export function timelineTable(entries: readonly TimelineEntry[]): string {
  const start = startOf(entries)
  return table(
    ['', 'Step', 'Where', 'After', 'Took'],
    entries.map(({ name, where, started, seconds, result }) => [
      `${marks[result]}${result === 'done' ? '' : ` ${result}`}`,
      name,
      inlineCode(where),
      duration((started - start) / 1000),
      result === 'skipped' ? '' : duration(seconds),
    ]),
  )
}

/**
 * The same as a Mermaid chart, which GitHub draws. It has a section for each place, to show what ran in parallel.
 * Time counts from the first step and is shown by `%s`, the one format without a time zone.
 */
export function timelineChart(entries: readonly TimelineEntry[]): string {
  const start = startOf(entries)
  const shown = entries.filter(({ result }) => result !== 'skipped')
  const sections = [...new Set(shown.map(({ where }) => where))].map((where) => {
    const bars = shown
      .filter((entry) => entry.where === where)
      .map(({ name, started, seconds, result }) => {
        const milliseconds = Math.max(1, Math.round(seconds * 1000))
        return `    ${chartText(name)} :${tags[result]}${started - start}, ${milliseconds}ms`
      })
    return [`  section ${chartText(where)}`, ...bars].join('\n')
  })
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %s s', ...sections, '```'].join('\n')
}

const marks = { done: '✅', skipped: '⏭️', failed: '❌', undone: '↩️' } as const

/** Mermaid's colours: grey for done, red for failed, the accent for undone. */
const tags = { done: 'done, ', skipped: '', failed: 'crit, ', undone: 'active, ' } as const

/** Colons, semicolons, hashes and commas have a meaning in Mermaid. */
function chartText(text: string): string {
  return text.replace(/[:;#,%\s]+/g, ' ').trim() || '-'
}

function startOf(entries: readonly TimelineEntry[]): number {
  return Math.min(...entries.map(({ started }) => started))
}

/** The done and undone steps, for the summary of a failed deploy. */
export function failedTimeline(entries: readonly TimelineEntry[]): string {
  return details('What was done, and undone', timeline(entries))
}

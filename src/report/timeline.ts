import { shortImages } from './image-names.ts'
import { counted, details, duration, inlineCode, table } from './markdown.ts'

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

/** The steps of a run, once each, in a fold that says how many there are and how long they took; empty without any. Pure. */
export function timeline(entries: readonly TimelineEntry[], title = ''): string {
  if (entries.length === 0) return ''
  const shown = byStep(entries)
  const took = Math.max(...entries.map(endOf)) - startOf(entries)
  return details(
    title || `${counted(shown.length, 'step')} in ${duration(took / 1000)}`,
    timelineTable(shown),
  )
}

/** Merges a step on several hosts into one entry with their number and the slowest. */
function byStep(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const steps = new Map<string, TimelineEntry[]>()
  for (const entry of entries) {
    const { name, where, result } = entry
    // A step may repeat on the same host, as in the batches of a rolling deploy.
    const before = entries.slice(0, entries.indexOf(entry))
    const times = before.filter((one) => one.name === name && one.where === where).length
    const key = `${name} ${times} ${result}`
    steps.set(key, [...(steps.get(key) ?? []), entry])
  }
  return [...steps.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined || same.length === 1) return same
    const bySeconds = same.toSorted((one, other) => one.seconds - other.seconds)
    const [fastest, slowest] = [bySeconds.at(0), bySeconds.at(-1)]
    // Hosts that are as fast as each other need no name.
    const differ = (slowest?.seconds ?? 0) - (fastest?.seconds ?? 0) > 2
    const where = `${same.length} hosts${differ ? `, ${slowest?.where} took longest` : ''}`
    const started = Math.min(...same.map((one) => one.started))
    return [{ ...first, where, started, seconds: (Math.max(...same.map(endOf)) - started) / 1000 }]
  })
}

/** The table of steps: how each ended, when it ran, how long, and where if that differs. */
function timelineTable(entries: readonly TimelineEntry[]): string {
  const start = startOf(entries)
  const whole = Math.max(...entries.map(endOf)) - start
  const places = new Set(entries.map(({ where }) => where))
  const several = places.size > 1
  return table(
    ['', 'Step', ...(several ? ['Where'] : []), 'After', 'Took', 'When'],
    entries.map((entry) => [
      `${marks[entry.result]}${entry.result === 'done' ? '' : ` ${entry.result}`}`,
      shortImages(entry.name),
      ...(several ? [entry.where] : []),
      unbroken(duration((entry.started - start) / 1000)),
      entry.result === 'skipped' ? '' : unbroken(duration(entry.seconds)),
      entry.result === 'skipped' ? '' : inlineCode(bar(entry.started - start, entry.seconds * 1000, whole)),
    ]),
  )
}

/** With spaces at which no cell is broken into two lines. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

/** The width of a bar in characters. */
const barWidth = 16

/** When a step ran, as a part of the whole run: `░░░████░░░`. Everywhere the same picture, also where no chart is drawn. */
function bar(from: number, length: number, whole: number): string {
  const share = (part: number): number => Math.round((barWidth * part) / Math.max(1, whole))
  const before = Math.min(barWidth - 1, share(from))
  const filled = Math.min(barWidth - before, Math.max(1, share(from + length) - before))
  return '░'.repeat(before) + '█'.repeat(filled) + '░'.repeat(barWidth - before - filled)
}

const marks = { done: '✅', skipped: '⏭️', failed: '❌', undone: '↩️' } as const

function startOf(entries: readonly TimelineEntry[]): number {
  return Math.min(...entries.map(({ started }) => started))
}

function endOf({ started, seconds }: TimelineEntry): number {
  return started + seconds * 1000
}

/** The done and undone steps, for the summary of a failed deploy. */
export function failedTimeline(entries: readonly TimelineEntry[]): string {
  return timeline(entries, 'What was done, and undone')
}

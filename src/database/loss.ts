import type { Counts } from './counts.ts'

/** A table whose rows a restore changes in number. Rows that were only changed since don't show. */
export interface Loss {
  /** `public.order_order` */
  table: string
  /** Rows before the restore. */
  now: number
  /** Rows that come back; undefined when the backup did not count them. */
  back: number | undefined
}

/** What a restore does to the number of rows, the largest losses first. */
export function losses(now: Counts, back: Counts): Loss[] {
  const tables = new Set([...now.keys(), ...back.keys()])
  return [...tables]
    .map((table) => ({
      table,
      now: now.get(table) ?? 0,
      back: back.has(table) ? back.get(table) : 0,
    }))
    .filter((one) => one.now !== one.back)
    .sort((one, other) => lost(other) - lost(one) || (one.table < other.table ? -1 : 1))
}

function lost({ now, back }: Loss): number {
  return now - (back ?? 0)
}

/** The rows of all tables that are lost, and the largest ones by name, as a sentence for the log. */
export function lossText(all: readonly Loss[]): string {
  if (all.length === 0)
    return 'every table has as many rows as now; what was changed in them since goes back too'
  const words = all.map(({ table, now, back }) => {
    if (back === undefined) return `${table} ${number(now)} rows now, not counted in the backup`
    return now > back
      ? `${table} loses ${number(now - back)} of ${number(now)} rows`
      : `${table} gets ${number(back - now)} rows back`
  })
  const more = words.length > shown ? `, and ${words.length - shown} more tables` : ''
  return `${words.slice(0, shown).join(', ')}${more}; what was changed since goes back too`
}

/** How many tables people read in a sentence. */
const shown = 10

function number(rows: number): string {
  return rows.toLocaleString('en')
}

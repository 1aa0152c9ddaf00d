import type { Counts, Loss } from '../../model/database.ts'

/** The changes that a restore makes to row counts, the largest losses first. */
export function losses(now: Counts, inBackup: Counts): Loss[] {
  const tables = new Set([...now.keys(), ...inBackup.keys()])
  return [...tables]
    .map((table) => ({
      table,
      now: now.get(table) ?? 0,
      inBackup: inBackup.has(table) ? inBackup.get(table) : 0,
    }))
    .filter((one) => one.now !== one.inBackup)
    .sort((one, other) => lost(other) - lost(one) || (one.table < other.table ? -1 : 1))
}

function lost({ now, inBackup }: Loss): number {
  return now - (inBackup ?? 0)
}

/** A sentence for the log on the lost rows of all tables, with the largest ones by name. */
export function lossText(all: readonly Loss[]): string {
  if (all.length === 0)
    return 'every table has as many rows as now; what was changed in them since goes back too'
  const changes = all.map(({ table, now, inBackup }) => {
    if (inBackup === undefined) return `${table} ${number(now)} rows now, not counted in the backup`
    return now > inBackup
      ? `${table} loses ${number(now - inBackup)} of ${number(now)} rows`
      : `${table} gets ${number(inBackup - now)} rows back`
  })
  const more = changes.length > shown ? `, and ${changes.length - shown} more tables` : ''
  return `${changes.slice(0, shown).join(', ')}${more}; what was changed since goes back too`
}

/** The number of tables named in a sentence. */
const shown = 10

function number(rows: number): string {
  return rows.toLocaleString('en')
}

import type { Session } from '../../engine/session.ts'
import type { Command } from '../../host/quote.ts'
import type { Migration } from '../../model/database.ts'
import type { Release } from '../../model/release/release.ts'

/**
 * A line in the append-only `migrations.log` of a deployment: a change to the schema from this host. `applied`
 * and `reversing` are written before the change, so that the log never misses one.
 */
export interface HistoryLine {
  /** ISO time. */
  at: string
  did: 'applied' | 'reversing' | 'reversed' | 'restored'
  /** The release that the migrations belong to. */
  release: string
  version: string
  /** `order.0189_total` */
  names: readonly string[]
  /** The dangers for a release without these migrations, each as a sentence with the migration's name. */
  dangers: readonly string[]
  /** For `restored`: the ISO time of the backup, whose schema is live since then. */
  of?: string
}

/** The path of the history. */
export function historyFile(root: string): string {
  return `${root}/migrations.log`
}

/** The command that records migrations before they are applied. */
export function noteApplied(run: Session, pending: readonly Migration[]): Command {
  const dangers = pending.flatMap(({ name, dangers: some }) => some.map((one) => `${name}: ${one}`))
  return note(run, run.desired.release, { did: 'applied', names: pending.map(({ name }) => name), dangers })
}

/** The command that adds a line about a release's migrations. */
export function note(
  { runner, desired, commands }: Pick<Session, 'runner' | 'desired' | 'commands'>,
  { id, version }: Release,
  what: Pick<HistoryLine, 'did' | 'names' | 'dangers' | 'of'>,
): Command {
  const line: HistoryLine = { at: new Date(runner.clock.now()).toISOString(), release: id, version, ...what }
  return commands.appendLine(historyFile(desired.root), JSON.stringify(line))
}

/** Reads the history. A line truncated by a crash is skipped, because its change never started. */
export function parseHistory(text: string): HistoryLine[] {
  return text.split('\n').flatMap((line) => {
    try {
      const one = JSON.parse(line) as Partial<HistoryLine>
      return typeof one.did === 'string' && Array.isArray(one.names) ? [one as HistoryLine] : []
    } catch {
      return []
    }
  })
}

/** A migration that is in the database according to the history. */
export interface Standing {
  name: string
  /** The release that added it. */
  release: string
  version: string
  dangers: readonly string[]
  /** Whether it may be gone: its reversal started, and its end was not recorded. */
  unsure: boolean
}

/** The migrations that were applied from here and still exist, by name. */
export function standing(lines: readonly HistoryLine[]): Map<string, Standing> {
  let there = new Map<string, Standing>()
  lines.forEach(({ did, names, dangers, release, version, of = '' }, index) => {
    if (did === 'restored') there = standing(lines.slice(0, index).filter(({ at }) => at <= of))
    for (const name of names) {
      const known = there.get(name)
      if (did === 'applied') {
        const own = dangers.filter((one) => one.startsWith(`${name}: `))
        there.set(name, { name, release, version, dangers: own, unsure: false })
      } else if (did === 'reversed') there.delete(name)
      else if (did === 'reversing' && known !== undefined) there.set(name, { ...known, unsure: true })
    }
  })
  return there
}

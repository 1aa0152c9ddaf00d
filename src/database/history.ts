import type { HostRun } from '../deploy/host-run.ts'
import type { Command } from '../host/quote.ts'
import type { Release } from '../release/release.ts'
import type { Migration } from './migrations.ts'

/**
 * A line in a deployment's `migrations.log`, which is only ever added to: what was done to the schema from here. `applied`
 * and `reversing` are noted before it is done, so that what the log tells is never too little.
 */
export interface HistoryLine {
  /** ISO time. */
  at: string
  did: 'applied' | 'reversing' | 'reversed' | 'restored'
  /** The release that it was done for: whose migrations these are. */
  release: string
  version: string
  /** `order.0189_total` */
  names: readonly string[]
  /** What a release without them may not survive, each as a sentence with the migration's name. */
  dangers: readonly string[]
  /** Of `restored`: the ISO time of the backup, whose schema it is since. */
  of?: string
}

/** The history of the database that is touched from this host. */
export function historyFile(root: string): string {
  return `${root}/migrations.log`
}

/** The command that notes migrations which are about to be applied. */
export function noteApplied(run: HostRun, pending: readonly Migration[]): Command {
  const dangers = pending.flatMap(({ name, dangers: some }) => some.map((one) => `${name}: ${one}`))
  return note(run, run.wanted.release, { did: 'applied', names: pending.map(({ name }) => name), dangers })
}

/** The command that adds a line about a release's migrations. */
export function note(
  { runner, wanted }: Pick<HostRun, 'runner' | 'wanted'>,
  { id, version }: Release,
  what: Pick<HistoryLine, 'did' | 'names' | 'dangers' | 'of'>,
): Command {
  const line: HistoryLine = { at: new Date(runner.clock.now()).toISOString(), release: id, version, ...what }
  return ['record', historyFile(wanted.root), JSON.stringify(line)]
}

/** Reads the history; a line that was cut off by a crash is left out, as nothing came of it. */
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

/** A migration that the history leaves in the database. */
export interface Standing {
  name: string
  /** The release that brought it. */
  release: string
  version: string
  dangers: readonly string[]
  /** Whether it may be gone: it was about to be reversed, and nobody told how that went. */
  unsure: boolean
}

/** What was applied from here and is there yet, by name, after all lines. */
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

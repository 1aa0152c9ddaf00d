import type { Backup, Migration } from '../model/database.ts'
import { code, counted, details, duration, inlineCode, size } from '../report/markdown.ts'

/** The number of dangers shown at once; all of them stand in the fold of migrations. */
const shownDangers = 5

/** Migrations with their operations, and what they may do to the release that still serves, in a fold; empty for none. Pure. */
export function migrationsPart(migrations: readonly Migration[], state: 'pending' | 'applied'): string {
  if (migrations.length === 0) return ''
  const text = migrations
    .map(({ name, operations, dangers, oneWay }) =>
      [
        name,
        ...operations,
        ...dangers.map((one) => `⚠ ${one}`),
        ...oneWay.map((one) => `⚠ ${one}: it can not be reversed`),
      ].join('\n    '),
    )
    .join('\n')
  return details(`${counted(migrations.length, 'migration')} ${state}`, code(text))
}

/** What the live release may not survive, and what only a backup takes back, as a list; empty for nothing. Pure. */
export function dangersList(migrations: readonly Migration[]): string {
  const all = migrations.flatMap(({ name, dangers, oneWay }) => [
    ...dangers.map((one) => `- ⚠️ Migration ${inlineCode(name)}: ${one}`),
    ...oneWay.map(
      (one) =>
        `- ⚠️ Migration ${inlineCode(name)}: ${one}: it can not be reversed, only a backup takes it back`,
    ),
  ])
  const more = all.length - shownDangers
  const rest = more > 0 ? [`- ⚠️ and ${more} more, marked in the list of migrations`] : []
  return [...all.slice(0, shownDangers), ...rest].join('\n')
}

/** One line on the backup: where it is, and how it was proved; empty without one. Pure. */
export function backupLine(backup: Backup | undefined): string {
  if (backup === undefined) return ''
  const { path, bytes, seconds, proof } = backup
  return `The database was backed up before: ${inlineCode(path)}, ${size(bytes)} in ${duration(seconds)}; ${proof}.`
}

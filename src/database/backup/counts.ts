import { gunzipSync } from 'node:zlib'
import type { Counts } from '../../model/database.ts'

/** Finds the table counts that a script of `client-scripts.ts` printed among other lines; undefined if they are incomplete. */
export function readCounts(output: string): Counts | undefined {
  const lines = unpack('tables', output)?.split('\n')
  if (lines === undefined) return undefined
  return new Map(
    lines.flatMap((line) => {
      const [, name, rows = ''] = /^(.*)\t(\d*)$/.exec(line) ?? []
      return name === undefined ? [] : [[name, rows === '' ? undefined : Number(rows)] as const]
    }),
  )
}

/** Finds the table of contents of the dump in the same way. */
export function readContents(output: string): string | undefined {
  return unpack('contents', output)
}

function unpack(mark: string, output: string): string | undefined {
  const packed = new RegExp(`^${mark}\t([\\w+/=]+)$`, 'm').exec(output)?.[1]
  if (packed === undefined) return undefined
  try {
    return gunzipSync(Buffer.from(packed, 'base64')).toString()
  } catch {
    // The output was truncated.
    return undefined
  }
}

/** The differences between a restored dump and the database at the moment of the dump, as far as rows were counted; empty if there are none. */
export function differences(database: Counts, restored: Counts): string[] {
  return [
    ...[...database].flatMap(([table, rows]) => {
      if (!restored.has(table)) return [`${table} is missing`]
      const found = restored.get(table)
      return rows === undefined || found === rows
        ? []
        : [`${table} has ${found ?? 'unknown'} rows instead of ${rows}`]
    }),
    ...[...restored.keys()]
      .filter((table) => !database.has(table))
      .map((table) => `${table} is one too many`),
  ]
}

/** The tables whose data is missing in the table of contents of a dump (`pg_restore --list`). */
export function notInContents(database: Counts, contents: string): string[] {
  // 3378; 0 16390 TABLE DATA public core_note saleor
  const listed = [...contents.matchAll(/^\d+; \d+ \d+ TABLE DATA (.+)$/gm)].map(([, rest = '']) => rest)
  return [...database.keys()].filter((table) => {
    const [schema, ...name] = table.split('.')
    return !listed.some((one) => one.startsWith(`${schema} ${name.join('.')} `))
  })
}

/** The number of all rows. */
export function totalRows(counts: Counts): number {
  return [...counts.values()].reduce<number>((sum, rows) => sum + (rows ?? 0), 0)
}

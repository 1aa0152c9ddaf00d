import { gunzipSync } from 'node:zlib'

/** Rows by table, `public.order_order`; undefined for tables that were only listed. */
export type Counts = ReadonlyMap<string, number | undefined>

/** Reads the tables that a program of `inside.ts` told among other lines; undefined when they aren't there as a whole. */
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

/** The dump's table of contents, likewise. */
export function readContents(output: string): string | undefined {
  return unpack('contents', output)
}

function unpack(mark: string, output: string): string | undefined {
  const packed = new RegExp(`^${mark}\t([\\w+/=]+)$`, 'm').exec(output)?.[1]
  if (packed === undefined) return undefined
  try {
    return gunzipSync(Buffer.from(packed, 'base64')).toString()
  } catch {
    // Cut off on the way.
    return undefined
  }
}

/** What a restored dump has other than the database had at the moment of the dump, as far as that was counted; empty when they are the same. */
export function differences(database: Counts, restored: Counts): string[] {
  return [
    ...[...database].flatMap(([table, rows]) => {
      if (!restored.has(table)) return [`${table} is missing`]
      const back = restored.get(table)
      return rows === undefined || back === rows
        ? []
        : [`${table} has ${back ?? 'unknown'} rows instead of ${rows}`]
    }),
    ...[...restored.keys()]
      .filter((table) => !database.has(table))
      .map((table) => `${table} is one too many`),
  ]
}

/** Tables whose data is not in a dump's table of contents, as `pg_restore --list` prints it. */
export function notInContents(database: Counts, contents: string): string[] {
  // 3378; 0 16390 TABLE DATA public core_note saleor
  const listed = [...contents.matchAll(/^\d+; \d+ \d+ TABLE DATA (.+)$/gm)].map(([, rest = '']) => rest)
  return [...database.keys()].filter((table) => {
    const [schema, ...name] = table.split('.')
    return !listed.some((one) => one.startsWith(`${schema} ${name.join('.')} `))
  })
}

/** All rows together. */
export function totalRows(counts: Counts): number {
  return [...counts.values()].reduce<number>((sum, rows) => sum + (rows ?? 0), 0)
}

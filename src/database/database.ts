import type { Counts } from './counts.ts'
import type { Migration } from './migrations.ts'

/** What the new release's own Django says about the database, asked once before anything is done to it. */
export interface DatabaseState {
  pending: readonly Migration[]
  /** The newest migration of each app that the code has, `{ order: '0189_total' }`; undefined when it was not told. */
  schema: Readonly<Record<string, string>> | undefined
  /** PostgreSQL's version number, `150018` for 15.18; undefined for another database or when it was not told. */
  serverVersion: number | undefined
  /** Bytes that the database takes on its server. */
  bytes: number | undefined
  /** How many of Saleor's schedules in it the code does not know; undefined when it was not told. */
  strangeSchedules?: number | undefined
}

/** A backup that was written, proved and put in its place. */
export interface Backup {
  /** The file on the first host. */
  path: string
  bytes: number
  /** Seconds for dump and proof. */
  seconds: number
  sha256: string
  /** How it was proved, in words for the summary: "restored and counted: 41 tables, 10,382 rows". */
  proof: string
  /** What its tables hold. */
  counts: Counts
}

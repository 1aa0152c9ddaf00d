/** The state of the database according to the new release's own Django, asked once before any change. */
export interface DatabaseState {
  pending: readonly Migration[]
  /** The newest migration of each app in the code, `{ order: '0189_total' }`; undefined when unknown. */
  schema: Readonly<Record<string, string>> | undefined
  /** PostgreSQL's version number, `150018` for 15.18; undefined for another database or when unknown. */
  serverVersion: number | undefined
  /** Size of the database on its server, in bytes. */
  bytes: number | undefined
  /** Number of Saleor's schedules in it that the code does not know; undefined when unknown. */
  strangeSchedules?: number | undefined
  /** Why the release can't reach its Celery broker; undefined when it can, has none, or was not asked. */
  brokerError?: string
}

/** A backup that was written, proved and moved into place. */
export interface Backup {
  /** The file on the first host. */
  path: string
  bytes: number
  /** Seconds for dump and proof. */
  seconds: number
  sha256: string
  /** How it was proved, for the summary: "restored and counted: 41 tables, 10,382 rows". */
  proof: string
  /** Rows of its tables. */
  counts: Counts
  /** The archive of uploads beside it; undefined for none. */
  media?: MediaArchive
}

/** An archive of uploads: its size, and how many files are in it. */
export interface MediaArchive {
  bytes: number
  sha256: string
  files: number
}

/** A migration that is not applied yet, as `migrate --plan` prints it. */
export interface Migration {
  /** `shop.0002_note` */
  name: string
  /** "Add field note to order", "Custom state/database change combination", … */
  operations: string[]
  /** Reasons why the live release may not survive it, each as a sentence. */
  dangers: string[]
  /** Operations that can't be reversed; the live release still works after them. */
  oneWay: string[]
}

/** Rows by table, `public.order_order`; undefined for tables that were only listed. */
export type Counts = ReadonlyMap<string, number | undefined>

/** A restore in progress: what it will do, and later what it did. */
export interface Restoring {
  backup: Manifest
  /** The dump's file on the first host. */
  path: string
  names: DatabaseNames
  /** Before the restore: the current rows against the backup's. After it: the rows that were there against the current ones. */
  losses: Loss[]
  /** Whether the restored database is live, and the old one is named `names.kept`. */
  swapped: boolean
}

/** The databases on the server, by role. */
export interface DatabaseNames {
  live: string
  /** The target of the restore, next to the live one. */
  beside: string
  /** The old database's name once the restored one is live. */
  kept: string
  /** Prefix of the databases that earlier restores kept. */
  older: string
}

/** The file beside a dump that describes it: for people, for the retention, and for a restore. */
export interface Manifest {
  /** The name of its files. */
  id: string
  /** The deployment that it belongs to, as several deployments may share a folder. */
  project: string
  root: string
  /** The release whose migrations it precedes. */
  release: string
  /** The release that was live then, whose schema this is; empty when none was. */
  live: string
  /** ISO time. */
  created: string
  bytes: number
  sha256: string
  /** PostgreSQL's version number, `150018` for 15.18; null when unknown. */
  serverVersion: number | null
  /** How it was proved, as text. */
  proof: string
  /** Rows by table at the moment of the dump; null when not counted. */
  tables: Record<string, number | null>
  /** The archive of uploads that belongs to it; undefined for none. */
  media?: MediaArchive
}

/** A table whose number of rows changes by a restore. Rows that were only updated since the backup don't show. */
export interface Loss {
  /** `public.order_order` */
  table: string
  /** Rows before the restore. */
  now: number
  /** Rows in the backup; undefined when it did not count them. */
  inBackup: number | undefined
}

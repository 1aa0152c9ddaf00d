import { handedOn } from './program.ts'

/** The facts about server and user from the check. */
export interface Facts {
  role: string
  /** `150018` for 15.18. */
  version: number
  bytes: number
  standby: boolean
  lockTimeout: string
  mayCreate: boolean
  owner: string
  owns: boolean
  prepared: number
  publications: number
  /** Roles whose sessions the user cannot end. */
  sessionsOf: string[]
  /** Roles that own tables, and to which the user cannot assign them. */
  thingsOf: string[]
  /** Extensions that only a superuser can create. */
  extensions: string[]
}

/** A reason against a restore. */
interface Obstacle {
  what: string
  /** SQL for a superuser if it starts with an SQL keyword, otherwise a sentence. */
  fix: string
}

/** Finds the line that the script prints; undefined if there is none. */
export function readFacts(output: string): Facts | undefined {
  const json = /^facts\t(\{.*\})$/m.exec(output)?.[1]
  return json === undefined ? undefined : (JSON.parse(json) as Facts)
}

/** Whether the refusal of a connection came from a pooler. */
export function isPoolers(output: string): boolean {
  return /unsupported startup parameter|pgbouncer/i.test(output)
}

/** The reason against a restore through a pooler. */
export const poolerObstacle: Obstacle = {
  what: 'DATABASE_URL leads to a pooler, which holds sessions on the database that a restore has to end',
  fix: 'Let DATABASE_URL of the release that is gone back to name the PostgreSQL server itself.',
}

/**
 * The missing rights for a restore into a new database and the swap by rename.
 * @param live the database's name
 * @param hasElsewhere whether another database of the server can be connected to
 * @param backupVersion PostgreSQL's version that made the dump
 */
export function obstacles(
  live: string,
  facts: Facts,
  hasElsewhere: boolean,
  backupVersion: number | null,
): Obstacle[] {
  const { role, owner } = facts
  const me = quoted(role)
  const all: (Obstacle | false)[] = [
    facts.lockTimeout !== `${handedOn}ms` && poolerObstacle,
    facts.standby && {
      what: 'the server is a standby, which nothing can be restored into',
      fix: 'Let DATABASE_URL name the primary.',
    },
    major(backupVersion ?? 0) > major(facts.version) && {
      what: `the backup is from PostgreSQL ${major(backupVersion ?? 0)}, and the server is ${major(facts.version)}`,
      fix: 'Upgrade the server, or name an older backup.',
    },
    !facts.mayCreate && { what: `${role} may not create databases`, fix: `ALTER ROLE ${me} CREATEDB;` },
    !facts.owns && {
      what: `the database ${live} belongs to ${owner}`,
      fix: `ALTER DATABASE ${quoted(live)} OWNER TO ${me};`,
    },
    !hasElsewhere && {
      what: `${role} can connect to neither of the databases postgres and template1, from which the renaming is done`,
      fix: `GRANT CONNECT ON DATABASE postgres TO ${me};`,
    },
    facts.thingsOf.length > 0 && {
      what: `tables belong to ${facts.thingsOf.join(', ')}, whose ${role} can not make them again`,
      fix: facts.thingsOf.map((one) => `GRANT ${quoted(one)} TO ${me};`).join(' '),
    },
    facts.extensions.length > 0 && {
      what: `only a superuser creates the extensions ${facts.extensions.join(', ')}`,
      fix: `ALTER ROLE ${me} SUPERUSER; for as long as the restore takes, then NOSUPERUSER.`,
    },
    facts.sessionsOf.length > 0 && {
      what: `${facts.sessionsOf.join(', ')} has sessions on the database, which ${role} may not end`,
      fix: `Stop who that is, or, unless it is a superuser: GRANT pg_signal_backend TO ${me};`,
    },
    facts.prepared > 0 && {
      what: `${facts.prepared} prepared transactions hold the database`,
      fix: 'End them with COMMIT PREPARED or ROLLBACK PREPARED, see pg_prepared_xacts.',
    },
  ]
  return all.filter((one) => one !== false)
}

function major(version: number): number {
  return Math.floor(version / 10_000)
}

/** An identifier as SQL has it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

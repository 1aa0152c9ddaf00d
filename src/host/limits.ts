/** The limits of a command on a host for time and output. */
export interface Limits {
  seconds?: number
  /** For both outputs together. */
  bytes?: number
  /** The command's name in a message, if its own words say little. */
  what?: string
}

/** For an inspection: a busy server answers it within seconds. */
export const usual = { seconds: 180, bytes: 64 * 1024 * 1024 } as const

/** Seconds for commands that move the data of an image or a backup. */
export const large = 3600

/** Seconds for a question to Django in a container of its own: it loads all of Saleor, and inspects the whole database. */
export const djangoSeconds = 900

/** The default seconds for a change on a host. Compose and `docker start` need a few. */
export const changeSeconds = 1800

/** Seconds for commands that may take as long as a GitHub job: migrations, dumps, containers with a long grace period. */
export const longest = 6 * 3600

/** Seconds in which a login must start the command. */
export const startSeconds = 60

/** The maximum characters of an answer line; the guard's longest line has 80,000. */
export const lineCharacters = 4_000_000

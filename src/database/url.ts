import { UserError } from '../errors.ts'

/** A database connection in the form of PostgreSQL's own programs. */
export interface Connection {
  host: string
  /** `PGHOST`, `PGPASSWORD` and so on. */
  variables: Record<string, string>
}

/** The schemes for PostgreSQL in Django's URLs. */
const schemes = ['postgres', 'postgresql', 'pgsql', 'postgis', 'timescale', 'timescalegis']

/** https://www.postgresql.org/docs/current/libpq-envars.html; other parameters of the URL are for Django. */
const parameters: Record<string, string> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslcrl: 'PGSSLCRL',
  channel_binding: 'PGCHANNELBINDING',
  gssencmode: 'PGGSSENCMODE',
  target_session_attrs: 'PGTARGETSESSIONATTRS',
  options: 'PGOPTIONS',
}

/**
 * Reads DATABASE_URL as dj-database-url does: user, password and name are percent-encoded.
 * @throws UserError `bad-input` for anything but PostgreSQL on a network; never shows the URL, because it contains a password
 */
export function parseDatabaseUrl(url: string): Connection {
  const [, scheme = '', rest = ''] = /^([a-z0-9+.-]*):\/\/(.*)$/is.exec(url.trim()) ?? []
  if (!schemes.includes(scheme.toLowerCase()))
    throw bad(scheme === '' ? 'is no URL' : `begins with ${scheme}://, which is not PostgreSQL`)
  const [, place = '', path = '', query = ''] = /^([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?/.exec(rest) ?? []
  const at = place.lastIndexOf('@')
  const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(place.slice(0, Math.max(at, 0))) ?? []
  const { hosts, ports } = readHosts(place.slice(at + 1))
  const name = decode(path, 'the name of the database')
  if (hosts === '') throw bad('names no host')
  if (hosts.includes('/')) throw bad('names a socket, which only web itself can reach')
  if (name === '') throw bad('names no database')
  const asked = [...new URLSearchParams(query)].flatMap(([key, value]) => {
    const variable = parameters[key]
    return variable === undefined ? [] : [[variable, value]]
  })
  return {
    host: hosts,
    variables: {
      PGHOST: hosts,
      PGPORT: ports,
      ...(user === '' ? {} : { PGUSER: decode(user, 'the user') }),
      ...(password === '' ? {} : { PGPASSWORD: decode(password, 'the password') }),
      PGDATABASE: name,
      ...(Object.fromEntries(asked) as Record<string, string>),
    },
  }
}

/** `db`, `db:5433`, `[2001:db8::1]:5432`, or several of them for a cluster. */
function readHosts(text: string): { hosts: string; ports: string } {
  const all = text.split(',').map((one) => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(one))
  if (all.includes(null)) throw bad('has a host that can not be read')
  const hosts = all.map((found) => decode(found?.[1] ?? '', 'the host').replace(/^\[(.*)\]$/, '$1'))
  const ports = all.map((found) => found?.[2] || '5432')
  return { hosts: hosts.join(','), ports: ports.join(',') }
}

function decode(text: string, what: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw bad(`has a % in ${what} that encodes nothing`)
  }
}

function bad(what: string): UserError {
  return new UserError(
    'bad-input',
    `A backup is requested, and DATABASE_URL ${what}.`,
    'Write postgres://user:password@host:5432/name, with %XX for special characters; or set backup: never.',
  )
}

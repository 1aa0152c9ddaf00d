import { hasOwnNetwork, hostsOf, mayKnowOthers, namesIn } from '../addresses.ts'
import { isBlank, type Rule, variable } from './rule.ts'

/** Variables for the location of Saleor's data. */
const names = [
  'DATABASE_URL',
  'DATABASE_URL_REPLICA',
  'CACHE_URL',
  'REDIS_URL',
  'CELERY_BROKER_URL',
  'CLOUDAMQP_URL',
]

const postgres = /^(postgres|postgresql|pgsql|postgis|timescale|timescalegis)$/i

/** Schemes without a host name: in memory, in files, or with a cloud service. */
const withoutHost = /^(sqs|memory|filesystem|file|locmem|dummy|db|unix|redis\+socket|dbm)$/i

const databaseMissing: Rule = {
  name: 'database-missing',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'DATABASE_URL is missing: Saleor then asks for a database inside of its own container, where none is.',
  fix: 'Set DATABASE_URL, such as postgres://user:password@db:5432/saleor.',
  check: ({ environment }) =>
    isBlank(environment, 'DATABASE_URL')
      ? {
          text: 'DATABASE_URL is missing, so Saleor looks for the database on localhost, inside of its own container.',
          at: variable('DATABASE_URL'),
        }
      : undefined,
}

const malformed: Rule = {
  name: 'url-malformed',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'The URL of database, cache or broker can not be read: no scheme, a wrong one, no host, or a password whose special characters are not percent-encoded.',
  fix: 'Write scheme://user:password@host:port/name. In user and password @ is %40, / is %2F, # is %23, ? is %3F, : is %3A, % is %25.',
  check: ({ environment }) =>
    names.flatMap((name) => {
      const problem = isBlank(environment, name)
        ? undefined
        : (environment.get(name) ?? '')
            .split(';')
            .map((url) => problemOf(url.trim(), name))
            .find((one) => one !== undefined)
      return problem === undefined ? [] : { text: `${name} ${problem}.`, at: variable(name) }
    }),
}

const toLocalhost: Rule = {
  name: 'localhost-in-container',
  severity: 'error',
  on: 'app',
  only: 'saleor',
  what: 'A URL leads to localhost, which inside of a container is the container itself.',
  fix: 'Name the service of the Compose file, such as db or redis, or the host where it runs.',
  check: ({ environment, service }) =>
    names.flatMap((name) => {
      const inside = hostsOf(environment.get(name) ?? '').some((host) =>
        /^(localhost|127(\.\d+){3}|::1)$/i.test(host),
      )
      return inside && hasOwnNetwork(service)
        ? {
            text: `${name} leads to localhost, which in a container is the container itself.`,
            at: variable(name),
          }
        : []
    }),
}

const unknownHost: Rule = {
  name: 'unknown-service-host',
  severity: 'warning',
  on: 'app',
  only: 'saleor',
  what: 'A URL leads to a short name that no service of the project has.',
  fix: 'Write the name of a service, or the whole name of the host, such as db.example.com.',
  check({ environment, service, model }) {
    if (mayKnowOthers(service, model) || !hasOwnNetwork(service)) return undefined
    const known = namesIn(model)
    return names.flatMap((name) => {
      const value = environment.get(name) ?? ''
      // In a malformed URL, a part of the password may look like a name.
      if (value.split(';').some((url) => problemOf(url.trim(), name) !== undefined)) return []
      return hostsOf(value)
        .filter((host) => /^[\w-]+$/.test(host) && host.toLowerCase() !== 'localhost' && !known.has(host))
        .map((host) => ({
          text: `${name} leads to ${host}, and no service of the Compose project has that name.`,
          at: variable(name),
        }))
    })
  },
}

const brokerMissing: Rule = {
  name: 'broker-missing',
  severity: 'warning',
  on: 'app',
  only: 'saleor',
  what: 'CELERY_BROKER_URL is missing: Saleor runs background tasks inside of requests and migrations, and workers find no tasks.',
  fix: 'Set CELERY_BROKER_URL, such as redis://redis:6379/1.',
  check: ({ environment }) =>
    isBlank(environment, 'CELERY_BROKER_URL', 'CLOUDAMQP_URL')
      ? {
          text: 'CELERY_BROKER_URL is missing, so Saleor runs background tasks inside of requests and migrations.',
          at: variable('CELERY_BROKER_URL'),
        }
      : undefined,
}

const cacheMissing: Rule = {
  name: 'cache-missing',
  severity: 'warning',
  on: 'web',
  only: 'saleor',
  what: 'CACHE_URL is missing: each process has a cache and locks of its own.',
  fix: 'Set CACHE_URL, such as redis://redis:6379/0.',
  check: ({ environment }) =>
    isBlank(environment, 'CACHE_URL', 'REDIS_URL')
      ? {
          text: 'CACHE_URL is missing, so each process has a cache and locks of its own.',
          at: variable('CACHE_URL'),
        }
      : undefined,
}

/** Describes a URL's problem; the text shows only its scheme. */
function problemOf(url: string, name: string): string | undefined {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(url) ?? []
  if (scheme === undefined) return 'is no URL: it has no scheme such as redis:// or postgres://'
  if (name.startsWith('DATABASE_URL') && !postgres.test(scheme))
    return `begins with ${scheme}://, and Saleor needs PostgreSQL`
  if (/^https?$/i.test(scheme)) return `begins with ${scheme}://, which is no cache or broker`
  if (withoutHost.test(scheme)) return undefined
  const [authority = '', ...path] = rest.split(/[/?#]/)
  if (!authority.includes('@') && path.some((part) => part.includes('@')))
    return 'has a /, ? or # in its password that is not percent-encoded'
  const hosts = authority.slice(authority.lastIndexOf('@') + 1)
  if (hosts === '' && /[?&]host=/.test(rest)) return undefined
  const wrong = hosts.split(',').some((host) => !/^(\[[^\]]+\]|[^:\s[\]]+)(:\d*)?$/.test(host))
  return hosts === '' ? 'names no host' : wrong ? 'has a host or a port that can not be read' : undefined
}

/** Rules for the location of database, cache and broker. */
export const urlRules: readonly Rule[] = [
  databaseMissing,
  malformed,
  toLocalhost,
  unknownHost,
  brokerMissing,
  cacheMissing,
]

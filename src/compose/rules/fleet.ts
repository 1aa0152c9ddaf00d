import { hostsOf, namesIn } from '../addresses.ts'
import { type Rule, variable } from './rule.ts'

/** Variables for the location of Saleor's data, and what each host would otherwise have on its own. */
const places = {
  DATABASE_URL: 'database',
  DATABASE_URL_REPLICA: 'database',
  CELERY_BROKER_URL: 'broker',
  CLOUDAMQP_URL: 'broker',
  CACHE_URL: 'cache',
  REDIS_URL: 'cache',
} as const

const dataOnEachHost: Rule = {
  name: 'data-on-each-host',
  severity: 'error',
  on: 'app',
  only: 'fleet',
  what: 'Database, cache or broker is a service of the Compose project: each host starts its own, and the shop has as many databases as hosts.',
  fix: 'Run it outside of these hosts, and set its URL.',
  check({ environment, model }) {
    const names = namesIn(model)
    return Object.entries(places).flatMap(([variableName, what]) => {
      const inside = hostsOf(environment.get(variableName) ?? '').map((host) => names.get(host))
      const name = inside.find((one) => one !== undefined)
      return name === undefined
        ? []
        : {
            text: `${variableName} leads to ${name}, a service of the Compose project: each host would have a ${what} of its own.`,
            fix: `Run ${name} outside of these hosts, and set ${variableName} to its URL, such as ${exampleOf(what)}.`,
            at: variable(variableName),
          }
    })
  },
}

function exampleOf(what: 'database' | 'broker' | 'cache'): string {
  return what === 'database'
    ? 'postgres://user:password@database.example.com:5432/saleor'
    : `redis://redis.example.com:6379/${what === 'cache' ? 0 : 1}`
}

/** Rules for what breaks only a deploy to several hosts. */
export const fleetRules: readonly Rule[] = [dataOnEachHost]

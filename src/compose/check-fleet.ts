import { type Finding, findEach, type Rule } from './check.ts'
import { type ComposeModel, environmentOf } from './model.ts'
import type { Roles } from './roles.ts'

/** The variables that say where Saleor's data is, and what each host would then have of its own. */
const places = {
  DATABASE_URL: 'database',
  DATABASE_URL_REPLICA: 'database',
  CELERY_BROKER_URL: 'broker',
  CLOUDAMQP_URL: 'broker',
  CACHE_URL: 'cache',
  REDIS_URL: 'cache',
} as const

/**
 * What breaks a deploy to several hosts only: data in a service of the Compose project. Each host would start its own,
 * and the shop would have as many databases as hosts.
 */
export function fleetErrors(model: ComposeModel, roles: Roles, file?: string): Finding[] {
  const names = namesIn(model)
  const rule: Rule = (service) =>
    Object.entries(places).flatMap(([variable, what]) => {
      const inside = hostsOf(environmentOf(service).get(variable) ?? '').map((host) => names.get(host))
      const name = inside.find((one) => one !== undefined)
      return name === undefined
        ? []
        : {
            rule: 'data-on-each-host',
            text: `${variable} leads to ${name}, a service of the Compose project: each host would have a ${what} of its own.`,
            fix: `Run ${name} outside of these hosts, and set ${variable} to its URL, such as ${exampleOf(what)}.`,
          }
    })
  return findEach(model, [roles.web, ...roles.workers, ...roles.schedulers], [rule], file)
}

/** Under which names containers find a service of the project. */
function namesIn({ services }: ComposeModel): Map<string, string> {
  return new Map(
    Object.entries(services).flatMap(([name, service]) => {
      const networks = Object.values(service.networks ?? {}) as ({ aliases?: string[] } | null)[]
      const aliases = networks.flatMap((network) => network?.aliases ?? [])
      return [name, service.container_name, service.hostname, ...aliases].flatMap((one) =>
        typeof one === 'string' ? [[one, name] as const] : [],
      )
    }),
  )
}

/** The host names in a URL; brokers and PostgreSQL know several in one. */
function hostsOf(value: string): string[] {
  return value.split(';').flatMap((url) => {
    const authority = /^[a-z0-9+.-]+:\/\/([^/?#]*)/i.exec(url.trim())?.[1] ?? ''
    const hosts = authority.slice(authority.lastIndexOf('@') + 1)
    return hosts.split(',').map((host) => host.replace(/:\d*$/, ''))
  })
}

function exampleOf(what: 'database' | 'broker' | 'cache'): string {
  return what === 'database'
    ? 'postgres://user:password@database.example.com:5432/saleor'
    : `redis://redis.example.com:6379/${what === 'cache' ? 0 : 1}`
}

import { type Keys, type Rule, servicesOf } from './rule.ts'

/** Compose runs hooks in `up` and `stop`, but a deploy only creates containers with Compose, then starts and stops them itself. */
const hooks: Rule = {
  name: 'hook-not-run',
  severity: 'error',
  on: 'app',
  what: 'A service of the app has pre_start, post_start or pre_stop. Compose runs these hooks, and the engine does not: a deploy starts and stops containers of the app by the engine, as a restart of the host does.',
  fix: 'Put it into the program that the container starts: what comes before into its entrypoint, what comes at the end where it handles the stop signal. What is needed once for each deploy belongs to a service that runs once.',
  check({ service }) {
    const found = ['pre_start', 'post_start', 'pre_stop'].filter(
      (key) => ((service[key] ?? []) as unknown[]).length > 0,
    )
    return found.map((key) => ({ text: `${key} would not be run.`, at: [[key]] }))
  },
}

/** Measured with Engine 26.1: once the linked container is gone, neither the alias nor the service's name resolves. */
const links: Rule = {
  name: 'link-to-replaced',
  severity: 'error',
  on: 'started',
  what: 'links names a service that a deploy replaces. A link leads to one container: when that is gone, not even the name of the service is found any more.',
  fix: 'Remove links: containers find each other by the names of their services. Another name is an alias of the service that it leads to: networks: {default: {aliases: [api]}}.',
  check({ name, service, roles }) {
    const replaced = servicesOf('app', roles).filter((one) => one !== name)
    const found = ((service.links ?? []) as string[]).find((link) =>
      replaced.includes(link.split(':')[0] ?? ''),
    )
    return found === undefined
      ? undefined
      : {
          text: `the link ${found} leads to one container of ${found.split(':')[0]}, which a deploy replaces.`,
          at: [['links', found], ['links']],
        }
  },
}

const dependents: Rule = {
  name: 'not-restarted-with',
  severity: 'warning',
  on: 'started',
  what: 'depends_on says restart: true of a service that a deploy replaces. Compose restarts the dependent service then; a deploy does not.',
  fix: 'Remove restart: true. What talks to web asks the edge, which is not replaced; a service of the app is replaced with each deploy anyway.',
  check({ name, service, roles }) {
    // A deploy replaces all services of the app together.
    if (!roles.accessories.includes(name)) return undefined
    const replaced = servicesOf('app', roles)
    return Object.entries(service.depends_on ?? {}).flatMap(([to, dependency]) =>
      replaced.includes(to) && (dependency as { restart?: boolean } | null)?.restart === true
        ? {
            text: `it is not restarted when a deploy replaces ${to}.`,
            at: [
              ['depends_on', to, 'restart'],
              ['depends_on', to],
            ] as Keys[],
          }
        : [],
    )
  },
}

/** Rules for what happens when containers start and stop. */
export const lifecycleRules: readonly Rule[] = [hooks, links, dependents]

import { UserError } from '../../errors.ts'
import type { HealthPaths } from '../../inputs/values/health-paths.ts'
import { type Check, type Probe, statusOf } from '../check.ts'
import { baseOf, releaseIs } from './probes.ts'

/** Further web services, and how to ask them. */
interface Services {
  'service-urls': readonly string[]
  'health-path': HealthPaths
  'expect-release': string | undefined
}

/**
 * The probes of further web services, such as a storefront with its own image: each answers at its own URL, with the
 * expected release.
 * @throws UserError `bad-input` when a service has two URLs
 */
export function serviceProbes(wishes: Services): Probe[] {
  const { 'service-urls': lines, 'health-path': paths, 'expect-release': release } = wishes
  const services = lines.map((line) => {
    const at = line.indexOf('=')
    return { name: line.slice(0, at), url: line.slice(at + 1) }
  })
  const twice = services.find(({ name }, index) => services.findIndex((one) => one.name === name) !== index)
  if (twice !== undefined)
    throw new UserError(
      'bad-input',
      `Input 'service-urls' names ${twice.name} more than once.`,
      'Give each service one line, service=https://….',
    )
  return services.map(({ name, url }) => ({
    request: { url: baseOf({ url }) + (paths.others[name] ?? '/') },
    checks: [
      answers(name),
      ...(release === undefined ? [] : [releaseIs(`${checkName(name)} release`, release)]),
    ],
  }))
}

/** The services with a line in `health-path` and no URL, which nothing asks from outside. */
export function withoutUrl({ 'service-urls': lines, 'health-path': paths }: Services): string[] {
  return Object.keys(paths.others).filter((name) => !lines.some((line) => line.startsWith(`${name}=`)))
}

/** The services among the checks, by the names of {@link serviceProbes}. */
export function servicesIn(names: readonly string[]): string[] {
  return names.flatMap((name) => /^service (\S+)$/.exec(name)?.[1] ?? [])
}

const checkName = (service: string): string => `service ${service}`

/** The edge takes a redirect for healthy too: a storefront's first page often leads to a language or a channel. */
function answers(service: string): Check {
  return {
    name: checkName(service),
    expected: '200, or a redirect',
    evaluate: (answer) => ({ passed: answer.status >= 200 && answer.status < 400, got: statusOf(answer) }),
  }
}

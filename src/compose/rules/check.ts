import { type Checkout, emptyCheckout } from '../../model/project/checkout.ts'
import type { Finding } from '../../model/project/finding.ts'
import { type ComposeModel, commandOf, environmentOf } from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'
import { isSaleorImage, runsSameImage } from '../app.ts'
import { type Source, type Sources, sourceOf } from '../read/place.ts'
import { celeryRules } from './celery.ts'
import { commandRules } from './command.ts'
import { containerRules } from './container.ts'
import { exampleRules } from './examples.ts'
import { fileRules } from './files.ts'
import { fleetRules } from './fleet.ts'
import { healthRules } from './health.ts'
import { hostRules } from './hosts.ts'
import { lifecycleRules } from './lifecycle.ts'
import { loggingRules } from './logging.ts'
import { machineRules } from './machine.ts'
import { mediaRules } from './media.ts'
import { nameRules } from './names.ts'
import { networkRules } from './network.ts'
import { proxyRules } from './proxy.ts'
import { type Fault, type Rule, servicesOf } from './rule.ts'
import { saleorRules } from './saleor.ts'
import { secretRules } from './secrets.ts'
import { stackRules } from './stack.ts'
import { swarmRules } from './swarm.ts'
import { urlRules } from './urls.ts'

/** All rules, in the order in which findings are reported. */
export const rules: readonly Rule[] = [
  ...saleorRules,
  ...hostRules,
  ...urlRules,
  ...mediaRules,
  ...nameRules,
  ...commandRules,
  ...healthRules,
  ...celeryRules,
  ...containerRules,
  ...loggingRules,
  ...networkRules,
  ...lifecycleRules,
  ...machineRules,
  ...swarmRules,
  ...stackRules,
  ...fileRules,
  ...proxyRules,
  ...secretRules,
  ...exampleRules,
  ...fleetRules,
]

/** Inputs for the checks, besides the project itself. */
export interface CheckOptions {
  /** The Compose files as written, to locate findings; later ones override earlier ones. */
  files?: readonly Source[]
  /** What runs the containers; Compose by default. */
  engine?: 'compose' | 'swarm'
  /** Number of hosts in the deploy. */
  hosts?: number
  /** Whether the environment is production; false by default. */
  production?: boolean
  /** Names of rules that are turned off. */
  ignore?: readonly string[]
  /** The repository's files that the project names. */
  checkout?: Checkout
}

/** Validates the project before anything changes. Errors come first, and each fault appears once with all its services. Pure. */
export function checkModel(model: ComposeModel, roles: Roles, options: CheckOptions = {}): Finding[] {
  const { files = [], hosts = 1, production = false, ignore = [], checkout = emptyCheckout } = options
  const swarm = options.engine === 'swarm'
  const saleor = isSaleor(model, roles)
  const holds = { saleor, fleet: hosts > 1, production, staging: !production, swarm, compose: !swarm }
  const counting = rules.filter(
    ({ name, only }) => !ignore.includes(name) && (only === undefined || holds[only]),
  )
  const source = sourceOf(files)
  const found = counting.flatMap((rule) => findingsOf(rule, model, roles, source, checkout))
  return [...found.filter(isError), ...found.filter((one) => !isError(one))]
}

/** Whether a finding refuses the deploy. */
export function isError({ severity }: Finding): boolean {
  return severity === 'error'
}

/**
 * Whether the app is Saleor, as other apps can be deployed too. The signs are the image's name, Saleor's modules in a
 * command or in DJANGO_SETTINGS_MODULE, and a variable that only Saleor reads. Databases and buckets do not count: any
 * project may name one saleor.
 */
function isSaleor(model: ComposeModel, { web }: Roles): boolean {
  const app = Object.keys(model.services).filter((name) => runsSameImage(model, name, web))
  return app.some((name) => {
    const service = model.services[name] ?? {}
    const environment = environmentOf(service)
    return (
      isSaleorImage(service.image) ||
      /\bsaleor(?=[.:\s]|$)/.test(commandOf(service)) ||
      /^saleor\b/.test(environment.get('DJANGO_SETTINGS_MODULE') ?? '') ||
      environment.has('ALLOWED_CLIENT_HOSTS')
    )
  })
}

function findingsOf(
  rule: Rule,
  model: ComposeModel,
  roles: Roles,
  source: Sources,
  checkout: Checkout,
): Finding[] {
  const found = new Map<string, { fault: Fault; names: string[] }>()
  for (const name of servicesOf(rule.on, roles)) {
    const service = model.services[name] ?? {}
    const written = (...keys: string[]): string | undefined => source.text(['services', name, ...keys])
    const environment = environmentOf(service)
    for (const fault of [
      rule.check({ name, service, environment, model, roles, written, checkout }) ?? [],
    ].flat())
      found.set(fault.text, { fault, names: [...(found.get(fault.text)?.names ?? []), name] })
  }
  return [...found.values()].map(({ fault, names }) => {
    const [first = ''] = names
    const places = [...(fault.at ?? []), []].map((keys) => ['services', first, ...keys])
    const place = fault.place ?? source.place([...(fault.top ?? []), ...places])
    const file = place === undefined ? '' : `${place.file}: `
    return {
      rule: rule.name,
      severity: rule.severity,
      message: `${file}${names.join(', ')}: ${fault.text}`,
      fix: fault.fix ?? rule.fix,
      ...(place === undefined ? {} : { place }),
    }
  })
}

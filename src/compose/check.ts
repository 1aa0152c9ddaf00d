import type { Place } from '../errors.ts'
import { celeryRules } from './check-celery.ts'
import { commandRules } from './check-command.ts'
import { containerRules } from './check-container.ts'
import { fleetRules } from './check-fleet.ts'
import { healthRules } from './check-health.ts'
import { hostRules } from './check-hosts.ts'
import { mediaRules } from './check-media.ts'
import { nameRules } from './check-names.ts'
import { saleorRules } from './check-saleor.ts'
import { secretRules } from './check-secrets.ts'
import { urlRules } from './check-urls.ts'
import { type ComposeModel, type ComposeService, commandOf, environmentOf } from './model.ts'
import { type Source, type Sources, sourceOf } from './place.ts'
import type { Roles } from './roles.ts'
import { type Fault, type Rule, type Severity, servicesOf } from './rule.ts'

/** Every rule there is, in the order in which findings are told. */
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
  ...secretRules,
  ...fleetRules,
]

/** Something in the project that breaks a deploy or will surprise. Never shows a value. */
export interface Finding {
  /** The rule's name, such as `debug-not-off`. */
  rule: string
  severity: Severity
  message: string
  fix: string
  place?: Place
}

/** What the project is judged by, beside itself. */
export interface CheckOptions {
  /** The Compose files as they stand, for places; later ones override earlier ones. */
  files?: readonly Source[]
  /** How many hosts it is deployed to. */
  hosts?: number
  /** Rules that are turned off. */
  ignore?: readonly string[]
}

/** Judges the project before anything changes: errors first, each fault once with all services that have it. Pure. */
export function checkModel(model: ComposeModel, roles: Roles, options: CheckOptions = {}): Finding[] {
  const { files = [], hosts = 1, ignore = [] } = options
  const saleor = isSaleor(model.services[roles.web] ?? {})
  const counting = rules.filter(
    ({ name, only }) =>
      !ignore.includes(name) && (only !== 'saleor' || saleor) && (only !== 'fleet' || hosts > 1),
  )
  const source = sourceOf(files)
  const found = counting.flatMap((rule) => findingsOf(rule, model, roles, source))
  return [...found.filter(isError), ...found.filter((one) => !isError(one))]
}

/** Whether a finding refuses the deploy. */
export function isError({ severity }: Finding): boolean {
  return severity === 'error'
}

/** True when image, command or environment speak of Saleor; other apps may be deployed as well. */
function isSaleor(service: ComposeService): boolean {
  const environment = [...environmentOf(service)].flat()
  return [service.image ?? '', commandOf(service), ...environment].some((text) => /saleor/i.test(text))
}

function findingsOf(rule: Rule, model: ComposeModel, roles: Roles, source: Sources): Finding[] {
  const found = new Map<string, { fault: Fault; names: string[] }>()
  for (const name of servicesOf(rule.on, roles)) {
    const service = model.services[name] ?? {}
    const written = (...keys: string[]): string | undefined => source.text(['services', name, ...keys])
    const environment = environmentOf(service)
    for (const fault of [rule.check({ name, service, environment, model, roles, written }) ?? []].flat())
      found.set(fault.text, { fault, names: [...(found.get(fault.text)?.names ?? []), name] })
  }
  return [...found.values()].map(({ fault, names }) => {
    const [first = ''] = names
    const places = [...(fault.at ?? []), []].map((keys) => ['services', first, ...keys])
    const place = source.place(places)
    const file = place === undefined ? '' : `${place.file}: `
    return {
      rule: rule.name,
      severity: rule.severity,
      message: `${file}${names.join(', ')}: ${fault.text}`,
      fix: fault.fix ?? rule.mend,
      ...(place === undefined ? {} : { place }),
    }
  })
}

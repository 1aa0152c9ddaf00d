import type { Place } from '../errors.ts'
import { accessoryRules, appErrorRules, appWarningRules, jobRules, webRules } from './check-rules.ts'
import { isSaleor, saleorErrors, saleorWarnings } from './check-saleor.ts'
import { type ComposeModel, type ComposeService, replicasOf } from './model.ts'
import type { Roles } from './roles.ts'

/** Something in the project that breaks a deploy (error) or will surprise (warning). Never shows a value. */
export interface Finding {
  /** A short name that stays the same, such as `debug-not-off`. */
  rule: string
  message: string
  fix: string
  place?: Place
}

/** What a rule says of a service, without its name: services with the same fault share a finding. */
export interface Fault {
  rule: string
  text: string
  fix: string
}

/** Judges one service. */
export type Rule = (service: ComposeService) => Fault | Fault[] | undefined

/** Judges the project before anything changes; `file` is the Compose file, for messages and annotations. */
export function checkModel(
  model: ComposeModel,
  roles: Roles,
  file?: string,
): { errors: Finding[]; warnings: Finding[] } {
  const app = [roles.web, ...roles.workers, ...roles.schedulers]
  const saleor = isSaleor(model.services[roles.web] ?? {})
  const find = (...checks: [string[], Rule[]][]): Finding[] =>
    checks.flatMap(([names, rules]) => findEach(model, names, rules, file))
  return {
    errors: find(
      [[roles.web], saleor ? [saleorErrors] : []],
      [app, appErrorRules],
      [roles.schedulers, [severalSchedulers(model, roles)]],
      [roles.accessories, accessoryRules],
    ),
    warnings: find(
      [[roles.web], saleor ? [saleorWarnings, ...webRules] : webRules],
      [app, appWarningRules],
      [roles.jobs, jobRules],
    ),
  }
}

/** One finding for each fault, with all services that have it. */
export function findEach(model: ComposeModel, names: string[], rules: Rule[], file?: string): Finding[] {
  return rules.flatMap((rule) => findFaults(model, names, rule)).map((finding) => placed(finding, file))
}

function findFaults(model: ComposeModel, names: string[], rule: Rule): Finding[] {
  const found = new Map<string, { fault: Fault; names: string[] }>()
  for (const name of names)
    for (const fault of [rule(model.services[name] ?? {}) ?? []].flat()) {
      const key = fault.rule + fault.text
      found.set(key, { fault, names: [...(found.get(key)?.names ?? []), name] })
    }
  return [...found.values()].map(({ fault: { rule: name, text, fix }, names: services }) => ({
    rule: name,
    message: `${services.join(', ')}: ${text}`,
    fix,
  }))
}

function placed(finding: Finding, file: string | undefined): Finding {
  return file === undefined
    ? finding
    : { ...finding, message: `${file}: ${finding.message}`, place: { file } }
}

function severalSchedulers(model: ComposeModel, { schedulers }: Roles): Rule {
  const count = schedulers.reduce((sum, name) => sum + replicasOf(model.services[name] ?? {}), 0)
  return () =>
    count <= 1
      ? undefined
      : {
          rule: 'several-schedulers',
          text: `Celery beat would run ${count} times, and each would start all scheduled tasks.`,
          fix: 'Keep one service with beat, with one replica; take -B off the workers.',
        }
}

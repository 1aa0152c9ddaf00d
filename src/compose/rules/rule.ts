import type { Place } from '../../errors.ts'
import type { Checkout } from '../../model/project/checkout.ts'
import type { Severity } from '../../model/project/finding.ts'
import type { ComposeModel, ComposeService } from '../../model/project/project.ts'
import type { Roles } from '../../model/project/roles.ts'

/**
 * Services that a rule validates: `background` means workers and schedulers; `app`, those and web; `reached`, web and
 * the further web services; `replaced`, all of these; `started`, accessories too.
 */
export type Subject =
  | 'web'
  | 'workers'
  | 'schedulers'
  | 'background'
  | 'app'
  | 'reached'
  | 'replaced'
  | 'jobs'
  | 'accessories'
  | 'started'

/** Keys to a part of a service, such as `healthcheck`, `test`. */
export type Keys = readonly string[]

/** What a rule finds in a service, without its name: services with the same fault share a finding. Never holds a value. */
export interface Fault {
  text: string
  /** The fix for this case, when it says more than the rule's own `fix`. */
  fix?: string
  /** Location in the service: the first of these places that the file has. */
  at?: readonly Keys[]
  /** Location from the top of the file, looked for before those. */
  top?: readonly Keys[]
  /** Location in another file of the repository, preferred to all others. */
  place?: Place
}

/** A service as rules see it. */
export interface Validated {
  name: string
  service: ComposeService
  /** The service's variables with their values. */
  environment: ReadonlyMap<string, string>
  model: ComposeModel
  roles: Roles
  /** The Compose file's text at these keys, verbatim; undefined when it comes from elsewhere. */
  written: (...keys: string[]) => string | undefined
  checkout: Checkout
}

/** One problem that breaks a deploy or causes surprises, and how to detect it. */
export interface Rule {
  /** Never changes: workflows turn rules off by this name. */
  readonly name: string
  readonly severity: Severity
  readonly on: Subject
  /** Applies only when the app is Saleor, when there are several hosts, in production or elsewhere, or with this engine. */
  readonly only?: 'saleor' | 'fleet' | 'production' | 'staging' | 'compose' | 'swarm'
  /** The problem, for people who look up the rule. */
  readonly what: string
  /** The fix. */
  readonly fix: string
  check(validated: Validated): Fault | Fault[] | undefined
}

/** Locates a variable: in the Compose file itself, else in the env file that it names. */
export function variable(...names: string[]): Keys[] {
  return [...names.map((name) => ['environment', name]), ['env_file'], ['environment']]
}

/** Whether a variable is missing or blank. */
export function isBlank(environment: ReadonlyMap<string, string>, ...names: string[]): boolean {
  return names.every((name) => (environment.get(name) ?? '').trim() === '')
}

/** The services that a rule validates. */
export function servicesOf(subject: Subject, roles: Roles): string[] {
  const background = [...roles.workers, ...roles.schedulers]
  const app = [roles.web, ...background]
  const reached = [roles.web, ...(roles.otherWeb ?? [])]
  const replaced = [...reached, ...background]
  return {
    ...roles,
    ...{ web: [roles.web], background, app, reached, replaced },
    started: [...replaced, ...roles.accessories],
  }[subject]
}

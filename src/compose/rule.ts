import type { ComposeModel, ComposeService } from './model.ts'
import type { Roles } from './roles.ts'

/** An error refuses the deploy, a warning annotates it. */
export type Severity = 'error' | 'warning'

/** Which services a rule judges: `background` are workers and schedulers, `app` those and web, `started` accessories too. */
export type Subject =
  | 'web'
  | 'workers'
  | 'schedulers'
  | 'background'
  | 'app'
  | 'jobs'
  | 'accessories'
  | 'started'

/** Keys of a service that lead to a part of it, such as `healthcheck`, `test`. */
export type Keys = readonly string[]

/** What a rule says of a service, without its name: services with the same fault share a finding. Never holds a value. */
export interface Fault {
  text: string
  /** What would be right here, where it is more than the rule's own mend. */
  fix?: string
  /** Where it stands in the service: the first place that the file has. */
  at?: readonly Keys[]
}

/** A service as rules see it. */
export interface Judged {
  name: string
  service: ComposeService
  /** Its variables, with their values. */
  environment: ReadonlyMap<string, string>
  model: ComposeModel
  roles: Roles
  /** The text that the Compose file has there, word for word; undefined when it comes from elsewhere. */
  written: (...keys: string[]) => string | undefined
}

/** One thing that breaks a deploy or will surprise, and how it is recognised. */
export interface Rule {
  /** Stays the same: workflows turn rules off by it. */
  readonly name: string
  readonly severity: Severity
  readonly on: Subject
  /** Only when the app is Saleor; only when there are several hosts. */
  readonly only?: 'saleor' | 'fleet'
  /** What it finds, for people who look it up. */
  readonly what: string
  /** What would be right. */
  readonly mend: string
  check(judged: Judged): Fault | Fault[] | undefined
}

/** Where a variable is set: in the Compose file itself, else in the env file that it names. */
export function variable(...names: string[]): Keys[] {
  return [...names.map((name) => ['environment', name]), ['env_file'], ['environment']]
}

/** Whether a variable is missing or has nothing in it. */
export function isBlank(environment: ReadonlyMap<string, string>, ...names: string[]): boolean {
  return names.every((name) => (environment.get(name) ?? '').trim() === '')
}

/** The services that a rule judges. */
export function servicesOf(subject: Subject, roles: Roles): string[] {
  const background = [...roles.workers, ...roles.schedulers]
  const app = [roles.web, ...background]
  return { ...roles, web: [roles.web], background, app, started: [...app, ...roles.accessories] }[subject]
}

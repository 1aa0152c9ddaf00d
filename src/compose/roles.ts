import type { ComposeModel } from './model.ts'

/** Which service does what, by name. */
export interface Roles {
  web: string
  workers: string[]
  schedulers: string[]
  /** Services of the app that run once and end (`manage.py migrate`): the deploy does their work itself. */
  jobs: string[]
  accessories: string[]
}

/** Roles as the inputs name them; what isn't named is found. */
export interface NamedRoles {
  web?: string | undefined
  workers?: string[]
  schedulers?: string[]
}

/** A port of the web service that the edge takes over. */
export interface WebPort {
  published: number
  target: number
  hostIp?: string
}

/** Which service is web, worker, scheduler or accessory. @throws UserError when it is not clear */
export function findRoles(_model: ComposeModel, _named: NamedRoles = {}): Roles {
  return { web: 'web', workers: [], schedulers: [], jobs: [], accessories: [] }
}

/** What the web service publishes: the edge listens there from now on. @throws UserError */
export function webPorts(_model: ComposeModel, _roles: Roles): WebPort[] {
  return []
}

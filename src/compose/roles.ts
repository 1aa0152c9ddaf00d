import { UserError } from '../errors.ts'
import { appServices, runsSameImage } from './app.ts'
import { celeryUse } from './celery.ts'
import { type ComposeModel, commandOf } from './model.ts'

/** Which service does what, by name. */
export interface Roles {
  web: string
  workers: string[]
  schedulers: string[]
  /** Services of the app that run once and end (`manage.py migrate`): the deploy does their work itself. */
  jobs: string[]
  accessories: string[]
}

/** Roles as the inputs name them; what isn't named is found by its command and image. */
export interface NamedRoles {
  web?: string | undefined
  workers?: string[]
  schedulers?: string[]
}

/** Which service is web, worker, scheduler, job or accessory. @throws UserError when it is not clear */
export function findRoles(model: ComposeModel, named: NamedRoles = {}): Roles {
  const services = Object.keys(model.services)
  refuseBadNames(services, named)
  const web = named.web ?? findWeb(model, named)
  refuseOtherImages(model, web, named)
  const app = [web, ...allNamed(named)]

  const roles: Roles = { web, workers: [], schedulers: [], jobs: [], accessories: [] }
  for (const name of services) {
    if (name === web) continue
    if (named.workers?.includes(name)) roles.workers.push(name)
    else if (named.schedulers?.includes(name)) roles.schedulers.push(name)
    else if (!app.some((one) => runsSameImage(model, name, one))) roles.accessories.push(name)
    else if (beats(model, name)) roles.schedulers.push(name)
    else if (isJob(model, name)) roles.jobs.push(name)
    else roles.workers.push(name)
  }
  return roles
}

/** The app service that is no Celery and no job; where several are left, the one that publishes a port. */
function findWeb(model: ComposeModel, named: NamedRoles): string {
  const taken = new Set(allNamed(named))
  const left = appServices(model, named).filter(
    (name) => !taken.has(name) && !celeryUse(model.services[name] ?? {}).started,
  )
  const servers = left.filter((name) => !isJob(model, name))
  const publishing = servers.filter((name) => (model.services[name]?.ports ?? []).length > 0)
  const candidates = publishing.length > 0 ? publishing : servers
  const [web, ...others] = candidates
  if (web !== undefined && others.length === 0) return web
  throw web === undefined
    ? new UserError(
        'bad-input',
        `No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, or has the image of a Celery service.`,
        `Name it with the web-service input, one of ${listed(Object.keys(model.services))}.`,
      )
    : new UserError(
        'bad-input',
        `${listed(candidates)} could each be the web server of the app.`,
        `Name the right one with the web-service input.`,
      )
}

function refuseBadNames(services: string[], named: NamedRoles): void {
  const names = allNamed(named)
  const unknown = names.filter((name) => !services.includes(name))
  if (unknown.length > 0)
    throw new UserError(
      'bad-input',
      `The Compose project has no service ${listed(unknown)}.`,
      `Its services are ${listed(services)}.`,
    )
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0)
    throw new UserError(
      'bad-input',
      `${listed([...new Set(twice)])} is named for more than one role.`,
      'Name each service once, in web-service, worker-services or scheduler-services.',
    )
}

/** One image is deployed; a Celery service with another one would silently be given the wrong program. */
function refuseOtherImages(model: ComposeModel, web: string, named: NamedRoles): void {
  if ((named.workers ?? []).length + (named.schedulers ?? []).length > 0) return
  const other = Object.keys(model.services).filter(
    (name) => name !== web && isCelery(model, name) && !runsSameImage(model, name, web),
  )
  if (other.length > 0)
    throw new UserError(
      'bad-input',
      `${listed(other)} runs Celery in another image than ${web}, and one image is deployed.`,
      `Give ${listed(other)} the image of ${web}, or name the services of the app with the worker-services and scheduler-services inputs: a Celery service that is not named then stays as it is.`,
    )
}

/** Workers that must not run beside their old ones: `deploy.update_config.order: stop-first` says so of them. */
export function stopFirstServices(model: ComposeModel, { workers }: Roles): string[] {
  return workers.filter((name) => model.services[name]?.deploy?.update_config?.order === 'stop-first')
}

function allNamed(named: NamedRoles): string[] {
  const web = named.web === undefined ? [] : [named.web]
  return [...web, ...(named.workers ?? []), ...(named.schedulers ?? [])]
}

function isCelery(model: ComposeModel, name: string): boolean {
  const { worker, beat } = celeryUse(model.services[name] ?? {})
  return worker || beat
}

function beats(model: ComposeModel, name: string): boolean {
  const { beat, embedded } = celeryUse(model.services[name] ?? {})
  return beat || embedded
}

/** Something waits for its end, or it is a `manage.py` command that is no server. */
function isJob(model: ComposeModel, name: string): boolean {
  const service = model.services[name] ?? {}
  const awaited = Object.values(model.services).some(({ depends_on }) => {
    const dependency = depends_on?.[name] as { condition?: string } | undefined
    return dependency?.condition === 'service_completed_successfully'
  })
  if (awaited) return true
  const command = commandOf(service)
  return (
    (service.ports ?? []).length === 0 &&
    /\bmanage\.py\s+(?!runserver|shell)\w+/.test(command) &&
    !/\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|runserver)\b/.test(command)
  )
}

function listed(names: string[]): string {
  return names.join(', ')
}

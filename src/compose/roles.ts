import { type ComposeModel, commandOf } from '../model/project/project.ts'
import type { NamedRoles, Roles } from '../model/project/roles.ts'
import { appServices, imageIsCertain, runsSameImage } from './app.ts'
import { celeryUse } from './celery.ts'
import { assertOtherImages } from './other-web.ts'
import { ProjectError } from './read/project-error.ts'
import { isAwaited } from './run-once.ts'

/** Decides which service is web, worker, scheduler, job or accessory. @throws ProjectError when it is not clear */
export function findRoles(model: ComposeModel, named: NamedRoles = {}): Roles {
  const services = Object.keys(model.services)
  assertNamesKnown(services, named)
  const { otherWeb = [] } = named
  const web = named.web ?? findWeb(model, named)
  assertOtherImages(model, [web, ...(named.workers ?? []), ...(named.schedulers ?? [])], otherWeb)
  assertSameImage(model, web, named)
  assertSamePrograms(model, web, named)
  const app = [web, ...(named.workers ?? []), ...(named.schedulers ?? [])]

  const others = otherWeb.length === 0 ? {} : { otherWeb }
  const roles: Roles = { web, ...others, workers: [], schedulers: [], jobs: [], accessories: [] }
  for (const name of services) {
    if (name === web || otherWeb.includes(name)) continue
    if (named.workers?.includes(name)) roles.workers.push(name)
    else if (named.schedulers?.includes(name)) roles.schedulers.push(name)
    else if (named.jobs?.includes(name)) roles.jobs.push(name)
    else if (named.accessories?.includes(name)) roles.accessories.push(name)
    else if (!app.some((one) => runsSameImage(model, name, one)) || isOwnFlower(model, name, web))
      roles.accessories.push(name)
    else if (beats(model, name)) roles.schedulers.push(name)
    else if (isJob(model, name)) roles.jobs.push(name)
    else roles.workers.push(name)
  }
  return roles
}

/** Returns the app service that is neither Celery nor a job; of several, the one that publishes a port. */
function findWeb(model: ComposeModel, named: NamedRoles): string {
  const taken = new Set([...allNamed(named), ...(named.jobs ?? []), ...(named.accessories ?? [])])
  const left = appServices(model, named).filter(
    (name) => !taken.has(name) && !celeryUse(model.services[name] ?? {}).started,
  )
  const servers = left.filter((name) => !isJob(model, name))
  const publishing = servers.filter((name) => (model.services[name]?.ports ?? []).length > 0)
  // A published port tells web from other services of the same image. When the app's image is unknown, the port may be
  // a proxy's.
  const images = servers.filter((name, index) =>
    servers.slice(0, index).every((other) => !runsSameImage(model, name, other)),
  )
  const unclear = images.length > 1 && !imageIsCertain(model, named)
  const candidates = publishing.length > 0 && !unclear ? publishing : servers
  const [web, ...others] = candidates
  if (web !== undefined && others.length === 0) return web
  throw web === undefined
    ? new ProjectError(
        `No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, has an image named saleor, or has the image of a Celery service.`,
        `Name it with the web-service input, one of: ${described(model, Object.keys(model.services))}.`,
        ['services'],
      )
    : new ProjectError(
        `${listed(candidates)} could each be the web server of the app.`,
        `Name the right one with the web-service input: ${described(model, candidates)}.`,
        ['services', candidates[0] ?? ''],
      )
}

function assertNamesKnown(services: string[], named: NamedRoles): void {
  const names = allNamed(named)
  const unknown = names.filter((name) => !services.includes(name))
  if (unknown.length > 0)
    throw new ProjectError(
      `The Compose project has no service ${listed(unknown)}.`,
      `Its services are ${listed(services)}.`,
      ['services'],
    )
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0)
    throw new ProjectError(
      `${listed([...new Set(twice)])} is named for more than one role.`,
      'Name each service once, in web-service, images, worker-services or scheduler-services.',
      ['services', twice[0] ?? ''],
    )
}

/** A deploy has one image; a Celery service with another image would silently get the wrong program. */
function assertSameImage(model: ComposeModel, web: string, named: NamedRoles): void {
  if ((named.workers ?? []).length + (named.schedulers ?? []).length > 0) return
  const other = Object.keys(model.services).filter(
    (name) =>
      name !== web &&
      named.accessories?.includes(name) !== true &&
      isCelery(model, name) &&
      !runsSameImage(model, name, web),
  )
  if (other.length > 0)
    throw new ProjectError(
      `${listed(other)} runs Celery in another image than ${web}, and one image is deployed.`,
      `Give ${listed(other)} the image of ${web}, or name the services of the app with the worker-services and scheduler-services inputs: a Celery service that is not named then stays as it is.`,
      ['services', other[0] ?? '', 'image'],
      ['services', other[0] ?? ''],
    )
}

/** A service named as part of the app would get the app's image; without a command of its own it would start a second web. */
function assertSamePrograms(model: ComposeModel, web: string, named: NamedRoles): void {
  const other = [...(named.workers ?? []), ...(named.schedulers ?? [])].find((name) => {
    const service = model.services[name] ?? {}
    const isOther = service.image !== undefined && !runsSameImage(model, name, web)
    return isOther && (commandOf(service) === '' || otherProgram.test(service.image ?? ''))
  })
  if (other === undefined) return
  throw new ProjectError(
    `${other} runs another image than ${web} (${model.services[other]?.image}), and as a worker it would be given the image of ${web}.`,
    `Take ${other} out of worker-services and scheduler-services: what is not named there stays as it is. If it is a worker of the app, give it the image of ${web} or a command of its own.`,
    ['services', other, 'image'],
    ['services', other],
  )
}

/** Images that are never the app. */
const otherProgram =
  /(^|[/_-])(dashboard|storefront|flower|nginx|caddy|traefik|haproxy|postgres|redis|valkey|rabbitmq|mailpit|jaeger)(?=$|[:@])/

/** Whether a service is Flower with its own image: it monitors the app and is no part of it, even when one folder builds both. */
function isOwnFlower(model: ComposeModel, name: string, web: string): boolean {
  const service = model.services[name] ?? {}
  const { flower, worker, beat } = celeryUse(service)
  const image = model.services[web]?.image
  return flower && !worker && !beat && service.image !== undefined && service.image !== image
}

/** Describes each candidate with its reason, for the person who must choose. */
function described(model: ComposeModel, names: string[]): string {
  return names
    .map((name) => {
      const service = model.services[name] ?? {}
      const { context } = (service.build ?? {}) as { context?: string }
      const command = commandOf(service)
      const ports = (service.ports ?? []).map(({ published, target }) => published ?? target)
      const facts = [
        ...(service.image === undefined ? [] : [`image ${service.image}`]),
        ...(context === undefined ? [] : [`built from ${context}`]),
        command === '' ? 'the start command of its image' : `starts ${command.slice(0, 60)}`,
        ports.length === 0 ? 'publishes no port' : `publishes ${ports.join(', ')}`,
      ]
      return `${name} (${facts.join(', ')})`
    })
    .join('; ')
}

/** Workers that must not run beside their old ones, as set by `deploy.update_config.order: stop-first`. */
export function stopFirstServices(model: ComposeModel, { workers }: Roles): string[] {
  return workers.filter((name) => model.services[name]?.deploy?.update_config?.order === 'stop-first')
}

function allNamed(named: NamedRoles): string[] {
  const web = named.web === undefined ? [] : [named.web]
  return [...web, ...(named.otherWeb ?? []), ...(named.workers ?? []), ...(named.schedulers ?? [])]
}

function isCelery(model: ComposeModel, name: string): boolean {
  const { worker, beat } = celeryUse(model.services[name] ?? {})
  return worker || beat
}

function beats(model: ComposeModel, name: string): boolean {
  const service = model.services[name] ?? {}
  const { beat, embedded } = celeryUse(service)
  return beat || embedded || /\bmanage\.py\s+rqscheduler\b/.test(commandOf(service))
}

/** `manage.py` commands that keep running: servers, and the workers of RQ, Django Q, Huey, Channels and the like. */
const goesOn =
  /^(runserver|shell|rq|qcluster|run_?huey|runworker|rundramatiq|process_tasks|db_worker|run_?worker|.*worker$|.*scheduler$|.*consumer$)/

/** Whether another service waits for its end, or it is a `manage.py` command that is neither a server nor a worker. */
function isJob(model: ComposeModel, name: string): boolean {
  const service = model.services[name] ?? {}
  if (isAwaited(model, name)) return true
  const command = commandOf(service)
  const manage = /\bmanage\.py\s+(\w+)/.exec(command)?.[1]
  return (
    (service.ports ?? []).length === 0 &&
    manage !== undefined &&
    !goesOn.test(manage) &&
    !/\b(uvicorn|gunicorn|hypercorn|daphne|granian|celery|runserver)\b/.test(command)
  )
}

function listed(names: string[]): string {
  return names.join(', ')
}

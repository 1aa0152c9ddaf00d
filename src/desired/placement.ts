import { UserError } from '../errors.ts'
import { isPlaced, maySchedule, type PlacedHost, placedServices } from '../model/placement.ts'
import { type ComposeModel, replicasOf } from '../model/project/project.ts'
import type { Roles } from '../model/project/roles.ts'

/** A fleet as its inputs describe it, and its project. */
interface Placing {
  hosts: readonly PlacedHost[]
  roles: Roles
  model: ComposeModel
}

/**
 * Requires that every service of the project runs on some host, and that every host runs some service. Pure.
 * @throws UserError `bad-input`
 */
export function checkPlacement(placing: Placing): void {
  const { hosts, roles } = placing
  const services = `Its services are ${placedServices({ roles }).join(', ')}.`
  const unknown = unknownServices(placing)
  if (unknown.length > 0) throw new UserError('bad-input', inHosts(unknown), services)
  const nowhere = servicesNowhere(placing)
  if (nowhere.length > 0) throw noHost(nowhere, roles)
  const idle = hosts.flatMap(({ name, placement }) =>
    placedServices({ roles, placement }).length > 0
      ? []
      : `${name} has role=${placement?.role}, and the project has no worker and no scheduler.`,
  )
  if (idle.length > 0)
    throw new UserError('bad-input', inHosts(idle), `Take it out, or give it a service. ${services}`)
  assertPrimary(placing)
}

/**
 * Checks the same for an older release, made when the project was different. Services that only today's project has,
 * and accessories without a host, do not prevent the rollback. Pure.
 * @returns what will not run, in sentences
 * @throws UserError `bad-input` for a service of the app that no host would run
 */
export function checkFormerPlacement(placing: Placing): string[] {
  const { roles } = placing
  const nowhere = servicesNowhere(placing)
  const app = nowhere.filter((service) => !roles.accessories.includes(service))
  if (app.length > 0) throw noHost(app, roles)
  return [...unknownServices(placing), ...nowhere.map((service) => `no host is given ${service}.`)]
}

/** Requires the app on the first host: work on the database happens there, in a container of the app. */
function assertPrimary({ hosts: [primary], roles }: Placing): void {
  const { placement, name } = primary ?? {}
  if (placedServices({ roles, placement }).some((service) => !roles.accessories.includes(service))) return
  throw new UserError(
    'bad-input',
    `Input 'hosts': ${name}, the first one, runs no service of the app, and database commands run from the first host.`,
    'Write a host first that runs web or workers.',
  )
}

function servicesNowhere({ hosts, roles, model }: Placing): string[] {
  return placedServices({ roles }).filter(
    (service) =>
      replicasOf(model.services[service] ?? {}) > 0 &&
      !hosts.some(({ placement }) => isPlaced({ roles, placement }, service)),
  )
}

/** Names in `hosts` that the project does not have, or that no host keeps running. */
function unknownServices({ hosts, roles }: Placing): string[] {
  const services = placedServices({ roles })
  return hosts.flatMap(({ name, placement: { services: named = [] } = {} }) =>
    named.flatMap((one) => {
      if (roles.otherWeb?.includes(one) === true && !named.includes(roles.web))
        return `${name} names ${one} without ${roles.web}: the web services of a project run on the same hosts, behind one edge.`
      if (services.includes(one)) return []
      return roles.jobs.includes(one)
        ? `${name} names ${one}, which runs once and ends: a deploy does its work itself.`
        : `${name} names ${one}, which is no service of the project.`
    }),
  )
}

function inHosts(sentences: readonly string[]): string {
  return sentences.map((one) => `Input 'hosts': ${one}`).join('\n')
}

/**
 * Picks the host for the scheduler: the one in the inputs, else the one on record, else the first that may run it.
 * Pure.
 * @throws UserError `bad-input` for a host that is not in the fleet or may not run it
 */
export function schedulerHost(
  { hosts, roles }: Omit<Placing, 'model'>,
  named: string | undefined,
  recorded?: string,
): string {
  const able = hosts.flatMap(({ name, placement }) => (maySchedule({ roles, placement }) ? [name] : []))
  const [first] = able
  const schedulers = roles.schedulers.join(', ')
  if (first === undefined)
    throw new UserError(
      'bad-input',
      `Input 'hosts': no host runs all of ${schedulers}, and schedulers run on one host.`,
      `Give them to one line together: services=${roles.schedulers.join(',')}`,
    )
  if (named === undefined) return able.find((name) => name === recorded) ?? first
  assertInFleet(hosts, named)
  if (able.includes(named)) return named
  throw new UserError(
    'bad-input',
    `Input 'scheduler-host': "${named}" does not run ${schedulers}, as hosts says.`,
    `Name one that does, ${able.join(' or ')}; or change its line in hosts.`,
  )
}

/** @throws UserError `bad-input` for a scheduler's host that isn't in the fleet */
export function assertInFleet(hosts: readonly PlacedHost[], scheduler: string | undefined): void {
  if (scheduler === undefined || hosts.some(({ name }) => name === scheduler)) return
  throw new UserError(
    'bad-input',
    `Input 'scheduler-host': "${scheduler}" is not among the hosts.`,
    `Write it as in hosts, one of ${hosts.map(({ name }) => name).join(', ')}.`,
  )
}

function noHost(missing: readonly string[], { web }: Roles): UserError {
  const isWeb = missing.includes(web)
  return new UserError(
    'bad-input',
    `Input 'hosts': no host runs ${missing.join(', ')}.`,
    isWeb
      ? `Give at least one host role=web, role=all or services=${web}; a host without anything runs all.`
      : `Add it to a line, such as role=web services=${missing.join(',')}; role=workers has workers and schedulers, and a host without anything runs all.`,
  )
}

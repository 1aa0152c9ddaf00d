import { fileServerService } from './edge/file-server.ts'
import type { Roles } from './project/roles.ts'

/** The role of a host: everything, web alone, or background services. */
export const hostRoles = ['all', 'web', 'workers'] as const

/** The services that a host runs, from its line in `hosts`: by role, by name, or both. */
export interface Placement {
  role?: (typeof hostRoles)[number]
  services?: readonly string[]
}

/** A host of a fleet with its placement; without one it runs everything. */
export interface PlacedHost {
  name: string
  placement?: Placement
}

/** A placement together with the project's roles. */
type Placed = { roles: Omit<Roles, 'jobs'>; placement?: Placement | undefined }

/** The services that a host runs; schedulers appear on each host that may run them. Without a placement, everything. */
export function placedServices({ roles, placement = { role: 'all' } }: Placed): string[] {
  const { web, otherWeb = [], workers, schedulers, accessories } = roles
  const all = [web, ...otherWeb, ...workers, ...schedulers, ...accessories]
  const ofRole = { all, web: [web], workers: [...workers, ...schedulers] }
  const { role, services = [] } = placement
  const own = [...(role === undefined ? [] : ofRole[role]), ...services]
  // The edge sends requests to all web services of its host and to the file server, so they all run where web runs.
  const behindEdge = [...otherWeb, fileServerService]
  const named = own.includes(web) ? [...own, ...behindEdge] : own.filter((name) => !behindEdge.includes(name))
  return all.filter((name) => named.includes(name))
}

/** Whether a host runs the service. */
export function isPlaced(placed: Placed, service: string): boolean {
  return placedServices(placed).includes(service)
}

/** Whether a host runs web, and so has an edge. */
export function servesWeb(placed: Placed): boolean {
  return isPlaced(placed, placed.roles.web)
}

/** Whether a host may run the schedulers; exactly one host runs them all. */
export function maySchedule(placed: Placed): boolean {
  return placed.roles.schedulers.every((name) => isPlaced(placed, name))
}

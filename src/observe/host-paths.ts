import { type HostPath, hostPaths } from '../compose/host-paths.ts'
import { oneOffService } from '../compose/one-off.ts'
import type { DesiredState } from '../model/desired.ts'
import { containersOf, type ObservedState } from '../model/observed.ts'

/** Paths on the server that new containers need, and what is wrong with them. */
export interface MissingPaths {
  /** Problems that prevent the deploy, each with its fix. */
  problems: [what: string, fix: string][]
  /** Paths that Docker creates by itself, as empty folders. */
  warnings: string[]
}

/**
 * Finds mounts of paths that the server lacks. Docker would create an empty folder owned by root in place of a
 * configuration, so a missing path that is only read refuses the deploy. A rollback is not refused. Pure.
 */
export function missingPaths(desired: DesiredState, observed: ObservedState): MissingPaths {
  const { model, root, roles, rollback, maintenance } = desired
  if (rollback !== undefined || maintenance !== undefined) return { problems: [], warnings: [] }
  const missing = hostPaths(model, root).filter(
    ({ path, service }) =>
      observed.missingPaths?.includes(path) === true &&
      service !== oneOffService &&
      // A container that exists is left as it is.
      !(roles.accessories.includes(service) && containersOf(observed, service).length > 0),
  )
  const needed = missing.filter(({ readOnly, isMade }) => readOnly || !isMade)
  return {
    problems: byPath(needed).map(({ path, service, target, isMade }) => [
      `there is no ${path}, which ${service} mounts${isMade ? ' to read it' : ''} at ${target}${isMade ? '; Docker would make an empty folder in its place' : ''}`,
      `Put it on the server; or into the repository, named relative to the Compose file (./…): then it goes to the server with the release.`,
    ]),
    warnings: byPath(missing.filter((one) => !needed.includes(one))).map(
      ({ path, service, target }) =>
        `${observed.host}: there is no ${path} yet, which ${service} mounts at ${target}. Docker makes it: an empty folder that belongs to root. If ${service} runs as another user, make it on the server before, for that user: sudo install -d -o UID ${path}`,
    ),
  }
}

/** Lists each path once, with the first service that mounts it. */
function byPath(all: readonly HostPath[]): HostPath[] {
  return all.filter((one, index) => all.findIndex(({ path }) => path === one.path) === index)
}

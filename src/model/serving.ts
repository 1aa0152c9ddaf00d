import type { Service } from '../runner/serving.ts'
import { type DesiredState, keepsLive } from './desired.ts'
import { containersOf, edgeRuns, type ObservedState } from './observed.ts'
import { servesWeb } from './placement.ts'
import type { Release } from './release/release.ts'

/** What a host serves, as observed: a release, or why none serves. Pure. */
export function serviceOf(observed: ObservedState, { roles }: Pick<DesiredState, 'roles'>): Service {
  const { live, maintenance, upstreams } = observed
  const running = new Set(
    containersOf(observed, roles.web).flatMap(({ state, name }) => (state === 'running' ? [name] : [])),
  )
  if (live === undefined) return { state: running.size > 0 ? 'by-hand' : 'nothing' }
  if (!servesWeb({ roles, placement: live.settings?.placement }))
    return { state: 'background', ...named(live) }
  if (maintenance !== undefined) return { state: 'closed', ...named(live) }
  const isUp = edgeRuns(observed) && upstreams.some(({ container }) => running.has(container))
  return { state: isUp ? 'serves' : 'down', ...named(live) }
}

function named({ id, version }: Release): Pick<Service, 'release' | 'version'> {
  return { release: id, version: version === '' ? undefined : version }
}

/** What a host serves after its commit. Pure. */
export function servedAfterCommit(observed: ObservedState, desired: DesiredState): Service {
  if (desired.maintenance !== undefined)
    return serviceOf({ ...observed, maintenance: desired.maintenance.to }, desired)
  if (keepsLive(desired)) return serviceOf(observed, desired)
  return { state: servesWeb(desired) ? 'serves' : 'background', ...named(desired.release) }
}

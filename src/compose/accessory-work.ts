import type { DesiredState } from '../model/desired.ts'
import { type Container, containersOf, type ObservedState } from '../model/observed.ts'
import { isPlaced } from '../model/placement.ts'
import { replicasOf, unescapeDollars } from '../model/project/project.ts'
import { returningServices } from '../model/release/returning.ts'
import { definitionOf, differences } from './accessories/definition.ts'
import { whyStateful } from './accessories/stateful.ts'
import { needingWeb } from './front.ts'
import { isMarkedAwaited, mayEnd } from './run-once.ts'
import { stackWork } from './stack/work.ts'

/** What a deploy does with each accessory. */
export interface AccessoryWork {
  /** Accessories that are not running. */
  start: string[]
  /** Services that run once and end. */
  once: string[]
  /** Services of both lists above that need web, so they start once web answers. */
  late: string[]
  /** Accessories that differ from the release and are replaced. */
  replace: Drift[]
  /** Accessories that differ from the release but stay, because they may hold data. */
  left: Drift[]
}

/** An accessory whose containers differ from its definition in the release. */
export interface Drift {
  service: string
  /** The parts that differ, without values that may be secret. */
  differs: string[]
  /** Why it may hold data; undefined when it holds none. */
  stateful: string | undefined
}

/**
 * Decides what to do with each accessory. A service runs once when others wait for its end, or when it ended well in
 * the deploy of the live release. A rollback runs none of them again: each did its work when that release went live,
 * and could do harm on newer data. (Restoring a backup restores its work too.)
 */
export function accessoryWork(desired: DesiredState, observed: ObservedState): AccessoryWork {
  if (desired.swarm !== undefined) return stackAccessories(desired, observed)
  const { roles, model, release, rollback, updates = [] } = desired
  const ran = (rollback === undefined ? observed.live : release)?.ranOnce ?? []
  const isOnce = (name: string): boolean => {
    const service = model.services[name] ?? {}
    return isMarkedAwaited(service) || (ran.includes(name) && mayEnd(service))
  }
  const isDesired = (name: string): boolean =>
    isPlaced(desired, name) && replicasOf(model.services[name] ?? {}) > 0
  const returning = returningServices(desired, observed)
  const runs = (name: string): boolean =>
    // Containers of another release are removed with it, and the edge step starts their successors.
    returning.includes(name) || containersOf(observed, name).some(({ state }) => state === 'running')
  const staying = roles.accessories.filter((name) => isPlaced(desired, name) && !isOnce(name))
  const drifts = staying.flatMap((service): Drift[] => {
    const differs = driftOf(desired, observed, service)
    return differs.length === 0
      ? []
      : [{ service, differs, stateful: whyStateful(model, roles, service, desired.root) }]
  })
  const replace = drifts.filter(
    ({ service, stateful }) => stateful === undefined || updates.includes(service),
  )
  const isReplaced = (name: string): boolean => replace.some(({ service }) => service === name)
  const start = staying.filter((name) => isDesired(name) && !runs(name) && !isReplaced(name))
  const once =
    rollback === undefined ? roles.accessories.filter((name) => isDesired(name) && isOnce(name)) : []
  const waiting = [...needingWeb(model, roles), ...(desired.fronts ?? [])]
  return {
    ...{ start, once },
    late: [...start, ...once].filter((name) => waiting.includes(name)),
    replace,
    left: drifts.filter((one) => !replace.includes(one)),
  }
}

/** The same in a Swarm, which runs nothing once, and compares the definitions of tasks. */
function stackAccessories(desired: DesiredState, observed: ObservedState): AccessoryWork {
  const { start, replace, left } = stackWork(desired, observed)
  const drift = (service: string, stateful?: string): Drift => ({
    service,
    differs: ['its definition'],
    stateful,
  })
  return {
    ...{ start, once: [], late: [] },
    replace: replace.map((service) => drift(service)),
    left: left.flatMap(({ service, why }) =>
      desired.roles.accessories.includes(service) ? [drift(service, why)] : [],
    ),
  }
}

/**
 * Finds how a service's containers differ from the release. A container made by an earlier version or by hand has no
 * definition label; only its image is compared, so that it is never replaced by mistake.
 */
function driftOf({ model }: DesiredState, observed: ObservedState, service: string): string[] {
  // A container with a release label comes from when this accessory was a web service; it is removed with that release.
  const there = containersOf(observed, service).filter(({ release }) => release === '')
  const [one] = there.toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running'))
  if (one === undefined) return []
  const { hash, parts } = definitionOf(model, service)
  if (there.some((other) => other.definition === hash && other.state === one.state)) return []
  if ((one.definition ?? '') === '')
    return otherImage(one, unescapeDollars(model.services[service]?.image ?? ''))
  const named = differences(one.parts ?? {}, parts)
  return named.length === 0 ? ['its definition'] : named
}

/** Docker shows an id instead of a name when the tag has moved since. */
function otherImage({ image: runs }: Container, wanted: string): string[] {
  const isUnknown = wanted === '' || runs === '' || /^(sha256:)?[0-9a-f]{12,64}$/.test(runs)
  return isUnknown || runs === wanted ? [] : [`image ${runs} → ${wanted}`]
}

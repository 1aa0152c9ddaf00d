import { type DesiredState, keepsLive } from '../../model/desired.ts'
import type { ObservedState } from '../../model/observed.ts'
import type { Stack } from '../../model/swarm.ts'
import { whyStateful } from '../accessories/stateful.ts'
import { definitionLabel, releaseLabel, roleLabel } from '../labels.ts'
import { closedAs, closedStack, withoutMaintenance } from './maintenance.ts'
import { partOf, together } from './render.ts'

/** What a deploy does with the services of a stack that are no part of the app, and the stack that comes of it. */
export interface StackWork {
  /** The whole stack as it will be: what is left is in it as it runs now. */
  stack: Stack
  start: string[]
  replace: string[]
  /** Services that differ from the file or are not in it, and stay, with the reason. */
  left: { service: string; why: string }[]
}

/**
 * Decides what becomes of the accessories of a stack. One that may hold data and differs stays as it runs, unless the
 * input names it; one that the file has no more stays too. Pure.
 */
export function stackWork(
  desired: DesiredState,
  { swarm: observed }: Pick<ObservedState, 'swarm'>,
): StackWork {
  const { swarm, model, roles, root, updates = [] } = desired
  const live: Stack = observed?.stack ?? { services: {} }
  if (keepsLive(desired)) return { stack: kept(desired, live), start: [], replace: [], left: [] }
  // A deploy to a closed shop leaves it closed, and an open one is not closed by an old release.
  const wanted = closedAs(swarm?.stack ?? { services: {} }, observed?.stack)
  const work: StackWork = { stack: wanted, start: [], replace: [], left: [] }
  for (const name of roles.accessories) {
    const runs = observed?.services.find((one) => one.name === name)
    if (wanted.services[name] === undefined) continue
    if (runs === undefined) work.start.push(name)
    else if (runs.definition !== wanted.services[name].labels?.[definitionLabel]) {
      const why = updates.includes(name) ? undefined : whyStateful(model, roles, name, root)
      if (why === undefined || live.services[name] === undefined) work.replace.push(name)
      else work.left.push({ service: name, why })
    }
  }
  for (const [name, { labels = {} }] of Object.entries(live.services))
    if (!(name in wanted.services) && labels[releaseLabel] === undefined && labels[roleLabel] !== 'edge')
      work.left.push({ service: name, why: 'the Compose file does not have it any more' })
  const staying = partOf(
    live,
    work.left.map(({ service }) => service),
  )
  const { services, ...rest } = wanted
  const others = Object.fromEntries(Object.entries(services).filter(([name]) => !(name in staying.services)))
  return { ...work, stack: together({ ...rest, services: others }, staying) }
}

/** The live stack, closed or opened where that is asked for. */
function kept({ maintenance, model, edge, roles }: DesiredState, live: Stack): Stack {
  if (maintenance === undefined) return live
  if (maintenance.to === undefined) return withoutMaintenance(live)
  return closedStack(live, { project: model.name, edge, web: roles.web }, maintenance.to).stack
}

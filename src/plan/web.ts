import { appServices } from '../model/desired.ts'
import { placeOf, type WebService, webServices } from '../model/edge/web.ts'
import { containersOf, isWarm, mustTakeOver, oldContainers } from '../model/observed.ts'
import { replicasOf } from '../model/project/project.ts'
import type { Batch, HostState, Part, Step } from '../model/step.ts'
import { step, when } from '../model/step.ts'
import { hasOld, hostsOf } from './placed.ts'

/**
 * Runs old and new web beside each other: on all hosts, every new container starts before any host switches.
 * @param between steps after the first new containers answer, before the first switch
 */
export function replaceWeb(targets: readonly HostState[], between: readonly Step[] = []): Step[] {
  const rounds = roundsOf(targets)
  // None of these hosts runs web.
  if (rounds.length === 0) return [...between]
  return rounds.flatMap((round, index) => {
    const { starts, switches } = webSteps(targets, round, index > 0)
    return [...starts, ...when(index === 0, ...between), ...switches]
  })
}

/** Replaces web that can't run twice: one host after another, so that a balancer in front can use the others. */
export function recreateWeb(targets: readonly HostState[]): Step[] {
  return targets.flatMap((target) => {
    const [round = []] = roundsOf([target])
    const where =
      targets.length > 1 ? ` on ${target.observed.host}` : ': requests fail until the new ones answer'
    const stops = round.flatMap((one): Step[] => {
      const old = one.on[0]?.batch?.oldTo ?? 0
      return when(old > 0, { do: 'stop-web', title: `Stop ${old} old ${nameOf(one)}${where}`, on: one.on })
    })
    const { starts, switches } = webSteps([target], round, false)
    // Web comes last: with it the host joins a balancer in front again.
    return [...stops, ...starts, ...switches.toReversed()]
  })
}

/** Stops all old web at once, where nobody may write. */
export function stopAllWeb(targets: readonly HostState[]): Step {
  const on = targets.flatMap(({ desired, observed }) => {
    const old = oldContainers(observed, desired.roles.web, desired.release.id).length
    const batch = { from: 0, to: 0, oldFrom: 0, oldTo: old, makeRoom: false }
    return when(old > 0, { host: observed.host, batch })
  })
  return { do: 'stop-web', title: 'Stop the web that serves', on }
}

/** Replaces the old release's workers and scheduler by the new ones, on the hosts that run them. */
export function moveBackground(targets: readonly HostState[]): Step[] {
  const { workers = [], schedulers = [] } = targets[0]?.desired.roles ?? {}
  const background = [...workers, ...schedulers]
  const elsewhere = targets.filter(
    ({ desired, observed }) =>
      !desired.schedules && schedulers.some((name) => containersOf(observed, name).length > 0),
  )
  const here = targets.filter(({ desired }) => desired.schedules)
  const names = schedulers.join(', ')
  const isFirst = !hasOld(targets)
  // Workers that can't run twice stop in this step, also on hosts that they leave; others stop once the new ones are
  // stable.
  const starting = targets.filter(
    (target) =>
      workers.some((name) => appServices(target.desired).includes(name)) ||
      hostsOf([target], target.desired.stopFirst).length > 0,
  )
  return [
    ...stepOn(
      starting,
      'workers',
      isFirst ? `Start ${workers.join(', ')}` : `Start new ${workers.join(', ')} beside the old`,
    ),
    ...stepOn(elsewhere, 'stop-scheduler', `Stop ${names}, which moves to another host`),
    ...when(
      schedulers.length > 0,
      ...stepOn(here, 'scheduler', isFirst ? `Start ${names}` : `Hand over ${names}: stop the old one first`),
    ),
    ...stepOn(
      hostsOf(targets, background),
      'settle',
      `Watch that ${background.join(', ')} keep running${isFirst ? '' : ', stop the old workers warm'}`,
    ),
  ]
}

/** A step on these hosts; none when the list is empty. */
function stepOn(targets: readonly HostState[], kind: Step['do'], title: string): Step[] {
  return when(targets.length > 0, step(targets)(kind, title))
}

/** One web service's work in a round, on all hosts that have a batch of it. */
interface Group {
  web: WebService
  on: Part[]
}

function webSteps(
  targets: readonly HostState[],
  round: readonly Group[],
  isMore: boolean,
): { starts: Step[]; switches: Step[] } {
  const starts = round.map((one): Step => {
    const { healthPath } = one.web
    const title = targets.every(isWarm)
      ? `See that ${countOf(one, isMore)} still answer ${healthPath}`
      : `Start ${countOf(one, isMore)} and wait until they answer ${healthPath}`
    return { do: 'start-web', title, on: one.on }
  })
  const switches = round.flatMap((one) =>
    switchGroups(targets, one).map(
      (on): Step => ({
        do: 'switch',
        title: `Switch ${placeOf(one.web)} to ${countOf(one, isMore)}`,
        on,
      }),
    ),
  )
  return { starts, switches }
}

function countOf(group: Group, isMore: boolean): string {
  const { from = 0, to = 0 } = group.on[0]?.batch ?? {}
  return `${to - from} ${nameOf(group)}${isMore ? ' more' : ''}`
}

/** The name for people: the role for web, whatever its service is called. */
function nameOf({ web: { service } }: Group): string {
  return service ?? 'web'
}

/** Combines the batches of all hosts and web services into rounds: all first batches, then all second ones, and so on. */
function roundsOf(targets: readonly HostState[]): Group[][] {
  const [first] = targets
  const services = first === undefined ? [] : webServices(first.desired)
  const lists = services.flatMap((web) =>
    targets.map((target) => ({ web, host: target.observed.host, batches: webBatches(target, web) })),
  )
  const longest = Math.max(0, ...lists.map(({ batches }) => batches.length))
  return Array.from({ length: longest }, (_, index) =>
    services.flatMap((web): Group[] => {
      const on = lists.flatMap((one) => {
        const batch = one.web === web ? one.batches[index] : undefined
        return batch === undefined ? [] : [{ host: one.host, batch }]
      })
      return when(on.length > 0, { web, on })
    }),
  )
}

/** One batch with everything; for `rolling` one replica after another, each making room for the next. */
function webBatches({ desired, observed }: HostState, { name, service }: WebService): Batch[] {
  const { strategy, model, release } = desired
  const count = replicasOf(model.services[name] ?? {})
  const old = oldContainers(observed, name, release.id).length
  const of = service === undefined ? {} : { service }
  const all: Batch = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false, ...of }
  // A port is taken over in one step.
  if (strategy !== 'rolling' || old === 0 || count < 2 || mustTakeOver(desired, observed)) return [all]
  const share = (index: number): number => Math.floor((index * old) / count)
  return Array.from({ length: count }, (_, index) => ({
    from: index,
    to: index + 1,
    oldFrom: share(index),
    oldTo: share(index + 1),
    // Clean-up removes the last old ones: until the commit they allow the fastest rollback.
    makeRoom: index < count - 1,
    ...of,
  }))
}

/**
 * Groups the switches: all hosts at once, except that taking a port over from a web service closes it for a moment, so
 * these hosts go one after another. Such a host takes over all its ports in one step, that of web.
 */
function switchGroups(targets: readonly HostState[], { web, on }: Group): Part[][] {
  const closing = on.filter(({ host }) =>
    targets.some(({ desired, observed }) => observed.host === host && mustTakeOver(desired, observed)),
  )
  const others = on.filter((part) => !closing.includes(part))
  const alone = web.service === undefined ? closing.map((part) => [part]) : []
  return [others, ...alone].filter((group) => group.length > 0)
}

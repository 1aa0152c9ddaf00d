import { replicasOf } from '../compose/model.ts'
import { containersOf, isWarm, mustTakeOver, oldContainers } from './observed.ts'
import { type Batch, type Part, type Step, type Target } from './plan.ts'
import { step, when } from './steps.ts'

/**
 * Old and new beside each other: everything starts before anything switches, on all hosts.
 * @param between what is done once the first new ones answer, before the first switch
 */
export function replaceWeb(targets: readonly Target[], between: readonly Step[] = []): Step[] {
  const rounds = roundsOf(targets)
  return rounds.flatMap((round, index) => {
    const { start, switches } = webSteps(targets, round, index > 0)
    return index === 0 ? [start, ...between, ...switches] : [start, ...switches]
  })
}

/** Web that can't run twice: host after host, so that a balancer in front has others to turn to. */
export function recreateWeb(targets: readonly Target[]): Step[] {
  return targets.flatMap((target) => {
    const [round = []] = roundsOf([target])
    const { start, switches } = webSteps([target], round, false)
    const old = round[0]?.batch?.oldTo ?? 0
    const title = `Stop ${old} old web${targets.length > 1 ? ` on ${target.seen.host}` : ': requests fail until the new ones answer'}`
    return [...when(old > 0, { do: 'stop-web' as const, title, on: round }), start, ...switches]
  })
}

/** All old web at once, where nobody may write. */
export function stopAllWeb(targets: readonly Target[]): Step {
  const on = targets.map(({ wanted, seen }) => {
    const old = oldContainers(seen, wanted.roles.web, wanted.release.id).length
    return { host: seen.host, batch: { from: 0, to: 0, oldFrom: 0, oldTo: old, makeRoom: false } }
  })
  return { do: 'stop-web', title: 'Stop the web that serves', on }
}

/** Workers and scheduler of the old release give way to those of the new one. */
export function moveBackground(targets: readonly Target[]): Step[] {
  const [first] = targets
  const { workers = [], schedulers = [] } = first?.wanted.roles ?? {}
  const background = [...workers, ...schedulers]
  const elsewhere = targets.filter(
    ({ wanted, seen }) => !wanted.schedules && schedulers.some((name) => containersOf(seen, name).length > 0),
  )
  return [
    ...when(workers.length > 0, step(targets)('workers', `Start new ${workers.join(', ')} beside the old`)),
    ...when(
      elsewhere.length > 0,
      step(elsewhere)('stop-scheduler', `Stop ${schedulers.join(', ')}, which moves to another host`),
    ),
    ...when(
      schedulers.length > 0,
      step(targets.filter(({ wanted }) => wanted.schedules))(
        'scheduler',
        `Hand over ${schedulers.join(', ')}: stop the old one first`,
      ),
    ),
    ...when(
      background.length > 0,
      step(targets)('settle', `Watch that ${background.join(', ')} keep running, stop the old workers warm`),
    ),
  ]
}

function webSteps(
  targets: readonly Target[],
  on: Part[],
  isMore: boolean,
): { start: Step; switches: Step[] } {
  const { edge, publicPort } = targets[0]?.wanted ?? { edge: { healthPath: '' }, publicPort: 0 }
  const { from = 0, to = 0 } = on[0]?.batch ?? {}
  const count = `${to - from} web${isMore ? ' more' : ''}`
  const title = targets.every(isWarm)
    ? `See that ${count} still answer ${edge.healthPath}`
    : `Start ${count} and wait until they answer ${edge.healthPath}`
  return {
    start: { do: 'start-web', title, on },
    switches: switchGroups(targets, on).map((group) => ({
      do: 'switch',
      title: `Switch port ${publicPort} to ${count}`,
      on: group,
    })),
  }
}

/** The batches of all hosts, side by side: the first of each, the second of those that have one, and so on. */
function roundsOf(targets: readonly Target[]): Part[][] {
  const lists = targets.map((target) => ({ host: target.seen.host, batches: webBatches(target) }))
  const longest = Math.max(...lists.map(({ batches }) => batches.length))
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap(({ host, batches }) => {
      const batch = batches[index]
      return batch === undefined ? [] : [{ host, batch }]
    }),
  )
}

/** One batch with everything, or for `rolling` one replica after the other, each making room for the next. */
function webBatches({ wanted: { strategy, model, roles, release }, seen }: Target): Batch[] {
  const count = replicasOf(model.services[roles.web] ?? {})
  const old = oldContainers(seen, roles.web, release.id).length
  const all: Batch = { from: 0, to: count, oldFrom: 0, oldTo: old, makeRoom: false }
  if (strategy !== 'rolling' || old === 0 || count < 2) return [all]
  const share = (index: number): number => Math.floor((index * old) / count)
  return Array.from({ length: count }, (_, index) => ({
    from: index,
    to: index + 1,
    oldFrom: share(index),
    oldTo: share(index + 1),
    // The last old ones are left to the clean-up: until the commit they are the quickest way back.
    makeRoom: index < count - 1,
  }))
}

/** All at once; but where the port is taken over from web it is closed for a moment, so these go host after host. */
function switchGroups(targets: readonly Target[], on: readonly Part[]): Part[][] {
  const closing = on.filter(({ host }) =>
    targets.some(({ wanted, seen }) => seen.host === host && mustTakeOver(wanted, seen)),
  )
  const others = on.filter((part) => !closing.includes(part))
  return [others, ...closing.map((part) => [part])].filter((group) => group.length > 0)
}

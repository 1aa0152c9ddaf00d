import type { Session } from '../engine/session.ts'
import type { Executed } from '../execute/outcome.ts'
import { appServices, type DesiredState } from '../model/desired.ts'
import { isPlaced } from '../model/placement.ts'
import { type HostState, when } from '../model/step.ts'
import { counted, details, duration, inlineCode, table } from '../report/markdown.ts'

/** The number of hosts whose table needs no fold. */
const shownHosts = 5

/** The table of hosts: what was live where that differs, what runs there, and the requests while it was watched; empty for a single host. Pure. */
export function hostsTable(targets: readonly HostState[], sessions: readonly Session[]): string {
  if (targets.length === 1) return ''
  const placed = targets.some(({ desired }) => desired.placement !== undefined)
  const mixed = new Set(targets.map(({ observed }) => observed.live?.id)).size > 1
  const watched = sessions.some(({ results }) => results.baked !== undefined)
  const shown = table(
    [
      'Host',
      ...when(mixed, 'Before'),
      ...when(placed, 'Runs'),
      'Scheduler',
      ...when(watched, 'Requests while it was watched'),
    ],
    targets.map(({ desired, observed }) => [
      inlineCode(observed.host),
      ...when(mixed, inlineCode(observed.live?.id ?? 'none')),
      ...when(placed, runningOn(desired)),
      desired.schedules && desired.roles.schedulers.length > 0 ? 'here' : '',
      ...when(watched, bakedText(sessions.find(({ host }) => host.name === observed.host))),
    ]),
  )
  return targets.length > shownHosts ? details(`All ${targets.length} hosts`, shown) : shown
}

/** One line on the requests that the edges counted while the release was watched; empty when it was not. Pure. */
export function watchedLine(sessions: readonly Session[]): string {
  const counts = sessions.flatMap(({ results }) => results.baked ?? [])
  if (counts.length === 0) return ''
  const sum = {
    requests: counts.reduce((all, { requests }) => all + requests, 0),
    failed: counts.reduce((all, { failed }) => all + failed, 0),
    seconds: Math.max(...counts.map(({ seconds }) => seconds)),
  }
  return `While it was watched: ${baked(sum)}.`
}

function bakedText(session: Session | undefined): string {
  return session?.results.baked === undefined ? '' : baked(session.results.baked)
}

function baked({ requests, failed, seconds }: NonNullable<Session['results']['baked']>): string {
  return `${counted(requests, 'request')} in ${duration(seconds)}, ${failed.toLocaleString('en')} failed`
}

function runningOn(desired: DesiredState): string {
  const accessories = desired.roles.accessories.filter((name) => isPlaced(desired, name))
  return [...appServices(desired), ...accessories].join(', ')
}

/** One line on the services that ran once, where and how long; empty without any. Pure. */
export function ranOnceLine(sessions: readonly Session[]): string {
  const ran = sessions.flatMap(({ host, results: { ranOnce = [] } }) =>
    ranOnce.map(({ service, seconds }) => {
      const took = seconds === undefined ? '' : ` after ${duration(seconds)}`
      return `${inlineCode(service)} on ${inlineCode(host.name)} ended well${took}`
    }),
  )
  return ran.length === 0 ? '' : `Ran once: ${ran.join(', ')}.`
}

/** Says that the plan was refreshed, and why; empty if nothing changed meanwhile. Pure. */
export function refreshedLine({ refreshed }: Pick<Executed, 'refreshed'>): string {
  if (refreshed.length === 0) return ''
  return `Hosts changed between the first look and the lock, and the plan was computed again: ${refreshed.join(', ')}.`
}

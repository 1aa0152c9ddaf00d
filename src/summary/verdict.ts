import type { Executed } from '../execute/outcome.ts'
import type { Release } from '../model/release/release.ts'
import { servedAfterCommit, serviceOf } from '../model/serving.ts'
import type { HostState } from '../model/step.ts'
import { counted, duration, hostNames } from '../report/markdown.ts'
import { endingOf } from '../report/serving.ts'
import { Serving } from '../runner/serving.ts'

/** A release as people call it: by its version, else by its id. */
export function nameOf({ id, version }: Pick<Release, 'id' | 'version'>): string {
  return version === '' ? `release ${id}` : `version ${version}`
}

/** The same in a word, where several stand in one line. */
export function shortName({ id, version }: Pick<Release, 'id' | 'version'>): string {
  return version === '' ? id : version
}

/** What serves after a change that went well, and what customers noticed of it, in one line. Pure. */
export function verdictOf(members: readonly HostState[], executed: Executed | undefined): string {
  const serving = new Serving()
  for (const { desired, observed } of members)
    serving.note(
      observed.host,
      executed === undefined ? serviceOf(observed, desired) : servedAfterCommit(observed, desired),
    )
  const { verdict, affected } = endingOf(serving)
  const noticed = executed === undefined || affected !== 'false' ? '' : noticedOf(members, executed)
  return noticed === '' ? verdict : `${verdict.slice(0, verdict.lastIndexOf(';'))}; ${noticed}`
}

/** What customers noticed: their requests that failed while the release was watched, or the time without web; empty when not measured. */
function noticedOf(members: readonly HostState[], { sessions, steps, timeline }: Executed): string {
  if (members.every(({ observed }) => observed.live === undefined && observed.containers.length === 0))
    return 'nothing served there before'
  const seconds = secondsWithoutWeb(members, steps, timeline)
  if (seconds !== undefined) return `requests failed for ${duration(seconds)}`
  const baked = sessions.flatMap(({ results }) => results.baked ?? [])
  const [requests, failed] = [
    baked.reduce((sum, one) => sum + one.requests, 0),
    baked.reduce((sum, one) => sum + one.failed, 0),
  ]
  if (requests === 0) return ''
  return failed === 0
    ? 'customers noticed nothing'
    : `${failed.toLocaleString('en')} of ${counted(requests, 'request')} failed`
}

/** From the moment when web stopped everywhere until requests reached the new one; undefined when it never did. */
function secondsWithoutWeb(
  members: readonly HostState[],
  steps: Executed['steps'],
  timeline: Executed['timeline'],
): number | undefined {
  const stop = steps.find((one) => one.do === 'stop-web' && one.on.length === members.length)
  const last = steps.findLast((one) => one.do === 'switch')
  const from = timeline.find(({ name }) => name === stop?.title)
  const to = timeline.findLast(({ name }) => name === last?.title)
  if (from === undefined || to === undefined) return undefined
  return (to.started - from.started) / 1000 + to.seconds
}

/** Where a change happens: the hosts' names, or how many they are. */
export function hostsOf(members: readonly HostState[]): string {
  return hostNames(members.map(({ observed }) => observed.host))
}

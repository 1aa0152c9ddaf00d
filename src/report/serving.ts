import type { Service, Serving } from '../runner/serving.ts'
import { hostNames } from './markdown.ts'

/** The state of the service at the end of a run. */
export interface Ending {
  /** Sentences on the live releases and whether customers are affected. */
  text: string
  /** The same in one short line, by version; empty if no server is involved. */
  verdict: string
  /** The live releases, one per line; a single one if all hosts have the same. */
  release: string
  affected: 'true' | 'false' | 'unknown'
  /** How many hosts the run has to do with. */
  hosts: number
}

const sentences: Record<Service['state'], (hosts: string, release: string) => string> = {
  serves: (hosts, release) => `Release ${release} serves on ${hosts}.`,
  live: (hosts, release) => `Release ${release} is live on ${hosts}.`,
  closed: (hosts, release) => `The shop is closed for maintenance on ${hosts}; release ${release} is live.`,
  background: (hosts, release) => `Release ${release} works in the background on ${hosts}.`,
  down: (hosts, release) => `Release ${release} is live on ${hosts}, but its web does not run.`,
  'by-hand': (hosts) => `On ${hosts} the containers serve that were started by hand; no release is live.`,
  nothing: (hosts) => `Nothing serves on ${hosts}: no release is live there.`,
  unknown: (hosts, release) =>
    release === ''
      ? `What serves on ${hosts} is not known: it was not reached, and this run changed nothing there.`
      : `What serves on ${hosts} is not known; by itself it goes back to release ${release}.`,
}

const verdicts: Record<Service['state'], (hosts: string, release: string) => string> = {
  serves: (hosts, release) => `${release} serves on ${hosts}`,
  live: (hosts, release) => `${release} is live on ${hosts}`,
  closed: (hosts) => `the shop is closed for maintenance on ${hosts}`,
  background: (hosts, release) => `${release} works in the background on ${hosts}`,
  down: (hosts) => `no web runs on ${hosts}`,
  'by-hand': (hosts) => `containers that were started by hand serve on ${hosts}`,
  nothing: (hosts) => `nothing serves on ${hosts} yet`,
  unknown: (hosts) => `what serves on ${hosts} is not known`,
}

/** The state of the service for the end of a run. Pure. */
export function endingOf({ hosts }: Serving): Ending {
  if (hosts.size === 0)
    return {
      text: 'No server was changed: what served before serves on.',
      verdict: 'No server was changed; customers not affected',
      ...{ release: '', affected: 'false', hosts: 0 },
    }
  const groups = new Map<string, [Service, string[]]>()
  for (const [host, service] of hosts) {
    const key = `${service.state} ${service.release ?? ''}`
    groups.set(key, [service, [...(groups.get(key)?.[1] ?? []), host]])
  }
  const states = [...groups.values()].map(([{ state }]) => state)
  const text = [...groups.values()].map(([{ state, release = '' }, names]) =>
    sentences[state](groups.size === 1 ? hostNames(names) : names.join(', '), release),
  )
  const affected = states.some((state) => state === 'down' || state === 'closed')
    ? 'true'
    : states.includes('unknown')
      ? 'unknown'
      : 'false'
  const releases = [...groups.values()].flatMap(([{ state, release }]) =>
    state === 'unknown' ? [] : (release ?? []),
  )
  const short = [...groups.values()].map(([{ state, release = '', version }, names]) =>
    verdicts[state](hostNames(names), version ? `Version ${version}` : `Release ${release}`),
  )
  return {
    text: [...text, customers(affected, states)].join(' '),
    verdict: capital(`${short.join('; ')}; ${affectedWords[affected]}`),
    release: [...new Set(releases)].join('\n'),
    affected,
    hosts: hosts.size,
  }
}

const affectedWords: Record<Ending['affected'], string> = {
  true: 'customers affected',
  false: 'customers not affected',
  unknown: 'customers perhaps affected',
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function customers(affected: Ending['affected'], states: readonly Service['state'][]): string {
  if (affected === 'unknown') return 'Whether customers are affected is not known.'
  if (affected === 'true') return 'Customers are affected.'
  return states.every((state) => state === 'nothing')
    ? 'There was nothing before either that customers could miss.'
    : // A record does not prove that customers are served.
      states.includes('live')
      ? 'Nothing changed for customers.'
      : 'Customers are not affected.'
}

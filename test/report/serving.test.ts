import { describe, expect, it } from 'vitest'
import { UserError } from '../../src/errors.ts'
import type { ReleaseSettings } from '../../src/model/release/release.ts'
import { serviceOf } from '../../src/model/serving.ts'
import { failureSummary } from '../../src/report/failure.ts'
import { endingOf } from '../../src/report/serving.ts'
import { type Service, Serving } from '../../src/runner/serving.ts'
import { exampleDesired, exampleRelease, servingHost } from '../model/example.ts'

function ending(hosts: Record<string, Service>) {
  const serving = new Serving()
  for (const [host, service] of Object.entries(hosts)) serving.note(host, service)
  return endingOf(serving)
}

describe('the end of a run', () => {
  it('The ending says that nothing was changed if no server was contacted', () => {
    expect(ending({})).toEqual({
      text: 'No server was changed: what served before serves on.',
      verdict: 'No server was changed; customers not affected',
      ...{ release: '', affected: 'false', hosts: 0 },
    })
  })

  it('The ending names the release once for all hosts that serve it', () => {
    const service = { state: 'serves', release: 'r-1' } as const
    expect(ending({ 'web-1': service, 'web-2': service })).toEqual({
      text: 'Release r-1 serves on web-1, web-2. Customers are not affected.',
      verdict: 'Release r-1 serves on web-1, web-2; customers not affected',
      ...{ release: 'r-1', affected: 'false', hosts: 2 },
    })
  })

  it('The verdict says the version, and the number of hosts where they are many', () => {
    const service = { state: 'serves', release: 'r-1', version: '3.22.1' } as const
    const names = Array.from({ length: 20 }, (_, index) => `web-${index + 1}`)
    const end = ending(Object.fromEntries(names.map((name) => [name, service])))
    expect(end.verdict).toBe('Version 3.22.1 serves on 20 hosts; customers not affected')
    expect(end.text).toContain('Release r-1 serves on 20 hosts.')
  })

  it.each<[string, Service, string, string]>([
    [
      'a closed shop',
      { state: 'closed', release: 'r-1' },
      'true',
      'The shop is closed for maintenance on web-1; release r-1 is live. Customers are affected.',
    ],
    [
      'a host for workers',
      { state: 'background', release: 'r-1' },
      'false',
      'Release r-1 works in the background on web-1. Customers are not affected.',
    ],
    [
      'web that does not run',
      { state: 'down', release: 'r-1' },
      'true',
      'Release r-1 is live on web-1, but its web does not run. Customers are affected.',
    ],
    [
      'a first deploy',
      { state: 'nothing' },
      'false',
      'Nothing serves on web-1: no release is live there. There was nothing before either that customers could miss.',
    ],
    [
      'containers from before',
      { state: 'by-hand' },
      'false',
      'On web-1 the containers serve that were started by hand; no release is live. Customers are not affected.',
    ],
    [
      'a record alone',
      { state: 'live', release: 'r-1' },
      'false',
      'Release r-1 is live on web-1. Nothing changed for customers.',
    ],
    [
      'a host that is lost',
      { state: 'unknown', release: 'r-1' },
      'unknown',
      'What serves on web-1 is not known; by itself it goes back to release r-1. Whether customers are affected is not known.',
    ],
    [
      'a host that was never reached',
      { state: 'unknown' },
      'unknown',
      'What serves on web-1 is not known: it was not reached, and this run changed nothing there. Whether customers are affected is not known.',
    ],
  ])('The ending is right for %s', (_, service, affected, text) => {
    expect(ending({ 'web-1': service })).toMatchObject({ affected, text })
  })

  it('Hosts with different releases are listed apart, and the worst decides about customers', () => {
    const end = ending({
      'web-1': { state: 'serves', release: 'r-2' },
      'web-2': { state: 'unknown', release: 'r-1' },
      'web-3': { state: 'serves', release: 'r-1' },
    })
    expect(end).toMatchObject({ release: 'r-2\nr-1', affected: 'unknown' })
    expect(end.text).toContain('Release r-2 serves on web-1. What serves on web-2 is not known')
  })

  it('The ending follows the fix in the summary', () => {
    const error = new UserError('bad-input', "Input 'image' is missing.", 'Give it.')
    expect(failureSummary(error, { does: 'deploy', ending: ending({}) })).toBe(
      "### ❌ Deploy failed. No server was changed; customers not affected\n\n**What happened:** Input 'image' is missing.\n\n**What to do:** Give it.",
    )
    const serves = ending({ 'web-1': { state: 'serves', release: 'r-1', version: '3.22.1' } })
    expect(failureSummary(error, { does: 'rollback', ending: serves })).toMatch(
      /^### ❌ Rollback failed\. Version 3\.22\.1 serves on web-1; customers not affected\n[^]*Give it\.\n\n\*\*What serves now:\*\* Release r-1 serves on web-1\. Customers are not affected\.$/,
    )
  })
})

describe('the live release of an observed host', () => {
  const desired = exampleDesired()
  const web = servingHost().containers.find(({ service }) => service === desired.roles.web)
  const upstream = { slot: 's1', container: web?.name ?? '', release: 'old' }
  const observed = { ...servingHost(), upstreams: [upstream] }

  it('A host serves its live release if the edge has a running web container of it', () => {
    expect(serviceOf(observed, desired)).toEqual({
      ...{ state: 'serves', release: observed.live?.id, version: '3.20.1' },
    })
  })

  it('A host serves nothing if web or edge do not run', () => {
    for (const service of [desired.roles.web, 'edge']) {
      const containers = observed.containers.filter((one) => one.service !== service)
      expect(serviceOf({ ...observed, containers }, desired).state).toBe('down')
    }
  })

  it('A host in maintenance mode serves the maintenance page', () => {
    const maintenance = { allow: [], page: '', retryAfter: 60 }
    expect(serviceOf({ ...observed, maintenance }, desired).state).toBe('closed')
  })

  it('A host whose live release has no web works in the background, whatever is deployed next', () => {
    const live = { ...exampleRelease('old'), settings: { placement: { role: 'workers' } } as ReleaseSettings }
    expect(serviceOf({ ...observed, live }, desired)).toMatchObject({ state: 'background', release: 'old' })
    expect(serviceOf(observed, exampleDesired({ placement: { role: 'workers' } })).state).toBe('serves')
  })

  it('A host without a live release serves a manual container, or nothing', () => {
    expect(serviceOf({ ...observed, live: undefined }, desired)).toEqual({ state: 'by-hand' })
    expect(serviceOf({ ...observed, live: undefined, containers: [] }, desired)).toEqual({ state: 'nothing' })
  })
})

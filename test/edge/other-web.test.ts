import { describe, expect, it } from 'vitest'
import { readUpstreams, renderConfig, renderMap, withoutRunTime } from '../../src/edge/config.ts'
import { plainMaintenance } from '../../src/edge/maintenance.ts'
import { listenPort } from '../../src/edge/other-web.ts'
import { pointCommands, retireCommands, slotAddresses, switchCommands } from '../../src/edge/runtime.ts'
import { parseStatistics } from '../../src/edge/statistics.ts'
import { assignSlots, slotOf } from '../../src/edge/upstreams.ts'
import type { EdgeSettings, OtherWeb, Upstream } from '../../src/model/edge/edge.ts'

const web: EdgeSettings = {
  port: 8000,
  healthPath: '/health/',
  healthHost: 'localhost',
  readinessPath: '/saleor-deploy/ready',
}
const storefront: OtherWeb = {
  ...{ service: 'storefront', port: 3000, listen: 3000, publicPort: 80, healthPath: '/' },
}
const dashboard: OtherWeb = {
  ...{ service: 'dashboard', port: 80, listen: 80, publicPort: 9000, healthPath: '/dashboard/?a=b' },
}
const settings: EdgeSettings = { ...web, otherWeb: [storefront, dashboard] }
const upstreams: Upstream[] = [
  { slot: 's1', container: 'shop-web-1', release: 'r1' },
  { slot: 's1', service: 'storefront', container: 'shop-storefront-1', release: 'r2' },
  { slot: 's2', service: 'storefront', container: 'shop-storefront-2', release: 'r1', warm: true },
]

/** A section of a configuration, up to the next one. */
function section(config: string, name: string): string {
  return config.split(/\n(?=frontend|backend|# |\.if)/).find((one) => one.startsWith(name)) ?? ''
}

describe('the configuration for several web services', () => {
  const config = renderConfig(settings, upstreams)

  it('The configuration without other web services is that of web alone, word for word, so that no edge is made anew', () => {
    expect(renderConfig({ ...web, otherWeb: [] }, upstreams.slice(0, 1))).toBe(
      renderConfig(web, upstreams.slice(0, 1)),
    )
    expect(renderMap(upstreams.slice(0, 1), [])).toBe(renderMap(upstreams.slice(0, 1)))
    expect(config.startsWith(renderConfig(web, upstreams).split('\nbackend web\n')[0] ?? '-')).toBe(true)
  })

  it('The configuration has a frontend on a port of its own and a backend with slots of its own for each web service', () => {
    expect(section(config, 'frontend public-storefront')).toContain('\n  bind :3000 proto h1\n')
    expect(section(config, 'frontend public-storefront')).toContain('\n  default_backend web-storefront')
    const backend = config.slice(config.indexOf('backend web-storefront'), config.indexOf('public-dashboard'))
    expect(backend).toContain('\n  server s1 shop-storefront-1:3000\n')
    expect(backend).toContain('\n  server s2 shop-storefront-2:3000 disabled\n')
    expect(backend).toContain('\n  server s64 edge:3000 disabled\n')
    expect(config).toContain('\n  server s1 shop-web-1:8000\n  server s2 edge:8000 disabled\n')
    expect(readUpstreams(config)).toEqual(upstreams)
  })

  it('The edge is asked by a balancer on each port, for what stands behind that port', () => {
    expect(section(config, 'frontend public-dashboard')).toContain(
      '\n  monitor-uri /saleor-deploy/ready\n  monitor fail if { nbsrv(balancer) eq 0 } || { nbsrv(web-dashboard) eq 0 } open\n',
    )
  })

  it('The configuration closes all ports with the shop, and leaves out a health path that no customer sees', () => {
    const closed = renderConfig(settings, upstreams, plainMaintenance)
    expect(closed.match(/ {2}http-request return status 503 content-type 'text\/html/g)).toHaveLength(3)
    expect(section(closed, 'frontend public-storefront')).toContain('\n  acl health always_false\n')
    expect(section(closed, 'frontend public-dashboard')).toContain('\n  acl health path /dashboard/\n')
    expect(withoutRunTime(closed)).toBe(withoutRunTime(config))
  })

  it('The configuration needs no reload for other upstreams of a storefront, and one for another health path', () => {
    expect(withoutRunTime(renderConfig(settings, []))).toBe(withoutRunTime(config))
    const other = { ...settings, otherWeb: [{ ...storefront, healthPath: '/up' }, dashboard] }
    expect(withoutRunTime(renderConfig(other, upstreams))).not.toBe(withoutRunTime(config))
  })

  it('The map of releases has a row for each slot, as HAProxy adds none at run time', () => {
    const rows = renderMap(upstreams, settings.otherWeb).trim().split('\n')
    expect(rows).toHaveLength(3 * 64)
    expect(rows).toEqual(expect.arrayContaining(['s1 r1', 'web-storefront/s1 r2', 'web-dashboard/s64 none']))
  })
})

describe('the port in the container of the edge', () => {
  it.each([
    ["is the service's own", 3000, [8000], 3000],
    ['is another where two services listen on the same one', 8000, [8000], 20_000],
    ['is another for the third as well', 8000, [8000, 20_000], 20_001],
    ['is not that of the numbers for Prometheus', 8404, [8000], 20_000],
    ['is not that of the commands', 9999, [8000], 20_000],
  ])('The port in the container of the edge %s', (_, target, taken, port) => {
    expect(listenPort(target, taken)).toBe(port)
  })
})

describe('slots of a storefront', () => {
  it('Slots of a storefront are numbered apart from those of web', () => {
    expect(assignSlots(upstreams, ['shop-storefront-3'], 'r3', 'storefront')).toEqual([
      { slot: 's3', service: 'storefront', container: 'shop-storefront-3', release: 'r3' },
    ])
    expect(assignSlots(upstreams, ['shop-web-2'], 'r3')).toEqual([
      { slot: 's2', container: 'shop-web-2', release: 'r3' },
    ])
  })

  it('Slots of a storefront have their backend in front, in commands, in addresses and in what the edge has counted', () => {
    const [old, next] = upstreams as [Upstream, Upstream]
    expect(switchCommands([next], [old])).toBe(
      'set server web-storefront/s1 state ready; set server web/s1 state drain',
    )
    expect(pointCommands([next])).toBe(
      'set map /usr/local/etc/haproxy/releases.map web-storefront/s1 r2; set server web-storefront/s1 fqdn shop-storefront-1',
    )
    expect(retireCommands([next])).toContain('releases.map web-storefront/s1 none')
    expect(slotAddresses([old, next])).toEqual(['s1=shop-web-1', 'web-storefront/s1=shop-storefront-1'])
    const csv = '# pxname,svname,scur\nweb,s1,1\nweb-storefront,s1,2\n'
    expect(parseStatistics(csv).map(({ slot }) => slot)).toEqual([slotOf(old), slotOf(next)])
  })
})

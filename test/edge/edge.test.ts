import { describe, expect, test } from 'vitest'
import { metricsPort, readUpstreams, renderConfig, renderMap, withoutRunTime } from '../../src/edge/config.ts'
import {
  joinCommand,
  leaveCommand,
  places,
  pointCommands,
  retireCommands,
  switchBackCommands,
  switchCommands,
} from '../../src/edge/runtime.ts'
import { assignSlots, slotCount, type Upstream } from '../../src/edge/upstreams.ts'

const settings = {
  port: 8000,
  healthPath: '/health/',
  healthHost: 'localhost',
  readinessPath: '/saleor-deploy/ready',
}
const old: Upstream[] = [{ slot: 's1', container: 'shop-web-1', release: 'r1' }]

describe('slots', () => {
  test('go to the first free ones', () => {
    expect(assignSlots(old, ['shop-web-2', 'shop-web-3'], 'r2')).toEqual([
      { slot: 's2', container: 'shop-web-2', release: 'r2' },
      { slot: 's3', container: 'shop-web-3', release: 'r2' },
    ])
  })

  test('run out with a clear error', () => {
    const many = Array.from({ length: slotCount }, (_, index) => `shop-web-${index}`)
    expect(() => assignSlots(old, many, 'r2')).toThrow(/64 slots, 1 are taken, 64 are needed/)
  })
})

describe('the configuration file', () => {
  test('says by name who serves, and reads it back', () => {
    const config = renderConfig(settings, old)
    expect(config).toContain('  server s1 shop-web-1:8000\n')
    expect(config).toContain('  server s2 edge:8000 disabled\n')
    expect(readUpstreams(config)).toEqual(old)
  })

  test('of somebody else has no upstreams', () => {
    expect(readUpstreams('global\n  maxconn 10\n')).toEqual([])
    expect(readUpstreams('')).toEqual([])
  })

  test('needs a reload for other settings and not for other upstreams', () => {
    const same = withoutRunTime(renderConfig(settings, old))
    expect(withoutRunTime(renderConfig(settings, []))).toBe(same)
    expect(withoutRunTime(renderConfig({ ...settings, healthPath: '/up' }, old))).not.toBe(same)
  })

  test('tells its numbers on a port that web does not need, and only where the image can', () => {
    expect([8000, 8404].map(metricsPort)).toEqual([8404, 8405])
    const config = renderConfig({ ...settings, port: 8404 }, old)
    expect(config).toMatch(/\.if feature\(PROMEX\)\nfrontend metrics\n {2}bind :8405\n[^]*\n\.endif\n$/)
  })

  test('has a readiness path that the edge answers itself, in its own words for both reasons not to be ready', () => {
    const config = renderConfig({ ...settings, readinessPath: '/up' }, old)
    expect(config).toContain('\n  monitor-uri /up\n')
    expect(config).toContain('\n  monitor fail if { nbsrv(balancer) eq 0 } || { nbsrv(web) eq 0 } open\n')
    expect(withoutRunTime(config)).toContain('\n  server flag 127.0.0.1:9\n')
  })

  test('comes with a map from slots to releases', () => {
    expect(renderMap(old).split('\n').slice(0, 2)).toEqual(['s1 r1', 's2 none'])
  })
})

describe('at run time', () => {
  const next = { slot: 's2', container: 'shop-web-2', release: 'r2' }

  test('a switch is one line: in with the new, then no more for the old', () => {
    expect(switchCommands([next], old).split('; ')).toEqual([
      'set server web/s2 state ready',
      'set server web/s1 state drain',
    ])
  })

  test('a slot learns its container before it gets requests', () => {
    expect(pointCommands([next]).split('; ')).toEqual([
      'set map /usr/local/etc/haproxy/releases.map s2 r2',
      'set server web/s2 fqdn shop-web-2',
    ])
    expect(places([next])).toEqual(['s2=shop-web-2'])
  })

  test('the way back wakes the old before the new are let go', () => {
    expect(switchBackCommands([next], old)).toBe(
      'set server web/s1 state ready; set server web/s2 state drain',
    )
  })

  test('a host leaves and joins a balancer by the flag that its readiness path looks at', () => {
    expect([leaveCommand, joinCommand]).toEqual([
      'set server balancer/flag state maint',
      'set server balancer/flag state ready',
    ])
  })

  test('a retired slot forgets its name and its release', () => {
    expect(retireCommands(old)).toBe(
      'set server web/s1 state maint; set server web/s1 fqdn edge; ' +
        'set map /usr/local/etc/haproxy/releases.map s1 none',
    )
  })
})

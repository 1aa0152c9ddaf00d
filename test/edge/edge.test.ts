import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readUpstreams, renderConfig, renderMap, withoutRunTime } from '../../src/edge/config.ts'
import { metricsPort } from '../../src/edge/names.ts'
import {
  joinCommand,
  leaveCommand,
  pointCommands,
  retireCommands,
  slotAddresses,
  switchBackCommands,
  switchCommands,
} from '../../src/edge/runtime.ts'
import { assignSlots, slotCount } from '../../src/edge/upstreams.ts'
import type { Upstream } from '../../src/model/edge/edge.ts'

const settings = {
  port: 8000,
  healthPath: '/health/',
  healthHost: 'localhost',
  readinessPath: '/saleor-deploy/ready',
}
const old: Upstream[] = [{ slot: 's1', container: 'shop-web-1', release: 'r1' }]

describe('slots', () => {
  test('Slots for new web are the first free ones', () => {
    expect(assignSlots(old, ['shop-web-2', 'shop-web-3'], 'r2')).toEqual([
      { slot: 's2', container: 'shop-web-2', release: 'r2' },
      { slot: 's3', container: 'shop-web-3', release: 'r2' },
    ])
  })

  test('Slots run out with a clear error', () => {
    const many = Array.from({ length: slotCount }, (_, index) => `shop-web-${index}`)
    expect(() => assignSlots(old, many, 'r2')).toThrow(/64 slots, 1 are taken, 64 are needed/)
  })
})

describe('the configuration file', () => {
  test('The configuration file says by name who serves, and reads it back', () => {
    const config = renderConfig(settings, old)
    expect(config).toContain('  server s1 shop-web-1:8000\n')
    expect(config).toContain('  server s2 edge:8000 disabled\n')
    expect(readUpstreams(config)).toEqual(old)
  })

  test('The configuration file of somebody else has no upstreams', () => {
    expect(readUpstreams('global\n  maxconn 10\n')).toEqual([])
    expect(readUpstreams('')).toEqual([])
  })

  test('The configuration file needs a reload for other settings and not for other upstreams', () => {
    const same = withoutRunTime(renderConfig(settings, old))
    expect(withoutRunTime(renderConfig(settings, []))).toBe(same)
    expect(withoutRunTime(renderConfig({ ...settings, healthPath: '/up' }, old))).not.toBe(same)
  })

  test('The configuration file has every limit and option as docs/edge.md tells it', () => {
    const config = renderConfig(settings, old)
    const docs = readFileSync(join(import.meta.dirname, '../../docs/edge.md'), 'utf8')
    const named = [...docs.matchAll(/`((?:tune\.\S+|maxconn|timeout tunnel|option) [\w-]+)`/g)].map(
      ([, setting]) => setting,
    )
    expect(named.length).toBeGreaterThan(4)
    for (const setting of named) expect(config).toContain(`\n  ${setting}\n`)
  })

  test('The configuration file lets a header of 64 kB in as many lines as it allows fit into a buffer', () => {
    const config = renderConfig(settings, old)
    const [buffer, reserve, count] = ['bufsize', 'maxrewrite', 'http.maxhdr'].map((name) =>
      Number(new RegExp(`^ {2}tune\\.${name} (\\d+)$`, 'm').exec(config)?.[1]),
    ) as [number, number, number]
    expect(buffer - reserve - 4 * count).toBeGreaterThanOrEqual(65_536)
  })

  test('The configuration file of a version without these limits is read like any other, and needs a reload', () => {
    const config = renderConfig(settings, old)
    const before = config
      .replace(/^ {2}(tune\.|timeout tunnel|option (http-no-delay|abortonclose)).*\n/gm, '')
      .replace('maxconn 4000', 'maxconn 10000')
      .replace(' proto h1', '')
    expect(before).not.toContain('tune.')
    expect(readUpstreams(before)).toEqual(old)
    expect(withoutRunTime(before)).not.toBe(withoutRunTime(config))
  })

  test('The edge serves its metrics on a port that web does not need, and only where the image can', () => {
    expect([8000, 8404].map(metricsPort)).toEqual([8404, 8405])
    const config = renderConfig({ ...settings, port: 8404 }, old)
    expect(config).toMatch(/\.if feature\(PROMEX\)\nfrontend metrics\n {2}bind :8405\n[^]*\n\.endif\n$/)
  })

  test('The edge answers its readiness path itself, and is not ready where the host has left the balancer or no web answers', () => {
    const config = renderConfig({ ...settings, readinessPath: '/up' }, old)
    expect(config).toContain('\n  monitor-uri /up\n')
    expect(config).toContain('\n  monitor fail if { nbsrv(balancer) eq 0 } || { nbsrv(web) eq 0 } open\n')
    expect(withoutRunTime(config)).toContain('\n  server flag 127.0.0.1:9\n')
  })

  test('The configuration file comes with a map from slots to releases', () => {
    expect(renderMap(old).split('\n').slice(0, 2)).toEqual(['s1 r1', 's2 none'])
  })
})

describe('at run time', () => {
  const next = { slot: 's2', container: 'shop-web-2', release: 'r2' }

  test('A switch is one line: in with the new, then no more for the old', () => {
    expect(switchCommands([next], old).split('; ')).toEqual([
      'set server web/s2 state ready',
      'set server web/s1 state drain',
    ])
  })

  test('A slot learns its container before it gets requests', () => {
    expect(pointCommands([next]).split('; ')).toEqual([
      'set map /usr/local/etc/haproxy/releases.map s2 r2',
      'set server web/s2 fqdn shop-web-2',
    ])
    expect(slotAddresses([next])).toEqual(['s2=shop-web-2'])
  })

  test('The way back wakes the old before the new are let go', () => {
    expect(switchBackCommands([next], old)).toBe(
      'set server web/s1 state ready; set server web/s2 state drain',
    )
  })

  test('A host leaves and joins a balancer by the flag that its readiness path looks at', () => {
    expect([leaveCommand, joinCommand]).toEqual([
      'set server balancer/flag state maint',
      'set server balancer/flag state ready',
    ])
  })

  test('A retired slot forgets its name and its release', () => {
    expect(retireCommands(old)).toBe(
      'set server web/s1 state maint; set server web/s1 fqdn edge; ' +
        'set map /usr/local/etc/haproxy/releases.map s1 none',
    )
  })
})

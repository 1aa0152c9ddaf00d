import { describe, expect, test } from 'vitest'
import { readMaintenance, readUpstreams, renderConfig, withoutRunTime } from '../../src/edge/config.ts'
import { longestPage, plainMaintenance } from '../../src/edge/maintenance.ts'
import { defaultPage } from '../../src/edge/maintenance-page.ts'
import { closeShop, openShop } from '../../src/engine/compose/rollout/close-shop.ts'
import { edgeFiles } from '../../src/engine/compose/rollout/start-edge.ts'
import type { EdgeSettings, Maintenance, Upstream } from '../../src/model/edge/edge.ts'
import { servingHost } from '../model/example.ts'
import { scriptedRun } from './scripted-run.ts'

const settings: EdgeSettings = {
  port: 8000,
  healthPath: '/health/?full',
  healthHost: 'localhost',
  readinessPath: '/saleor-deploy/ready',
}
const upstreams: Upstream[] = [{ slot: 's1', container: 'shop-web-1', release: 'old' }]
const own: Maintenance = {
  allow: ['203.0.113.7', '2001:db8::/32'],
  page: `<p title="a">It's\n# %[src] $HOME \\</p>`,
  retryAfter: 90,
}

describe('the configuration of a closed shop', () => {
  test('The configuration of a closed shop is read back whole, whatever the page says', () => {
    const config = renderConfig(settings, upstreams, own)
    expect(readMaintenance(config)).toEqual(own)
    expect(readUpstreams(config)).toEqual(upstreams)
    expect(readMaintenance(renderConfig(settings, upstreams))).toBeUndefined()
  })

  test('The configuration of a closed shop begins closed, and that of an open one open', () => {
    expect(renderConfig(settings, [], own)).toContain('\n  server open 127.0.0.1:9 disabled\n')
    expect(renderConfig(settings, [])).toContain('\n  server open 127.0.0.1:9\n')
  })

  test('The configuration needs no reload to close with the default page, and one for anything else', () => {
    const open = withoutRunTime(renderConfig(settings, upstreams))
    expect(withoutRunTime(renderConfig(settings, [], plainMaintenance))).toBe(open)
    for (const change of [{ allow: ['203.0.113.7'] }, { page: 'x' }, { retryAfter: 1 }])
      expect(withoutRunTime(renderConfig(settings, [], { ...plainMaintenance, ...change }))).not.toBe(open)
  })

  test('The configuration keeps a page one word in one line', () => {
    const lines = renderConfig(settings, [], own).split('\n')
    expect(lines.find((line) => line.includes('text/html'))).toContain(
      String.raw` string '<p title="a">It'\''s'\n'# %[src] $HOME \</p>' hdr retry-after 90 `,
    )
  })

  test('The configuration of a closed shop leaves out the health path, without what stands behind a question mark', () => {
    expect(renderConfig(settings, [], own)).toContain('\n  acl health path /health/\n')
  })

  test('The configuration of a closed shop names the clients to let in one by one, or nobody', () => {
    const welcome = (maintenance: Maintenance): string[] =>
      renderConfig(settings, [], maintenance)
        .split('\n')
        .filter((line) => line.startsWith('  acl welcome'))
    expect(welcome(own)).toEqual([
      '  acl welcome var(txn.client) -m ip 203.0.113.7',
      '  acl welcome var(txn.client) -m ip 2001:db8::/32',
    ])
    expect(welcome(plainMaintenance)).toEqual(['  acl welcome always_false'])
  })
})

test('The default page loads nothing and fits', () => {
  expect(Buffer.byteLength(defaultPage)).toBeLessThan(longestPage)
  expect(defaultPage).not.toMatch(/https?:|src=|href=|<script|url\(/)
})

/** The configuration that a command of the guard writes. */
function written(line = ''): string {
  const [, base64 = ''] = /^put \/opt\/shop\/edge\/haproxy\.cfg 644 (\S+)$/.exec(line) ?? []
  return Buffer.from(base64, 'base64').toString()
}

/**
 * A host whose shop is open, or closed with something.
 * @param to what a maintenance closes it with
 */
function host(maintenance?: Maintenance, to?: Maintenance) {
  const edgeConfig = renderConfig(settings, upstreams, maintenance)
  const observed = { ...servingHost(), edgeConfig, releaseMap: 's1 old\n', upstreams, maintenance }
  const scripted = scriptedRun(
    { edge: settings, drainTimeout: 30, ...(to === undefined ? {} : { maintenance: { to } }) },
    undefined,
    observed,
  )
  scripted.run.upstreams = upstreams
  return scripted
}

describe('a plan that needs the shop closed', () => {
  test('A plan that needs the shop closed closes it before anything else, lets requests finish, and reloads nothing for the default page', async () => {
    const { run, did, undo } = host()
    await closeShop(run)
    expect(did).toEqual([
      "readiness shop-edge-1 'set server shop/open state maint'",
      expect.stringMatching(/^put .*haproxy\.cfg/),
      'drain shop-edge-1 30 s1',
    ])
    expect(readMaintenance(written(did[1]))).toEqual(plainMaintenance)
    // Played backwards.
    expect(undo.at(-1)).toBe("readiness shop-edge-1 'set server shop/open state ready'")
    expect(written(undo[0])).toBe(run.observed.edgeConfig)
    expect(undo).toHaveLength(2)
  })

  test('A plan that closes the shop reloads for another page, after the drain: a new process knows nothing of the old one’s requests', async () => {
    const { run, did, undo } = host(undefined, own)
    await closeShop(run)
    expect(did.slice(2)).toEqual(['drain shop-edge-1 30 s1', 'reload shop-edge-1 15'])
    // On the way back it is the last: until then the files are the old ones again.
    expect(undo[0]).toBe('reload shop-edge-1 15')
  })

  test('A plan that needs the shop closed keeps it closed in all that is written meanwhile, also on the way back', async () => {
    const { run } = host(undefined, own)
    await closeShop(run)
    const next = [{ slot: 's2', container: 'shop-web-2', release: 'new' }]
    const files = edgeFiles(run, next)
    expect(readMaintenance(written(files.run[1]?.join(' ')))).toEqual(own)
    const rollback = written(files.undo[1]?.join(' '))
    expect([readMaintenance(rollback), readUpstreams(rollback)]).toEqual([own, upstreams])
  })

  test('A plan opens the shop again, and closes it on the way back', async () => {
    const { run, did, undo } = host()
    await closeShop(run)
    run.upstreams = [{ slot: 's2', container: 'shop-web-2', release: 'new' }]
    await openShop(run)
    expect(did.slice(3)).toEqual([
      "readiness shop-edge-1 'set server shop/open state ready'",
      expect.stringMatching(/^put .*haproxy\.cfg/),
    ])
    const now = written(did[4])
    expect([readMaintenance(now), readUpstreams(now)]).toEqual([undefined, run.upstreams])
    expect(readMaintenance(written(undo[2]))).toEqual(plainMaintenance)
    expect(undo[3]).toBe("readiness shop-edge-1 'set server shop/open state maint'")
  })

  test('A plan leaves a shop that people have closed as they did', async () => {
    const { run, did } = host(own)
    await closeShop(run)
    await openShop(run)
    expect(did).toEqual([])
    expect(run.maintenance).toEqual(own)
  })

  test('A plan that closes the shop fails when the edge takes no command', async () => {
    const { run } = scriptedRun({}, () => ({ code: 1, stdout: 'No such server' }))
    await expect(closeShop(run)).rejects.toMatchObject({
      reason: 'switch-failed',
      message: 'shop.example.com: the shop could not be closed: No such server',
    })
  })
})

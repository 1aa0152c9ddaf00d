import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { assertServesAlone } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer
let live = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  live = await shop.release('v1')
})

test('No request fails during good deploys, one that never gets healthy and one that is cancelled', async () => {
  const traffic = await startTraffic({ origin: server.url(8000), rate: 100, connections: 20, long: 0 })
  const before = live
  try {
    live = await shop.release('v2')
    const bad = await shop.deploy('never-healthy', { inputs: { 'health-timeout': '4s' } })
    expect([bad.code, bad.outputs['reason-code']]).toEqual([1, 'unhealthy'])
    await assertServesAlone(server, live)
    const cancelled = await shop.deploy('v1', { signalWhen: '::debug::▶ Start new celery' })
    expect([cancelled.code, cancelled.outputs['reason-code']]).toEqual([1, 'cancelled'])
    await assertServesAlone(server, live)

    // In flight on the old release when the edge switches, and answered by it.
    const long = fetch(`${server.url(8000)}/slow/?seconds=20`)
    const { code, log, outputs } = await shop.deploy('v1', { inputs: { replicas: '2' } })
    expect(code, withoutMasks(log)).toBe(0)
    const answer = await long
    expect([answer.status, answer.headers.get('x-saleor-release')]).toEqual([200, live])
    expect(await answer.text()).toContain('3.20.1')

    await assertServesAlone(server, outputs.release ?? '')
    live = await shop.release('v2')
  } finally {
    const { failed, sent, firstFailures, byRelease } = await traffic.stop()
    expect(firstFailures).toEqual([])
    expect(failed).toBe(0)
    expect(sent).toBeGreaterThan(2000)
    expect(Object.keys(byRelease)).toContain(before)
    expect(byRelease[live]).toBeGreaterThan(0)
    expect(byRelease.none ?? byRelease.unknown).toBeUndefined()
  }
  await assertServesAlone(server, live)
})

import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { assertServesAlone } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { startTraffic, type TrafficReport } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
/** As many requests can be in flight at a time. */
const connections = 10
let shop: ShopOnServer
let live = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  live = await shop.release('v1')
})

test('During the bake of a good release, its requests are counted for the log and the summary', async () => {
  const { result, traffic } = await underLoad(() => shop.deploy('v2', { inputs: { bake: '12s' } }))
  expect(result.code, withoutMasks(result.log)).toBe(0)
  live = result.outputs.release ?? ''
  // A busy machine may have no time for the line after ten seconds; the last one is always there.
  expect(result.log).toMatch(/1\d s of 12: \d{3,} requests, 0\.0 % failed/)
  expect(result.summary).toMatch(/[\d,]{3,} requests in 1[2-9]\.\d s, 0 failed/)
  expect(traffic.firstFailures).toEqual([])
  await assertServesAlone(server, live)
})

test('A release that answers 500 is undone, and only its own answers have failed', async () => {
  const { result, traffic } = await underLoad(() => shop.deploy('fails-often', { inputs: { bake: '30s' } }))
  expect([result.code, result.outputs['reason-code']], withoutMasks(result.log)).toEqual([1, 'bake-failed'])
  expect(result.log).toMatch(/\d+\.\d %25 of \d+ requests failed \(5xx\), more than 5 %25/)
  expect(result.log).toContain('the search index is gone')
  expect(result.seconds).toBeLessThan(60)
  await assertServesAlone(server, live)
  const { [live]: byOld = 0, ...byOthers } = traffic.failedBy
  expect(byOld).toBe(0)
  expect(Object.keys(byOthers)).toEqual([expect.not.stringMatching(/edge|none/)])
  expect(traffic.byStatus['500']).toBe(traffic.failed)
})

test('A release that dies during its bake is undone within seconds', async () => {
  const { result, traffic } = await underLoad(() =>
    shop.deploy('crashes-later', {
      inputs: { bake: '20s' },
      compose: (text) => text.replace('  web:\n', '  web:\n    environment:\n      TEST_CRASH_AFTER: "12"\n'),
    }),
  )
  expect([result.code, result.outputs['reason-code']], withoutMasks(result.log)).toEqual([1, 'bake-failed'])
  expect(result.log).toContain('out of memory in the search index: giving up')
  await assertServesAlone(server, live)
  // What was in flight on it dies with it, and what came after while nothing listened. How many these are depends on how
  // long a busy machine takes to notice; that nothing fails once the old release answers again does not.
  expect(Object.keys(traffic.failedBy)).not.toContain(live)
  const { firstFailureSent, lastFailureSent, lastChangeOfRelease = 0 } = traffic
  if (firstFailureSent === undefined || lastFailureSent === undefined) return
  expect(lastFailureSent, traffic.firstFailures.join('\n')).toBeLessThanOrEqual(lastChangeOfRelease)
  expect(lastChangeOfRelease - firstFailureSent).toBeLessThan(30_000)
})

async function underLoad<T>(work: () => Promise<T>): Promise<{ result: T; traffic: TrafficReport }> {
  const traffic = await startTraffic({ origin: server.url(8000), rate: 50, connections, long: 0 })
  try {
    const result = await work()
    return { result, traffic: await traffic.stop() }
  } catch (error) {
    await traffic.stop()
    throw error
  }
}

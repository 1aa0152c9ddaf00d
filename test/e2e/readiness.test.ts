import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { answering, assertServesAlone } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer
let live = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  live = await shop.release('light-1')
})

test('A host is ready all through deploys that start the new web beside the old one', async () => {
  const seen = await readinessDuring(async () => {
    await shop.release('light-2', { inputs: { strategy: 'rolling', replicas: '2' } })
    live = await shop.release('light-1', { inputs: { strategy: 'blue-green' } })
  })
  expect(seen).toEqual(['200'])
})

test('A host that stops web first is not ready until the new one serves, also during an undo', async () => {
  const seen = await readinessDuring(async () => {
    live = await shop.release('light-2', { inputs: { strategy: 'recreate' } })
  })
  expect(seen).toEqual(['200', '503', '200'])
  await assertServesAlone(server, live)

  const back = await readinessDuring(async () => {
    const bad = await shop.deploy('light-unhealthy', {
      inputs: { strategy: 'recreate', 'health-timeout': '4s' },
    })
    expect([bad.code, bad.outputs['reason-code']], withoutMasks(bad.log)).toEqual([1, 'unhealthy'])
  })
  expect(back).toEqual(['200', '503', '200'])
  await assertServesAlone(server, live)
})

test('During an undo after the switch, the host is not ready until the old release serves', async () => {
  const traffic = await startTraffic({ origin: server.url(8000), rate: 50, connections: 10, long: 0 })
  const seen = await readinessDuring(async () => {
    const bad = await shop.deploy('light-fails-often', { inputs: { strategy: 'recreate', bake: '30s' } })
    expect([bad.code, bad.outputs['reason-code']], withoutMasks(bad.log)).toEqual([1, 'bake-failed'])
  })
  await traffic.stop()
  expect(seen).toEqual(['200', '503', '200', '503', '200'])
  await assertServesAlone(server, live)
})

test('A host without web is not ready', async () => {
  const { stdout } = await server.docker(['ps', '-q', '--filter', 'label=saleor-deploy.role=web'])
  const web = stdout.trim().split('\n')
  await server.docker(['stop', ...web])
  expect(await until('503')).toBe('503')
  await server.docker(['start', ...web])
  expect(await until('200')).toBe('200')
})

test('An edge of a version without readiness and with lower limits learns both, and no request fails', async () => {
  const forget =
    "sed -i '/monitor/d; /^backend balancer/,/^$/d; /^  tune\\./d; /^  timeout tunnel/d; /^  option http-no-delay/d' /opt/saleor/edge/haproxy.cfg"
  const large = async (): Promise<number> =>
    (await fetch(`${server.url(8000)}/health/`, { headers: { 'X-Large': 'a'.repeat(40_000) } })).status
  await server.run(['sh', '-c', `${forget} && docker kill -s USR2 saleor-edge-1`])
  await until('404')
  // 431 from HAProxy 3.2 on.
  expect([400, 431]).toContain(await large())
  const traffic = await startTraffic({ origin: server.url(8000), rate: 100, connections: 20, long: 0 })
  try {
    const bad = await shop.deploy('light-unhealthy', { inputs: { 'health-timeout': '3s' } })
    expect(bad.code).toBe(1)
    await until('404')
    // Another release also where light-1 serves: an unchanged one leaves the edge as it is.
    live = await shop.release('light-1', { inputs: { replicas: '2' } })
  } finally {
    const { failed, firstFailures } = await traffic.stop()
    expect(firstFailures).toEqual([])
    expect(failed).toBe(0)
  }
  await until('200')
  expect(await large()).toBe(200)
  await assertServesAlone(server, live)
  expect(await answering(server)).toEqual([`200 ${live}`])
})

/** What the readiness path said meanwhile, asked twenty times a second: each change once. */
async function readinessDuring(work: () => Promise<void>): Promise<string[]> {
  const pool = new Pool(server.url(8000), { connections: 1 })
  const seen: string[] = []
  const over = new AbortController()
  const polling = (async () => {
    while (!over.signal.aborted) {
      const status = await pool
        .request({ method: 'GET', path: '/saleor-deploy/ready' })
        .then(async ({ statusCode, body }) => {
          await body.dump()
          return String(statusCode)
        })
        .catch((error: unknown) => String(error))
      if (seen.at(-1) !== status) seen.push(status)
      await sleep(50)
    }
  })()
  await work().finally(() => over.abort())
  await polling
  await pool.close()
  return seen
}

async function until(status: string): Promise<string> {
  const read = async (): Promise<string> =>
    String((await fetch(`${server.url(8000)}/saleor-deploy/ready`)).status)
  await expect.poll(read, { timeout: 20_000, interval: 100 }).toBe(status)
  return status
}

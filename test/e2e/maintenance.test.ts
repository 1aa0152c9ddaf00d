import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, fetch as fetchBy, type RequestInit } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBalancer } from '../sandbox/balancer.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop, productionShop, productionWorkspace } from './production.ts'
import { type DistOptions, type DistResult, type DistRun, startDist } from './run-dist.ts'
import { assertFleetServesAlone, footprintOf, untilFree, untilServing } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'
import { startTraffic } from './traffic.ts'

const readinessPath = '/saleor-deploy/ready'
const page = `<!doctype html><title>Umbau</title><p class="a">It's closed.\n# "Bis gleich" – ${'ü'.repeat(100)}</p>\n`

const sandbox = await openSandbox({ servers: 2, data: true })
const servers = sandbox.servers as [Server, Server]
const [first, second] = servers
let shop: ProductionShop
let live = ''

/** On a connection of its own: a kept one may have one more answer of the process that a reload has replaced. */
function fetchAnew(url: string, init: RequestInit = {}): ReturnType<typeof fetchBy> {
  return fetchBy(url, { ...init, dispatcher: new Agent({ pipelining: 0 }) })
}

/** Runs the action on both servers, to its end. */
async function maintain(...run: Parameters<typeof start>): Promise<DistResult> {
  return await (await start(...run)).finished
}

/** Starts it and returns at once. */
async function start(
  state: 'on' | 'off',
  inputs: Record<string, string> = {},
  options: DistOptions = {},
): Promise<DistRun> {
  const cwd = await productionWorkspace()
  await writeFile(join(cwd, 'page.html'), page)
  return await startDist('maintenance', {
    cwd,
    inputs: {
      state,
      hosts: servers.map(({ address }) => address).join('\n'),
      user: first.user,
      'ssh-key': first.privateKey,
      'known-hosts': servers.map(({ knownHosts }) => knownHosts).join('\n'),
      ...inputs,
    },
    ...options,
  })
}

/** Runs it and expects it to be green. */
async function turn(state: 'on' | 'off', inputs: Record<string, string> = {}): Promise<DistResult> {
  const result = await maintain(state, inputs)
  expect([result.code, result.outputs['reason-code']], withoutMasks(result.log)).toEqual([0, 'done'])
  return result
}

/** Whether each server shows the page of this text to somebody from the street, and still tells the truth about itself. */
async function assertClosed(text: string): Promise<void> {
  for (const server of servers) {
    const answer = await fetchAnew(`${server.url(8000)}/dashboard/`)
    expect([answer.status, await answer.text()], server.name).toEqual([503, expect.stringContaining(text)])
    expect(await statusOf(server, '/health/'), server.name).toBe(200)
    expect(await statusOf(server, readinessPath), server.name).toBe(200)
  }
}

async function assertOpen(): Promise<void> {
  for (const server of servers) expect(await statusOf(server, '/whoami/'), server.name).toBe(200)
  await assertFleetServesAlone(servers, live)
}

async function statusOf(server: Server, path: string, headers: Record<string, string> = {}): Promise<number> {
  // A connection of its own: one that was kept may be another process's of the edge.
  const { status } = await fetchAnew(`${server.url(8000)}${path}`, {
    headers: { ...headers, connection: 'close' },
  })
  return status
}

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  shop = await productionShop(sandbox, servers, { name: 'maintenance', file: lightFile })
})

test('Maintenance is refused on a server on which nothing was deployed', async () => {
  const { code, log, outputs } = await maintain('on')
  expect([code, outputs['reason-code']]).toEqual([1, 'not-ready'])
  expect(log).toContain('no release is live in /opt/saleor')
  expect((await footprintOf(first)).files).toEqual([])
  live = await shop.release('light-1')
  await assertOpen()
})

test('A dry run of maintenance says what would happen, and changes nothing', async () => {
  const before = await assertFleetServesAlone(servers, live)
  const { outputs } = await maintain('on', { allow: '203.0.113.7', 'dry-run': 'true' })
  expect(outputs).toMatchObject({ 'reason-code': 'planned', state: 'on' })
  expect(JSON.parse(outputs.plan ?? '')).toContain('Close the shop for all but 203.0.113.7')
  expect(await assertFleetServesAlone(servers, live)).toEqual(before)
})

test('While maintenance goes on and off under load behind a balancer, every request gets web’s answer or the page', async () => {
  const balancer = await openBalancer(servers, { readinessPath })
  const up = Object.fromEntries(servers.map(({ name }) => [name, 'UP']))
  try {
    await expect.poll(() => balancer.health(), { timeout: 20_000 }).toEqual(up)
    const direct = await startTraffic({ origin: first.url(8000), rate: 40, connections: 10, long: 1 })
    const traffic = await startTraffic({ origin: balancer.url, rate: 60, connections: 20, long: 2 })
    await sleep(2_000)
    await turn('on')
    await sleep(2_000)
    await assertClosed('The shop is closed for maintenance')
    expect(await balancer.health()).toEqual(up)
    // Another page and list need a reload of the edge.
    await turn('on', { page: 'page.html', allow: '203.0.113.7' })
    await sleep(2_000)
    await assertClosed(page)
    expect(await balancer.health()).toEqual(up)
    await turn('off')
    await sleep(2_000)
    for (const report of await Promise.all([direct.stop(), traffic.stop()])) {
      expect(Object.keys(report.byStatus).sort(), JSON.stringify(report)).toEqual(['200', '503'])
      expect(Object.keys(report.failedBy), JSON.stringify(report)).toEqual(['edge 503'])
    }
  } finally {
    await balancer.close()
  }
  await assertOpen()
})

describe('a closed shop', () => {
  test('The summary of a closed shop names the page, the allow-list and the time to retry', async () => {
    const { summary } = await turn('on', { page: 'page.html', 'retry-after': '90' })
    expect(summary).toContain('The shop is closed for maintenance')
    expect(summary).toContain(
      '- The page: of the repository\n- Let in: nobody\n- Clients may ask again after: 1 min 30 s',
    )
  })

  test('The history of each server says who closed the shop', async () => {
    for (const server of servers) {
      const { stdout } = await server.run(['tail', '-n', '1', '/opt/saleor/events.log'])
      const event = JSON.parse(stdout) as Record<string, string>
      expect(event).toMatchObject({ result: 'live', action: 'maintenance', state: 'on', actor: 'ada' })
    }
  })

  test('A shop that is closed already in the same way stays as it is', async () => {
    const before = await Promise.all(servers.map(footprintOf))
    const { outputs } = await maintain('on', { page: 'page.html', 'retry-after': '90' })
    expect(outputs['reason-code']).toBe('unchanged')
    expect(await Promise.all(servers.map(footprintOf))).toEqual(before)
  })

  test('A closed shop sends the page byte for byte, with Retry-After and without caching', async () => {
    const answer = await fetchAnew(first.url(8000))
    expect(await answer.text()).toBe(page)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'retry-after': '90',
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
    })
  })

  test('A closed shop answers in JSON to clients that send JSON, also from other domains', async () => {
    const ask = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ a }"}' }
    const answer = await fetchAnew(`${first.url(8000)}/graphql/`, ask)
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([503, '*'])
    expect(await answer.json()).toEqual({
      errors: [
        {
          message: 'The shop is closed for maintenance. Try again later.',
          extensions: { exception: { code: 'Maintenance' } },
        },
      ],
    })
    const headers = { 'access-control-request-headers': 'authorization, content-type' }
    const preflight = await fetchAnew(`${first.url(8000)}/graphql/`, { method: 'OPTIONS', headers })
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
      204,
      'authorization, content-type',
    ])
  })

  test('A closed shop stays closed after a restart of an edge and a power cut of a server', async () => {
    await first.docker(['restart', 'saleor-edge-1'])
    await second.reboot('power-cut')
    for (const server of servers) await untilServing(server, 120)
    await assertClosed(page)
    expect(await assertFleetServesAlone(servers, live)).toHaveLength(2)
  })

  test('A closed shop without web is ready for the balancer, and the health path says that web is down', async () => {
    const web = (await first.docker(['ps', '-q', '--filter', 'label=saleor-deploy.role=web'])).stdout
    const names = web.trim().split('\n')
    await first.docker(['stop', ...names])
    await expect.poll(() => statusOf(first, '/health/'), { timeout: 20_000 }).toBe(503)
    expect(await statusOf(first, readinessPath)).toBe(200)
    await first.docker(['start', ...names])
    await untilServing(first, 60)
    await assertClosed(page)
  })

  test('A closed shop stays closed during a deploy', async () => {
    live = await shop.release('light-2')
    await assertClosed(page)
    await assertFleetServesAlone(servers, live)
    const bad = await shop.deploy('light-unhealthy', { inputs: { 'health-timeout': '3s' } })
    expect(bad.outputs['reason-code']).toBe('unhealthy')
    await assertClosed(page)
  })

  test('A closed shop is opened again, and stays as it is if it is open already', async () => {
    await turn('off')
    await assertOpen()
    expect((await maintain('off')).outputs['reason-code']).toBe('unchanged')
  })
})

describe('who is let in', () => {
  /** Somebody who connects from a public address, past any proxy. */
  const stranger = '203.0.113.50'
  const asked = async (headers: Record<string, string> = {}): Promise<number> =>
    await statusOf(first, '/whoami/', headers)
  const fromTheStreet = async (forwarded?: string): Promise<string> => {
    const header = forwarded === undefined ? [] : ['-H', `X-Forwarded-For: ${forwarded}`]
    const options = ['-s', '-o', '/dev/null', '-w', '%{http_code}', '--interface', stranger, ...header]
    return (await second.run(['curl', ...options, `${first.url(8000)}/whoami/`])).stdout
  }

  const leave = async (): Promise<void> => {
    await Promise.all(servers.map((one) => one.run(['ip', 'addr', 'del', `${stranger}/32`, 'dev', 'eth0'])))
    await Promise.all(servers.map((one) => one.run(['ip', 'route', 'del', stranger])))
  }

  beforeAll(async () => {
    await leave()
    await second.run(['ip', 'addr', 'replace', `${stranger}/32`, 'dev', 'eth0'])
    await first.run(['ip', 'route', 'replace', stranger, 'via', second.address])
    await turn('on', { allow: '198.51.100.0/24\n2001:db8::/32' })
  })

  afterAll(leave)

  test('A client of a proxy in the private network is let in by the last address that the proxy names', async () => {
    expect(await asked({ 'x-forwarded-for': '198.51.100.9' })).toBe(200)
    expect(await asked({ 'x-forwarded-for': '2001:db8::9' })).toBe(200)
    expect(await asked({ 'x-forwarded-for': '8.8.8.8, 198.51.100.9' })).toBe(200)
    expect(await asked({ 'x-forwarded-for': '198.51.100.9, 10.0.0.1' })).toBe(200)
  })

  test('Nobody is let in by a header that the client itself wrote', async () => {
    expect(await asked()).toBe(503)
    expect(await asked({ 'x-forwarded-for': '198.51.100.9, 8.8.8.8' })).toBe(503)
    expect(await asked({ 'x-forwarded-for': '198.51.100.9, 8.8.8.8, 10.0.0.1' })).toBe(503)
    expect(await asked({ 'x-forwarded-for': '198.51.100.9, unknown' })).toBe(503)
    expect(await asked({ 'x-forwarded-for': '198.51.100.9, unknown, 10.0.0.1' })).toBe(503)
    expect(await fromTheStreet()).toBe('503')
    expect(await fromTheStreet('198.51.100.9')).toBe('503')
  })

  test('A client that connects directly is let in by its own address', async () => {
    await turn('on', { allow: `${stranger}\n` })
    expect(await fromTheStreet()).toBe('200')
    expect(await fromTheStreet('8.8.8.8')).toBe('200')
    expect(await asked({ 'x-forwarded-for': '198.51.100.9' })).toBe(503)
    await turn('off')
    await assertOpen()
  })
})

describe('when it goes wrong half-way', () => {
  test('If the shop cannot be closed on one server, it is open on all', async () => {
    const before = await assertFleetServesAlone(servers, live)
    // In flight, so that there is something to wait for.
    const long = fetchAnew(`${second.url(8000)}/slow/?seconds=15`)
    await sleep(500)
    const running = await start('on', { page: 'page.html' })
    await expect.poll(() => statusOf(first, '/whoami/'), { timeout: 60_000, interval: 100 }).toBe(503)
    await second.run(['sh', '-c', 'kill -9 "$(pgrep -o -f "guard transaction /opt/saleor")"'])
    const { code, outputs, log, summary } = await running.finished
    expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'guard-lost'])
    expect(log).toContain(`${second.address}: lost contact with the guard`)
    expect(summary).toContain('↩️ undone')
    expect((await long).status).toBe(200)
    expect(await assertFleetServesAlone(servers, live)).toEqual(before)
    await assertOpen()
  })

  test.each([
    ['on', ''],
    ['off', 'page.html'],
  ] as const)(
    'If the runner is killed while it turns maintenance %s, the servers undo it by themselves',
    async (state, page) => {
      if (state === 'off') await turn('on', { page })
      const before = await Promise.all(servers.map(footprintOf))
      // In flight, so that there is something to wait for; when opening, nobody waits.
      const long = state === 'on' ? fetchAnew(`${first.url(8000)}/slow/?seconds=15`) : undefined
      await sleep(500)
      const moment = state === 'on' ? '::debug::▶ Close the shop' : '::debug::▶ Open the shop'
      const { code } = await maintain(state, {}, { signalWhen: moment, signal: 'SIGKILL' })
      expect(code).toBe(-1)
      for (const server of servers) await untilFree(server, 120)
      expect((await long)?.status ?? 200).toBe(200)
      expect(await Promise.all(servers.map(footprintOf))).toEqual(before)
      if (state === 'off') await assertClosed("It's closed.")
      await turn(state)
      await (state === 'on' ? assertClosed('The shop is closed') : assertOpen())
      if (state === 'on') await turn('off')
    },
  )
})

import { beforeAll, describe, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { answering, assertServesAlone, footprintOf, untilFree, untilServing } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'

/** Seconds after which a host must be free again, whatever became of the runner, on the busiest machine; `npm run bench` measures it. */
const soon = 120

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer
let live = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  live = await shop.release('v1')
})

describe('the runner is killed', () => {
  test.for([
    ['while Compose creates the containers', '::debug::▶ Create web'],
    ['while web starts', '::debug::▶ Start 1 web'],
    ['while the schedule is handed over', '::debug::▶ Hand over'],
    ['while the edge sends requests to both releases', '::debug::▶ Start 1 web more', { replicas: '2' }],
  ] as const)('If the runner is killed %s, the host undoes all by itself', async ([, moment, inputs]) => {
    const before = await footprintOf(server)
    const { code } = await shop.deploy('v2', { signalWhen: moment, signal: 'SIGKILL', inputs: inputs ?? {} })
    expect(code).toBe(-1)
    await untilFree(server, soon)
    expect(await assertServesAlone(server, live)).toEqual(before)
  })

  test('If the runner is killed after the commit, the host finishes by itself', async () => {
    // In flight on the old release, so that there is something to wait for.
    const long = fetch(`${server.url(8000)}/slow/?seconds=12`)
    const { code } = await shop.deploy('v2', { signalWhen: '::debug::▶ Let requests', signal: 'SIGKILL' })
    expect([code, await long.then(({ status }) => status)]).toEqual([-1, 200])
    await untilFree(server, soon)
    const { live: now } = await footprintOf(server)
    expect(now).not.toBe(live)
    await assertServesAlone(server, now)
  })

  test('The run after a killed one converges', async () => {
    live = await shop.release('v1')
    expect((await assertServesAlone(server, live)).live).toBe(live)
  })
})

test('If the guard is killed on the host, the run has another one undo everything, and says so', async () => {
  const before = await footprintOf(server)
  const run = await shop.start('v2')
  await untilSaid(run.log, '::debug::▶ Start 1 web')
  await server.run(['sh', '-c', 'kill -9 "$(pgrep -o -f "guard transaction /opt/saleor")"'])
  const { code, outputs } = await run.finished
  expect([code, outputs['reason-code']]).toEqual([1, 'guard-lost'])
  await untilFree(server, soon)
  expect(await assertServesAlone(server, live)).toEqual(before)
})

test('If the server loses power during a deploy, the run waits for the boot and has everything undone', async () => {
  const { live } = await footprintOf(server)
  const run = await shop.start('v2')
  await untilSaid(run.log, '::debug::▶ Hand over')
  await server.reboot('power-cut')
  const { code, log } = await run.finished
  expect(code).toBe(1)
  expect(log).toContain('undoing what an earlier run left half-done')
  await untilServing(server, soon)
  await assertServesAlone(server, live)
})

test('If the server loses power and the runner is killed, the server serves after the boot, and the next run converges', async () => {
  const run = await shop.start('v2')
  await untilSaid(run.log, '::debug::▶ Hand over')
  run.child.kill('SIGKILL')
  await server.reboot('power-cut')
  await untilServing(server, soon)
  expect((await answering(server)).every((answer) => answer.startsWith('200 '))).toBe(true)
  const { code, log, outputs } = await shop.deploy('v2')
  expect(code, withoutMasks(log)).toBe(0)
  await assertServesAlone(server, outputs.release ?? '')
})

async function untilSaid(log: () => string, text: string): Promise<void> {
  while (!log().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20))
}

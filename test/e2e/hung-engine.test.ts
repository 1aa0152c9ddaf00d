import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { armedScript } from '../matrix/armed.ts'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop, productionShop } from './production.ts'
import type { DistResult } from './run-dist.ts'
import { answering, assertFleetServesAlone, assertServesAlone } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

/** The SSH user's own settings: a guard that is patient for seconds instead of a minute. */
const impatient = 'export GUARD_PAUSE_SECONDS=2 GUARD_HUNG_SECONDS=10'
const impatientLook = 'export GUARD_LOOK_SECONDS=10'

const sandbox = await openSandbox({ servers: 3, data: true })
const servers = sandbox.servers as [Server, Server, Server]

// Whatever failed: the servers are the lane's, and other files need them.
afterAll(async () => {
  await each(async (server) => {
    await goOn(server)
    await server.wipe()
  })
})

const each = async (work: (server: Server) => Promise<unknown>): Promise<void> => {
  await Promise.all(servers.map(work))
}

const stop = 'kill -STOP $(pgrep -x dockerd)'

const set = async (server: Server, settings: string): Promise<unknown> =>
  await server.run(['sed', '-i', `1i ${settings}`, '/home/deploy/.bashrc'])

/** The engine works again, and the guard is as patient as it is everywhere. */
async function goOn(server: Server): Promise<void> {
  await server.run(['pkill', '-CONT', '-x', 'dockerd'])
  await server.run(['sed', '-i', '/GUARD_/d', '/home/deploy/.bashrc'])
}

/** Where in the run the engine hangs, and whether the run is cancelled then, so that it meets the engine on its way back. */
interface Moment {
  step: string
  cancel?: boolean
  /** Whether it hangs for so long that the edge, which asks it for addresses, has had none for half a minute. */
  waits?: boolean
  /** What the run deploys; the other one of the two is live. */
  next?: ShopVariant
}

/** A deploy in which the engine of one server hangs from a moment on. */
async function struck(
  shop: ProductionShop,
  server: Server,
  { step, cancel, next = 'light-2' }: Moment,
): Promise<DistResult> {
  await set(server, impatient)
  const armed = await armedScript(server, stop)
  const run = await shop.start(next)
  while (!run.log().includes(step) && run.child.exitCode === null) await sleep(10)
  expect(await armed.fire()).toBe(true)
  if (cancel === true) run.child.kill('SIGINT')
  return await run.finished
}

/** The run has ended by itself, with the reason, what to look at, and what becomes of the rest. */
function expectTold({ code, log, outputs }: DistResult, { cancel }: Moment): void {
  expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([
    1,
    cancel === true ? 'cancelled' : 'host-unresponsive',
  ])
  expect(log).toContain('the Docker Engine has not answered for 10 s')
  expect(log).toContain('the next run does it first')
  expect(log).toMatch(
    cancel === true ? /^::error::The job was cancelled/m : /^::error::.*systemctl status docker/m,
  )
}

describe('the engine of the only host', () => {
  const shops = new Map<Server, { shop: ProductionShop; live: string }>()

  beforeAll(async () => {
    await each(async (server) => {
      await server.wipe()
      const shop = await productionShop(sandbox, [server], {
        name: `hung_${servers.indexOf(server)}`,
        file: lightFile,
      })
      shops.set(server, { shop, live: await shop.release('light-1') })
    })
  })

  const on = (server: Server): { shop: ProductionShop; live: string } => {
    const there = shops.get(server)
    if (there === undefined) throw new Error(`nothing is deployed to ${server.name}`)
    return there
  }

  test('If the engine of the only host hangs at the start, nothing is changed, and the error names the engine', async () => {
    const [server] = servers
    const { shop, live } = on(server)
    await set(server, impatientLook)
    await server.run(['sh', '-c', stop])
    const { code, log, outputs } = await shop.deploy('light-2')
    expect([code, outputs['reason-code']], withoutMasks(log)).toEqual([1, 'host-unresponsive'])
    expect(log).toMatch(/^::error::.*the Docker Engine does not answer.*docker version.*systemctl status/m)
    expect(await answering(server)).toEqual([`200 ${live}`])
    await goOn(server)
    await assertServesAlone(server, live)
    shops.set(server, { shop, live: await shop.release('light-2') })
    await assertServesAlone(server, on(server).live)
  })

  const moments: [when: string, server: Server, moment: Moment][] = [
    ['while Compose creates the containers', servers[0], { step: '::debug::▶ Create web', next: 'light-1' }],
    ['at the switch', servers[1], { step: '::debug::▶ Start 2 web', waits: true }],
    ['during the undo', servers[2], { step: '::debug::▶ Start 2 web', cancel: true }],
  ]
  test.concurrent.for(moments)(
    'If the engine of the only host hangs %s, customers are served, and the next run completes the rest',
    async ([, server, moment]) => {
      const { shop, live } = on(server)
      expectTold(await struck(shop, server, moment), moment)
      expect((await answering(server)).every((answer) => answer.startsWith('200 '))).toBe(true)
      await goOn(server)
      const { code, log, outputs } = await shop.deploy(moment.next ?? 'light-2')
      expect(code, withoutMasks(log)).toBe(0)
      expect(outputs.release).not.toBe(live)
      await assertServesAlone(server, outputs.release ?? '')
    },
  )
})

describe('the engine of one host of three', () => {
  let shop: ProductionShop
  let live = ''

  beforeAll(async () => {
    await each((server) => server.wipe())
    shop = await productionShop(sandbox, servers, { name: 'hung_fleet', file: lightFile })
    live = await shop.release('light-1')
  })
  afterEach(async () => await goOn(servers[1]))

  test('If one engine of three hangs at the start, no host is changed, and the error names the one that hangs', async () => {
    const [, second] = servers
    await set(second, impatientLook)
    await second.run(['sh', '-c', stop])
    const refused = await shop.deploy('light-2')
    expect([refused.code, refused.outputs['reason-code']], withoutMasks(refused.log)).toEqual([
      1,
      'host-unresponsive',
    ])
    expect(refused.log).toContain(`${second.address}: the Docker Engine does not answer`)
    expect((await answering(second)).every((answer) => answer.startsWith('200 '))).toBe(true)
    await goOn(second)
    await assertFleetServesAlone(servers, live)
    live = await shop.release('light-2')
    await assertFleetServesAlone(servers, live)
  })

  test.for<[when: string, moment: Moment]>([
    ['while Compose creates the containers', { step: '::debug::▶ Create web', next: 'light-1' }],
    ['during the undo', { step: '::debug::▶ Start 2 web', next: 'light-2', cancel: true }],
    ['at the switch', { step: '::debug::▶ Start 2 web', next: 'light-1' }],
  ])('If one engine of three hangs %s, only its host is left to the next run', async ([, moment]) => {
    const [first, second, third] = servers
    const run = await struck(shop, second, moment)
    expectTold(run, moment)
    expect(run.log).toContain(`${second.address}: the Docker Engine has not answered`)
    await assertServesAlone(first, live, 1)
    await assertServesAlone(third, live, 0)
    expect((await answering(second)).every((answer) => answer.startsWith('200 '))).toBe(true)
    await goOn(second)
    const { code, log, outputs } = await shop.deploy(moment.next ?? 'light-2')
    expect(code, withoutMasks(log)).toBe(0)
    live = outputs.release ?? ''
    await assertFleetServesAlone(servers, live)
  })
})

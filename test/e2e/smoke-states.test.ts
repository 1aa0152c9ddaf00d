import { beforeAll, expect, it } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { shopOnServer } from './shop-on-server.ts'
import { fix, type LiveShop, lineOf, put, statesOf, truthOf, verdictOf } from './shop-states.ts'

/** `npm run bench -- smoke-states` has a hundred of them, with any seed. */
const states = statesOf(8, 11)

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let live: LiveShop

beforeAll(async () => {
  await server.wipe()
  const shop = await shopOnServer(sandbox, server)
  live = { server, release: await shop.release('v1'), version: '3.20.0' }
  await fix(server)
})

it.each(states.map((state) => ({ what: lineOf(state), state })))(
  'The checks report the true state of a shop with $what',
  async ({ state }) => {
    await put(server, state)
    const { failed, ran } = await verdictOf(live, state)
    expect(failed, ran.summary).toEqual(truthOf(state))
    expect(ran.outputs['reason-code']).toBe(failed.some((name) => name !== 'queue') ? 'smoke-failed' : 'done')
    await fix(server)
  },
)

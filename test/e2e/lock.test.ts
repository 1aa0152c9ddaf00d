import { beforeAll, expect, test } from 'vitest'
import { openSandbox } from '../sandbox/sandbox.ts'
import { type ProductionShop, productionShop } from './production.ts'
import { race, racesOf } from './race.ts'
import { assertFleetServesAlone } from './serves-alone.ts'

const sandbox = await openSandbox({ servers: 3, data: true })
const { servers } = sandbox
let shop: ProductionShop

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  shop = await productionShop(sandbox, servers, { name: 'lock' })
})

test.for(racesOf(5, servers.length, 1).map((one, index) => ({ ...one, index })))(
  'Two deploys $between ms apart (waits: $waits) run one at a time, and the other one names the lock owner',
  async ({ index, ...one }) => {
    const { winner } = await race(shop, one, String(index))
    expect(winner.code).toBe(0)
    if (!one.waits) await assertFleetServesAlone(servers, winner.outputs.release ?? '')
  },
)

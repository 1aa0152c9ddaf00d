import { beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { lightFile, type ProductionShop, productionShop } from './production.ts'
import type { DistResult } from './run-dist.ts'
import { assertFleetServesAlone } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

const sandbox = await openSandbox({ servers: 2, data: true })
const servers = sandbox.servers.slice(0, 2) as [Server, Server]
// Beat is on the second server; the database is asked on the first.
const inputs = { backup: 'never', 'scheduler-host': servers[1].address }
let shop: ProductionShop
let one = ''
let two = ''

beforeAll(async () => {
  await Promise.all(servers.map((server) => server.wipe()))
  const saleors = 'beat -l info --scheduler saleor.schedulers.schedulers.DatabaseScheduler'
  const file = (text: string): string => lightFile(text).replace('beat -l info', saleors)
  shop = await productionShop(sandbox, servers, { name: 'schedule', file })
  one = await shop.release('light-scheduled-1', { inputs })
  two = await shop.release('light-scheduled-2', { inputs })
})

/** The tasks on the schedule, each with where its schedule stands in the code. */
async function onSchedule(): Promise<string[]> {
  const sql = `SELECT name, schedule_import_path FROM schedulers_customperiodictask t
    JOIN schedulers_customschedule s ON s.id = t.custom_id ORDER BY name;`
  return (await sandbox.data.psql(sql, shop.database.name)).split('\n')
}

const both = [
  'handle-promotions|saleor.core.schedules.promotions',
  'index-products|saleor.core.schedules.searches',
]

function expectDone({ code, log, outputs }: DistResult, release: string): void {
  expect([code, outputs.release], withoutMasks(log)).toEqual([0, release])
}

test('A schedule that only the newer release knows does not bring beat down after a rollback', async () => {
  expect(await onSchedule()).toEqual(both)
  const result = await shop.rollback()
  expectDone(result, one)
  expect(result.log).toContain(`taken off the schedule, as ${one} does not know how: index-products`)
  expect(await onSchedule()).toEqual(both.slice(0, 1))
  await assertFleetServesAlone(servers.toReversed(), one)
})

test('The schedule is there again when the release that knows it comes back', async () => {
  const result = await shop.rollback()
  expectDone(result, two)
  expect(result.log).not.toContain('taken off the schedule')
  expect(await onSchedule()).toEqual(both)
})

test('A rollback that is undone leaves the schedule whole', async () => {
  const result = await shop.rollback(
    { to: one, bake: '2s' },
    { signalWhen: '::debug::▶ Monitor it for', signal: 'SIGTERM' },
  )
  expect(result.code).not.toBe(0)
  expect(result.log).toContain('taken off the schedule')
  expect(await onSchedule()).toEqual(both)
  await assertFleetServesAlone(servers.toReversed(), two)
})

test('A deploy of an older version takes the unknown schedule off, as a rollback does', async () => {
  const result = await shop.deploy('light-scheduled-1', { inputs })
  expect(result.code, withoutMasks(result.log)).toBe(0)
  expect(result.log).toContain('taken off the schedule')
  expect(await onSchedule()).toEqual(both.slice(0, 1))
  await assertFleetServesAlone(servers.toReversed(), result.outputs.release ?? '')
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { dropBeside } from './database-on-server.ts'
import { lightFile, type ProductionShop, productionShop } from './production.ts'
import type { DistResult } from './run-dist.ts'
import { assertServesAlone } from './serves-alone.ts'
import { withoutMasks } from './shop-on-server.ts'

const name = 'round_trip'
const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
let shop: ProductionShop
let one = ''
let two = ''

beforeAll(async () => {
  await server.wipe()
  await dropBeside(sandbox.data, name)
  shop = await productionShop(sandbox, [server], { name, file: lightFile })
  await sandbox.data.psql(`ALTER ROLE ${name} CREATEDB`)
  one = await deployed('light-1')
  await write('of one')
  two = await deployed('light-migration')
  await write('of two')
})

afterAll(async () => {
  await server.wipe()
  await dropBeside(sandbox.data, name)
})

test('With keep, the old code serves all data on the new schema, and a deploy returns', async () => {
  await goBack({})
  await assertServesAlone(server, one)
  expect([await notes(), await hasColour()]).toEqual(['of one, of two', '1'])
  await goBack({ to: two })
  await assertServesAlone(server, two)
})

test('A guard that dies before the schema is migrated back leaves nothing behind, and the next run completes the rollback', async () => {
  const run = await shop.startRollback({ database: 'migrate' })
  let isStruck = false
  run.child.stdout?.on('data', () => {
    if (isStruck || !run.log().includes('dumping the database')) return
    isStruck = true
    // The brackets keep the pattern from finding this very command.
    void server.run(['pkill', '-9', '-o', '-f', '[g]uard transaction /opt/saleor'])
  })
  const { code: red, outputs: lost, log } = await run.finished
  expect([red, lost['reason-code']], withoutMasks(log)).toEqual([1, 'guard-lost'])
  await assertServesAlone(server, one)
  expect(await hasColour()).toBe('1')
  const again = { to: one, database: 'migrate' }
  const { outputs } = await goBack(again)
  expect([outputs.reversed, outputs.release]).toEqual(['["core.0002_note_colour"]', one])
  await assertServesAlone(server, one)
  expect([await notes(), await hasColour()]).toEqual(['of one, of two', '0'])
  const { code, outputs: none } = await shop.rollback(again)
  expect([code, none['reason-code']]).toEqual([0, 'unchanged'])
  two = await deployed('light-migration')
})

test('With migrate, the old code serves all data on its own schema, and a deploy returns', async () => {
  const { log } = await goBack({ database: 'migrate' })
  await assertServesAlone(server, one)
  expect(withoutMasks(log)).toContain('back: core.0002_note_colour')
  expect([await notes(), await hasColour()]).toEqual(['of one, of two', '0'])
  const refused = await shop.rollback({ to: two })
  expect(refused.outputs['reason-code']).toBe('schema-gap')
  expect(withoutMasks(refused.log)).toContain('core.0002_note_colour, which the database no longer has')
  // Its backup does not tell how many rows there were.
  two = await deployed('light-migration', { 'verify-backup': 'list' })
  await write('of two again')
  expect([await notes(), await hasColour()]).toEqual(['of one, of two, of two again', '1'])
})

test('With restore, the old data are live, later data are kept aside, and a rollback returns to them', async () => {
  const { log, summary } = await goBack({ database: 'restore' })
  await assertServesAlone(server, one)
  expect(withoutMasks(log)).toMatch(/will be lost: .*public\.core_note 3 rows now, not counted in the backup/)
  expect(withoutMasks(log)).toMatch(/Lost is what was written since .*public\.core_note loses 1 of 3 rows/)
  expect(summary).toContain('public.core_note')
  expect([await notes(), await hasColour()]).toEqual(['of one, of two', '0'])
  await write('of one again')
  // The safety dump is a backup like another: of the release that was left.
  await goBack({ to: two, database: 'restore' })
  await assertServesAlone(server, two)
  expect([await notes(), await hasColour()]).toEqual(['of one, of two, of two again', '1'])
  const kept = await sandbox.data.psql(
    `SELECT datname FROM pg_database WHERE datname LIKE '${name}\\_before\\_%'`,
  )
  expect(kept).toMatch(/^round_trip_before_\d{8}_\d{6}$/)
  expect(await notes(kept)).toBe('of one, of two, of one again')
})

async function deployed(variant: ShopVariant, inputs: Record<string, string> = {}): Promise<string> {
  return await shop.release(variant, { inputs: { backup: 'pending', ...inputs } })
}

async function goBack(inputs: Record<string, string>): Promise<DistResult> {
  const result = await shop.rollback(inputs)
  expect([result.code, result.outputs['reason-code']], withoutMasks(result.log)).toEqual([0, 'done'])
  return result
}

async function write(text: string): Promise<void> {
  // As the shop itself would: the superuser's rows are no different, but its rights are.
  await sandbox.data.psql(`SET ROLE ${name}; INSERT INTO core_note (text) VALUES ('${text}')`, name)
}

async function notes(database = name): Promise<string> {
  return await sandbox.data.psql("SELECT string_agg(text, ', ' ORDER BY id) FROM core_note", database)
}

async function hasColour(): Promise<string> {
  return await sandbox.data.psql(
    "SELECT count(*) FROM information_schema.columns WHERE column_name = 'colour'",
    name,
  )
}

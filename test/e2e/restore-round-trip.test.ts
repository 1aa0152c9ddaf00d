import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSandbox, type Server, type ShopVariant } from '../sandbox/sandbox.ts'
import { type DistResult, startDist } from './run-dist.ts'
import { assertServesAlone } from './serves-alone.ts'
import { type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'
import { stagingWorkspace } from './staging.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
let shop: ShopOnServer
let one = ''
let three = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  one = await deployed('v1', '3.20.0')
  await write('of one')
  three = await deployed('v3-migration', '3.21.0')
  await write('of three')
})

afterAll(async () => {
  await server.wipe()
})

async function deployed(variant: ShopVariant, version: string): Promise<string> {
  return await shop.release(variant, { inputs: { backup: 'pending', version } })
}

async function goBack(inputs: Record<string, string>): Promise<DistResult> {
  const run = await startDist('rollback', {
    cwd: await stagingWorkspace(),
    inputs: {
      hosts: server.address,
      port: String(server.port),
      user: server.user,
      'ssh-key': server.privateKey,
      'known-hosts': server.knownHosts,
      reason: 'a test',
      ...inputs,
    },
  })
  const result = await run.finished
  expect([result.code, result.outputs['reason-code']], withoutMasks(result.log)).toEqual([0, 'done'])
  return result
}

test('keep: the old code serves all data on the new schema, and forward again', async () => {
  await goBack({})
  await assertServesAlone(server, one)
  expect([await notes(), await hasAuthor()]).toEqual(['of one, of three', '1'])
  await goBack({ to: three })
  await assertServesAlone(server, three)
})

test('migrate: the old code serves all data on its own schema, and forward by a deploy', async () => {
  const { log } = await goBack({ database: 'migrate' })
  await assertServesAlone(server, one)
  expect(withoutMasks(log)).toContain('back: core.0002_note_author')
  expect([await notes(), await hasAuthor()]).toEqual(['of one, of three', '0'])
  three = await deployed('v3-migration', '3.21.0')
  await write('of three again')
  expect([await notes(), await hasAuthor()]).toEqual(['of one, of three, of three again', '1'])
})

test('restore: the data of then, what was written since kept beside, and back to it', async () => {
  const first = await goBack({ database: 'restore' })
  await assertServesAlone(server, one)
  expect(withoutMasks(first.log)).toMatch(/will be lost: .*public\.core_note loses 1 of 3 rows/)
  expect([await notes(), await hasAuthor()]).toEqual(['of one, of three', '0'])
  await write('of one again')
  // What was there before is in the safety dump, which is a backup like another: of the release that was left.
  await goBack({ to: three, database: 'restore' })
  await assertServesAlone(server, three)
  expect([await notes(), await hasAuthor()]).toEqual(['of one, of three, of three again', '1'])
  const kept = await sql(
    "SELECT string_agg(datname, ' ') FROM pg_database WHERE datname LIKE 'saleor\\_before\\_%'",
  )
  expect(kept).toMatch(/^saleor_before_\d{8}_\d{6}$/)
  expect(await sql("SELECT string_agg(text, ', ' ORDER BY id) FROM core_note", kept)).toBe(
    'of one, of three, of one again',
  )
})

async function write(text: string): Promise<void> {
  await sql(`INSERT INTO core_note (text, created_at) VALUES ('${text}', now())`)
}

async function notes(): Promise<string> {
  return await sql("SELECT string_agg(text, ', ' ORDER BY id) FROM core_note")
}

async function hasAuthor(): Promise<string> {
  return await sql("SELECT count(*) FROM information_schema.columns WHERE column_name = 'author'")
}

async function sql(query: string, database = 'saleor'): Promise<string> {
  const client = ['exec', 'saleor-db-1', 'psql', '-U', 'saleor', '-d', database, '-Atqc', query]
  const { code, stdout, stderr } = await server.docker(client)
  if (code !== 0) throw new Error(stderr)
  return stdout.trim()
}

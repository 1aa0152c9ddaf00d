import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { schemaGap } from '../../src/database/schema/gap.ts'
import { parseHistory } from '../../src/database/schema/history.ts'
import { migrate } from '../../src/database/schema/migrate.ts'
import { askPending } from '../../src/database/schema/pending.ts'
import { previewReverse, reverse, reversePlan } from '../../src/database/schema/reverse.ts'
import { composeCommands } from '../../src/engine/compose/commands.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { registryAddress } from '../sandbox/names.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { type DatabaseOnServer, databaseOnServer, hangUp, onServer } from './database-on-server.ts'
import { shopEnvironment } from './staging.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const environment = Object.fromEntries(
  shopEnvironment()
    .split(/\n(?=[A-Z_]+=)/)
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
)
const extra = 'core.0003_more'
let schema: Record<string, string> = {}
let shop: DatabaseOnServer

/** The shop with a migration more than v3's, so that there are two to take back. */
function model(image: string): ComposeModel {
  return {
    name: 'saleor',
    services: {
      web: { image, environment, networks: { default: null } },
      // Migrating leaves tasks for the workers.
      redis: { image: 'redis:7-alpine', networks: { default: null } },
      db: {
        image: 'postgres:15',
        environment: { POSTGRES_USER: 'saleor', POSTGRES_PASSWORD: 'staging_password' },
        networks: { default: null },
      },
    },
    networks: { default: { name: 'saleor_default' } },
  }
}

beforeAll(async () => {
  await server.wipe()
  const { reference } = await sandbox.buildShop('v3-migration')
  const { username, password } = sandbox.registry
  await onServer(
    server,
    `docker login -u ${username} --password-stdin ${registryAddress} && docker pull -q ${reference}`,
    password,
  )
  await image(
    reference,
    'shop-more:1',
    'migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)',
  )
  await image(reference, 'shop-one-way:1', 'migrations.RunPython(migrations.RunPython.noop)')
  const sleep12 = '"SELECT pg_sleep(12)"'
  await image(reference, 'shop-slow:1', `migrations.RunSQL(${sleep12}, ${sleep12})`)
  shop = await databaseOnServer(server, model('shop-more:1'))
  await onServer(server, 'cd /opt/saleor && docker compose -p saleor -f live/compose.json up -d db redis')
  for (let tries = 0; tries < 100; tries++) {
    const ready = ['exec', 'saleor-db-1', 'pg_isready', '-h', '127.0.0.1']
    if ((await server.docker(ready)).code === 0) break
    await sleep(300)
  }
})

/** Like that image, with one migration after its last one. */
async function image(from: string, name: string, operation: string): Promise<void> {
  const text = `from django.db import migrations\nclass Migration(migrations.Migration):\n    dependencies = [("core", "0002_note_author")]\n    operations = [${operation}]\n`
  await onServer(
    server,
    `cat >/tmp/0003_more.py && id=$(docker create ${from}) && docker cp /tmp/0003_more.py $id:/app/saleor/core/migrations/0003_more.py && docker commit $id ${name} && docker rm $id`,
    text,
  )
}

beforeEach(async () => {
  shop = await databaseOnServer(server, model('shop-more:1'), {
    old: { schema: { ...schema, core: '0001_initial' } },
  })
  const forward = await shop.begin('forward', 'none')
  await forward.step(askPending)
  schema = { ...forward.run.results.database?.schema }
  await forward.step(migrate)
  await forward.commit()
  shop = await databaseOnServer(server, model('shop-more:1'), {
    old: { schema: { ...schema, core: '0001_initial' } },
  })
})

afterEach(hangUp)

afterAll(async () => {
  hangUp()
  await server.wipe()
})

test('The newest migration of each app is reported, and the history lists what was applied', async () => {
  expect(schema).toMatchObject({ core: '0003_more', auth: expect.stringMatching(/^\d{4}_/) })
  const [line] = await history()
  expect(line).toMatchObject({
    did: 'applied',
    release: shop.newer.id,
    names: expect.arrayContaining(['core.0001_initial', 'core.0002_note_author', extra]),
  })
})

test('The newer code reverses the schema in order, and the history records it', async () => {
  const going = await shop.begin({ database: 'migrate' }, 'none')
  const preview = await previewReverse(going.run, composeCommands)
  expect(preview.plan.map(({ name }) => name)).toEqual([extra, 'core.0002_note_author'])
  expect(await columns()).toBe('1')
  await going.step(async (run) => await reverse(run, preview))
  await going.commit()
  expect(going.run.results.reversed).toEqual([extra, 'core.0002_note_author'])
  expect(await columns()).toBe('0')
  expect(await sql("SELECT max(name) FROM django_migrations WHERE app = 'core'")).toBe('0001_initial')
  const missing = schemaGap(shop.old, { ...shop.newer, schema }, await history())
  expect(missing).toEqual([
    expect.stringMatching(/needs .*core\.0002_note_author.* which the database no longer has/),
  ])
})

test('After a lock timeout, the error says which state was reached, and the applied migrations stay usable', async () => {
  await server.docker([
    'exec',
    '-d',
    'saleor-db-1',
    'psql',
    '-U',
    'saleor',
    '-c',
    'BEGIN; LOCK TABLE core_note; SELECT pg_sleep(60)',
  ])
  const going = await shop.begin({ database: 'migrate' }, 'none')
  const error = await reverse(going.run, await reversePlan(going.run)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    reason: 'migration-failed',
    message: expect.stringMatching(
      /core\.0002_note_author could not be reversed: .*lock timeout[^]*Reversed: core\.0003_more\. Still applied: core\.0002_note_author\./,
    ),
  })
  expect(await columns()).toBe('1')
  expect((await history()).at(-1)).toMatchObject({ did: 'reversed', names: [extra] })
  await sql(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()",
  )
  expect(await going.abort()).toBe(true)
})

test('A migration that cannot be reversed is named before anything is changed', async () => {
  shop = await databaseOnServer(server, model('shop-one-way:1'), {
    old: { schema: { ...schema, core: '0001_initial' } },
  })
  const going = await shop.begin({ database: 'migrate' }, 'none')
  await expect(reversePlan(going.run)).rejects.toThrow(
    /core\.0003_more: "Raw Python operation" can not be reversed/,
  )
  expect(await going.abort()).toBe(true)
  expect(await columns()).toBe('1')
})

test('The log shows the progress of a long migration, forwards and backwards', async () => {
  shop = await databaseOnServer(server, model('shop-slow:1'), {
    old: { schema: { ...schema, core: '0002_note_author' } },
  })
  await sql("DELETE FROM django_migrations WHERE name = '0003_more'")
  const forward = await shop.begin('forward', 'none')
  await forward.step(askPending)
  await forward.step(migrate)
  await forward.commit()
  expect(forward.log.lines).toContainEqual(expect.stringMatching(/applying for 1\d\.\d s, 0 of 1 done$/))
  const back = await shop.begin({ database: 'migrate' }, 'none')
  await reverse(back.run, await reversePlan(back.run))
  await back.commit()
  expect(back.log.lines).toContainEqual(expect.stringMatching(/reversing for 1\d\.\d s, 0 of 1 done$/))
})

async function history() {
  return parseHistory(await onServer(server, 'cat /opt/saleor/migrations.log'))
}

async function columns(): Promise<string> {
  return await sql("SELECT count(*) FROM information_schema.columns WHERE column_name = 'author'")
}

async function sql(query: string): Promise<string> {
  return await onServer(server, 'docker exec -i saleor-db-1 psql -U saleor -XqAt -v ON_ERROR_STOP=1', query)
}

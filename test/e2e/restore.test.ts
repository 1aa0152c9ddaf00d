import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { backUp } from '../../src/database/backup/backup.ts'
import { checkRestore, previewRestore } from '../../src/database/restore/check.ts'
import { restoreBeside, swapDatabases } from '../../src/database/restore/restore.ts'
import { composeCommands } from '../../src/engine/compose/commands.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import {
  type DatabaseOnServer,
  databaseOnServer,
  dropBeside,
  type Going,
  hangUp,
  onServer,
} from './database-on-server.ts'
import { untilFree } from './serves-alone.ts'

const sandbox = await openSandbox({ servers: 1, data: true })
const [server] = sandbox.servers as [Server]
const backups = '/opt/saleor/backups'
const first = '20260102-100000-000000000000'
let time = 100_000

/** Where a shop may have its data, and how a test looks into it. */
interface Place {
  title: string
  /** The database's name. */
  name: string
  model: () => Promise<ComposeModel>
  psql: (sql: string, database?: string) => Promise<string>
  /** The database as the app's own role gets to it: another role's sessions are not ours to end. */
  own: () => string
}

/** A name that every layer has to quote: SQL, psql, connection strings, bash, Compose. */
const oddName = `shop 's "$db"=1`
const password = `p'a"s$s w=rd`
let outside = { databaseUrl: '' }

const places: Place[] = [
  {
    title: 'in the Compose project, under a name that needs quotes',
    name: oddName,
    async model() {
      const url = `postgres://saleor:${encodeURIComponent(password)}@db:5432/${encodeURIComponent(oddName)}`
      const dollars = (text: string): string => text.replaceAll('$', '$$$$')
      return {
        name: 'saleor',
        services: {
          web: {
            image: 'postgres:15',
            environment: { DATABASE_URL: dollars(url) },
            networks: { default: null },
          },
          db: {
            image: 'postgres:15',
            environment: { POSTGRES_USER: 'saleor', POSTGRES_PASSWORD: 'until it is changed' },
            restart: 'unless-stopped',
            networks: { default: null },
          },
        },
        networks: { default: { name: 'saleor_default' } },
      }
    },
    psql: async (sql, database = oddName) =>
      await onServer(
        server,
        `docker exec -i -e PGDATABASE="$(printf %s ${Buffer.from(database).toString('base64')} | base64 -d)" saleor-db-1 psql -U saleor -XqAt -v ON_ERROR_STOP=1`,
        sql,
      ),
    own: () => oddName,
  },
  {
    title: 'elsewhere, of a role that may only make databases',
    name: 'restored_shop',
    async model() {
      await dropBeside(sandbox.data, 'restored_shop')
      outside = await sandbox.data.createDatabase('restored_shop')
      await sandbox.data.psql('ALTER ROLE restored_shop CREATEDB')
      return {
        name: 'saleor',
        services: {
          web: {
            image: 'postgres:15',
            environment: { DATABASE_URL: outside.databaseUrl },
            networks: { default: null },
          },
        },
        networks: { default: { name: 'saleor_default' } },
      }
    },
    psql: async (sql, database = 'restored_shop') => await sandbox.data.psql(sql, database),
    own: () => outside.databaseUrl,
  },
]

describe.each(places)('a database $title', ({ name, model, psql, own }) => {
  let shop: DatabaseOnServer

  /** A condition for the databases that a restore names: others have such on the data host, too. */
  const begins = (what: string): string => `starts_with(datname, '${name.replaceAll("'", "''")}${what}')`

  /** All that a restore may change: the databases, their rows, rights and settings, and what lies on the host. */
  async function state(): Promise<string> {
    const parts = [
      `SELECT datname, pg_get_userbyid(datdba), coalesce(array_to_string(array(SELECT x::text FROM unnest(datacl) x ORDER BY 1), ' '), '') FROM pg_database ORDER BY 1;`,
      `SELECT rolname, setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase LEFT JOIN pg_roles r ON r.oid = setrole ORDER BY 1, 2;`,
      `SELECT count(*), max(id) FROM note;`,
      `SELECT relname, relacl FROM pg_class WHERE relname = 'note';`,
      `SELECT extname FROM pg_extension ORDER BY 1;`,
    ]
    const left = await onServer(
      server,
      'docker ps -a --format "{{.Names}} {{.State}}" | sort; docker volume ls -q | sort; cd /opt/saleor && find . -type f ! -name lock ! -name events.log ! -path "./backups/*" | sort',
    )
    return [...(await psql(parts.join('\n'))).split('\n').filter(mine), left].join('\n')
  }
  // Other tests have databases on the data host, too.
  const mine = (line: string): boolean =>
    !line.includes('|') || /restored_shop|shop |note|saleor|^\d/.test(line)

  beforeAll(async () => {
    await server.wipe()
    const made = await model()
    shop = await databaseOnServer(server, made)
    await onServer(
      server,
      `docker pull -q postgres:15 && cd /opt/saleor && docker compose -p saleor -f live/compose.json ${'db' in made.services ? 'up -d db' : 'create --no-recreate web; docker compose -p saleor -f live/compose.json rm -f'}`,
    )
    for (let tries = 0; ; tries++) {
      try {
        // The image's first server, which only sets up, does not listen here.
        if (name === oddName) await onServer(server, 'docker exec saleor-db-1 pg_isready -h 127.0.0.1')
        await psql('SELECT 1', 'postgres')
        break
      } catch (error) {
        if (tries > 100) throw error
        await sleep(300)
      }
    }
    if (name === oddName) {
      await psql(`ALTER ROLE saleor PASSWORD '${password.replaceAll("'", "''")}'`, 'postgres')
      await psql(`CREATE DATABASE "${name.replaceAll('"', '""')}"`, 'postgres')
    }
    await psql(`CREATE EXTENSION IF NOT EXISTS hstore; CREATE EXTENSION IF NOT EXISTS pg_trgm`)
    await psql(`DROP ROLE IF EXISTS shop_reader; CREATE ROLE shop_reader;
      CREATE TABLE note (id serial PRIMARY KEY, text text, more hstore);
      CREATE INDEX ON note USING gin (text gin_trgm_ops);
      INSERT INTO note (text) SELECT 'note ' || n FROM generate_series(1, 500) n;
      GRANT SELECT ON note TO shop_reader;`)
    if (name === 'restored_shop')
      await psql(
        `ALTER TABLE note OWNER TO restored_shop; ALTER EXTENSION hstore OWNER TO restored_shop`,
      ).catch(async () => await psql(`ALTER TABLE note OWNER TO restored_shop`))
    const identifier = `"${name.replaceAll('"', '""')}"`
    await psql(`ALTER DATABASE ${identifier} SET search_path = public, pg_temp;
      ALTER DATABASE ${identifier} SET timezone = 'Europe/Berlin';
      REVOKE CONNECT ON DATABASE ${identifier} FROM PUBLIC; GRANT CONNECT ON DATABASE ${identifier} TO shop_reader;`)
    const forward = await shop.begin('forward', first)
    try {
      const known = { pending: [], schema: undefined, serverVersion: 150_000, bytes: 8_000_000 }
      forward.run.results = { database: known }
      await forward.step(backUp)
      await forward.commit()
    } finally {
      hangUp()
    }
    await psql(
      `INSERT INTO note (text) SELECT 'later ' || n FROM generate_series(1, 70) n; CREATE TABLE tag (id int); INSERT INTO tag VALUES (1), (2), (3);`,
    )
    if (name === 'restored_shop') await psql('ALTER TABLE tag OWNER TO restored_shop')
  })

  async function goBack(): Promise<Going> {
    time += 100
    const going = await shop.begin({}, `20260103-${time}-111111111111`)
    await going.step(checkRestore)
    return going
  }

  test('The expected data loss is reported before anything changes', async () => {
    const before = await state()
    const { run, abort } = await shop.begin({}, '20260103-090000-111111111111')
    const { losses, backup } = await previewRestore(run, composeCommands)
    expect(backup.id).toBe(first)
    expect(losses).toEqual([
      { table: 'public.note', now: 570, inBackup: 500 },
      { table: 'public.tag', now: 3, inBackup: 0 },
    ])
    expect(await abort()).toBe(true)
    expect(await state()).toBe(before)
  })

  const steps = { 'the safety dump': 1, 'the restore beside': 2, 'the swap': 3 }
  const all = [backUp, restoreBeside, swapDatabases]

  test.for(Object.entries(steps))('An abort after %s leaves all data unchanged', async ([, count]) => {
    const before = await state()
    const going = await goBack()
    for (const step of all.slice(0, count)) await step(going.run)
    expect(await psql('SELECT count(*) FROM note', name)).toBe(count === 3 ? '500' : '570')
    expect(await going.abort()).toBe(true)
    expect(await state()).toBe(before)
  })

  test('A connection lost during the restore leaves nothing of it behind', async () => {
    const before = await state()
    const going = await goBack()
    const step = restoreBeside(going.run).catch(() => 'lost')
    await untilThere(() => count('_restored_'))
    going.host.close()
    expect(await step).toBe('lost')
    await untilFree(server, 120)
    expect(await state()).toBe(before)
  })

  test.for([0, 800, 'until it is done'] as const)(
    'A connection lost %s ms into the swap leaves all data unchanged',
    async (after) => {
      const before = await state()
      const going = await goBack()
      await going.step(restoreBeside)
      const step = swapDatabases(going.run).catch(() => 'lost')
      if (after === 'until it is done') await untilThere(() => count('_before_'))
      else await sleep(after)
      going.host.close()
      await step
      await untilFree(server, 120)
      expect(await state()).toBe(before)
    },
  )

  test('After a power loss behind the swap, the next run restores the old data', async () => {
    const before = await state()
    const going = await goBack()
    await going.step(restoreBeside)
    await going.step(swapDatabases)
    await server.reboot('power-cut')
    hangUp()
    const next = await shop.begin({}, '20260103-099999-111111111111')
    expect(next.run.transaction.recovered).toBe(true)
    expect(await next.abort()).toBe(true)
    expect(await state()).toBe(before)
  })

  /** Asked in another database: the shop's own has no name for a moment of the swap. */
  const count = async (what: string): Promise<string> =>
    await psql(`SELECT count(*) FROM pg_database WHERE ${begins(what)}`, 'postgres')

  test('A restore contains the whole backup, and keeps the old data under another name', async () => {
    const before = await state()
    // Somebody who connects all the time does not stand in the way.
    const going = await goBack()
    await going.step(backUp)
    await going.step(restoreBeside)
    const knocking = knock(psql, own())
    await going.step(swapDatabases)
    await going.commit()
    expect(await knocking.stop()).toBeGreaterThan(0)
    const { restoring, backup } = going.run.results
    const kept = restoring?.names.kept ?? ''
    expect(await psql('SELECT count(*), max(id) FROM note', name)).toBe('500|500')
    expect(await psql('SELECT count(*) FROM note', kept)).toBe('570')
    expect(restoring?.losses).toEqual([
      { table: 'public.note', now: 570, inBackup: 500 },
      { table: 'public.tag', now: 3, inBackup: 0 },
    ])
    // Rights and settings are those of before, but for the rows and the second database.
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .filter(
          (line) =>
            !line.includes(kept) && !/^(\|\{|\d+\|\d+$)/.test(line) && !line.includes('migrations.log'),
        )
    expect(lines(await state())).toEqual(lines(before))
    expect(
      await psql(
        `SELECT setconfig FROM pg_db_role_setting JOIN pg_database d ON d.oid = setdatabase WHERE datname = current_database()`,
        name,
      ),
    ).toBe('{"search_path=public, pg_temp",TimeZone=Europe/Berlin}')
    expect(await onServer(server, `cat ${backups}/${going.run.desired.backup.id}.json`)).toContain(
      `"live":"${shop.newer.id}"`,
    )
    expect(backup?.counts.get('public.note')).toBe(570)
    expect(going.log.lines.join('\n')).toMatch(
      /warning: Data written since .* will be lost: public\.note loses 70 of 570 rows, public\.tag loses 3 of 3 rows/,
    )
    expect(await onServer(server, 'tail -n 1 /opt/saleor/migrations.log')).toContain('"did":"restored"')
  })

  test('The next restore keeps only its own old data', async () => {
    const going = await goBack()
    await going.step(restoreBeside)
    await going.step(swapDatabases)
    await going.commit()
    const kept = going.run.results.restoring?.names.kept
    expect(await psql(`SELECT datname FROM pg_database WHERE ${begins('_before_')}`)).toBe(kept)
    expect(await psql(`SELECT datname FROM pg_database WHERE ${begins('_restored_')}`)).toBe('')
  })
})

describe('refusals', () => {
  // The shop is the last one from above: elsewhere.
  const refusals: [title: string, prepare: string, advice: string, message: RegExp, fix: RegExp][] = [
    [
      'the role may not make databases',
      'ALTER ROLE restored_shop NOCREATEDB',
      'ALTER ROLE restored_shop CREATEDB',
      /restored_shop may not create databases/,
      /ALTER ROLE "restored_shop" CREATEDB;/,
    ],
    [
      "the database is somebody else's",
      'ALTER DATABASE restored_shop OWNER TO postgres; GRANT CONNECT ON DATABASE restored_shop TO restored_shop',
      'ALTER DATABASE restored_shop OWNER TO restored_shop',
      /the database restored_shop belongs to postgres/,
      /ALTER DATABASE "restored_shop" OWNER TO "restored_shop";/,
    ],
    [
      "a table is somebody else's",
      'ALTER TABLE note OWNER TO shop_reader; GRANT SELECT ON note TO restored_shop',
      'ALTER TABLE note OWNER TO restored_shop',
      /tables belong to shop_reader/,
      /GRANT "shop_reader" TO "restored_shop";/,
    ],
  ]

  test.for(refusals)(
    'The restore is refused before anything changes: %s',
    async ([, prepare, advice, message, fix]) => {
      const { psql, model } = places[1] as Place
      void model
      await psql(prepare, 'restored_shop')
      try {
        const shop = await again()
        const { run, abort } = await shop.begin({}, '20260104-100000-111111111111')
        const error = await previewRestore(run, composeCommands).catch((thrown: unknown) => thrown)
        await abort()
        expect(error).toMatchObject({
          reason: 'not-ready',
          message: expect.stringMatching(message),
          fix: expect.stringMatching(fix),
        })
      } finally {
        await psql(advice, 'restored_shop')
      }
    },
  )

  test('A damaged backup is refused before anything changes', async () => {
    const shop = await again()
    await onServer(server, `cp ${backups}/${first}.dump /tmp/whole && printf x >>${backups}/${first}.dump`)
    const { run, abort } = await shop.begin({}, '20260104-100000-111111111111')
    await expect(previewRestore(run, composeCommands)).rejects.toThrow(/is damaged/)
    await abort()
    await onServer(server, `mv /tmp/whole ${backups}/${first}.dump`)
  })
})

/** The shop elsewhere as its tests left it. */
async function again(): Promise<DatabaseOnServer> {
  const model = {
    name: 'saleor',
    services: {
      web: {
        image: 'postgres:15',
        environment: { DATABASE_URL: outside.databaseUrl },
        networks: { default: null },
      },
    },
    networks: { default: { name: 'saleor_default' } },
  }
  return await databaseOnServer(server, model)
}

afterEach(hangUp)

afterAll(async () => {
  hangUp()
  await dropBeside(sandbox.data, 'restored_shop')
  await server.wipe()
})

/** Connects again and again, as a monitor does. */
function knock(psql: Place['psql'], database: string): { stop: () => Promise<number> } {
  const stopped = new AbortController()
  let came = 0
  const again = async (): Promise<void> => {
    await psql('SELECT pg_sleep(0.2)', database).then(
      () => came++,
      () => {},
    )
    if (!stopped.signal.aborted) await again()
  }
  const work = again()
  return {
    /** Gives how often it came in and was left alone. */
    async stop() {
      stopped.abort()
      await work
      return came
    },
  }
}

async function untilThere(count: () => Promise<string>): Promise<void> {
  for (let tries = 0; (await count()) === '0'; tries++) {
    if (tries > 200) throw new Error('it does not come about')
    await sleep(50)
  }
}

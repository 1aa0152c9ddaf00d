import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/model/database.ts'
import { openSandbox, type Server } from '../sandbox/sandbox.ts'
import { assertServesAlone, type Footprint, footprintOf, untilFree } from './serves-alone.ts'
import { green, quickStart, type ShopOnServer, shopOnServer, withoutMasks } from './shop-on-server.ts'

const sandbox = await openSandbox({ servers: 1 })
const [server] = sandbox.servers as [Server]
const folder = '/opt/saleor/backups'
const password = 'staging_password'
let shop: ShopOnServer
let live = ''

beforeAll(async () => {
  await server.wipe()
  shop = await shopOnServer(sandbox, server)
  live = await shop.release('v1')
  await sql(
    "INSERT INTO core_note (text, created_at) SELECT 'note ' || n, now() FROM generate_series(1, 500) n",
  )
})

afterAll(async () => {
  await onServer(
    'umount /mnt/small; rm -rf /mnt/small; docker rm -f -v watch outside; docker image rm postgres-small:15 postgres-lossy:15',
  )
})

describe('with a pending migration', () => {
  test('The database is dumped in one snapshot while others write, and then migrated', async () => {
    const volumes = await onServer('docker volume ls -q | sort')
    await inBackground(
      'psql',
      "DO $$ BEGIN FOR n IN 1..4000 LOOP INSERT INTO core_note (text, created_at) VALUES ('more', now()); COMMIT; PERFORM pg_sleep(0.005); END LOOP; END $$",
    )
    await server.docker([
      'run',
      '-d',
      '--rm',
      '--name',
      'watch',
      '--pid',
      'host',
      'postgres:15',
      'sh',
      '-c',
      watchArguments,
    ])
    const { log, outputs } = await green(shop.deploy('v3-migration', { inputs: { backup: 'pending' } }))
    const seen = await onServer('docker exec watch cat /arguments; docker rm -f -v watch >/dev/null')
    live = outputs.release ?? ''
    const path = `${folder}/${live}.dump`
    const manifest = await manifestOf(live)

    expect(outputs.backup).toBe(path)
    expect(withoutMasks(log)).toMatch(/restored and counted: 13 tables, [\d,]+ rows/)
    expect(await onServer(`stat -c '%U %a' ${folder} ${path} ${folder}/${live}.json`)).toBe(
      'deploy 700\ndeploy 600\ndeploy 600',
    )
    expect(await onServer(`ls ${folder}`)).toBe(`${live}.dump\n${live}.json`)
    expect(await onServer(`sha256sum ${path} | cut -d' ' -f1`)).toBe(manifest.sha256)
    expect(String(manifest.bytes)).toBe(outputs['backup-bytes'])
    // Django itself told what it knows.
    expect(withoutMasks(log)).toMatch(/dumping the database \(\d+\.\d MB on its server\) with postgres:15/)
    expect(Math.floor((manifest.serverVersion ?? 0) / 10000)).toBe(15)

    // It is from before the migration, and from the midst of the writing.
    expect(await restored(path, 'SELECT count(*) FROM core_note')).toBe(
      `${manifest.tables['public.core_note']}`,
    )
    expect(await restored(path, "SELECT count(*) FROM core_note WHERE text LIKE 'note %'")).toBe('500')
    expect(manifest.tables['public.core_note']).toBeGreaterThan(500)
    expect(
      await restored(path, "SELECT count(*) FROM information_schema.columns WHERE column_name = 'author'"),
    ).toBe('0')
    expect(await sql("SELECT count(*) FROM information_schema.columns WHERE column_name = 'author'")).toBe(
      '1',
    )

    expect(seen).toContain('pg_dump')
    expect(seen).not.toContain(password)
    expect(withoutMasks(log)).not.toContain(password)
    expect(await onServer(`ls /opt/saleor/releases/${live}`)).toBe('compose.json\nrelease.json')
    expect(await onServer('docker volume ls -q | sort')).toBe(volumes)
    await assertServesAlone(server, live)
  })
})

describe('without pending migrations', () => {
  test('No backup is made without pending migrations', async () => {
    const { outputs } = await green(shop.deploy('v2', { inputs: { backup: 'pending' } }))
    expect(outputs.backup ?? '').toBe('')
    expect(await onServer(`ls ${folder}`)).toBe(`${live}.dump\n${live}.json`)
    live = outputs.release ?? ''
  })

  test('With backup set to always, a backup is read, copied away, and the older one removed', async () => {
    const inputs = {
      backup: 'always',
      'verify-backup': 'list',
      'keep-backups': '1',
      'backup-copy': 'cp {} "/tmp/a copy"',
    }
    const { log, outputs } = await green(shop.deploy('v1', { inputs }))
    live = outputs.release ?? ''
    expect(withoutMasks(log)).toContain('table of contents read: 13 tables')
    expect(await onServer(`ls ${folder}; cmp ${folder}/${live}.dump '/tmp/a copy' && rm '/tmp/a copy'`)).toBe(
      `${live}.dump\n${live}.json`,
    )
  })
})

describe('failed backups', () => {
  const always = { backup: 'always', 'verify-backup': 'restore' }
  /** Each is real: an image without an extension, a dump without a table's rows, a disk that is too small. */
  const kinds: [title: string, prepare: string, inputs: Record<string, string>, message: RegExp][] = [
    [
      'the server that proves it lacks an extension',
      `docker exec saleor-db-1 psql -qU saleor -c 'CREATE EXTENSION IF NOT EXISTS hstore'
       ${image('postgres-small', 'rm /usr/share/postgresql/15/extension/hstore.control')}`,
      { 'backup-image': 'postgres-small:15' },
      /could not be restored.*extension "hstore" is not available.*Set backup-image/,
    ],
    [
      'rows are missing in the dump',
      image(
        'postgres-lossy',
        `real=$(command -v pg_dump) && mv "$real" "$real.real" && chmod +x "$real.real" &&
         printf '#!/bin/sh\\nexec %s --exclude-table-data=core_note "$@"\\n' "$real.real" >"$real" && chmod +x "$real"`,
      ),
      { 'backup-image': 'postgres-lossy:15' },
      /public\.core_note has 0 rows instead of \d+/,
    ],
    [
      'the disk is too small',
      'mkdir -p /mnt/small && mount -t tmpfs -o size=5m tmpfs /mnt/small && chown deploy /mnt/small',
      { 'backup-path': '/mnt/small/backups' },
      /no room for a backup in \/mnt\/small\/backups: the dump may need \d+\.\d MB, and 5\.2 MB are free on \/mnt\/small/,
    ],
    [
      "the folder is somebody else's",
      '',
      { 'backup-path': '/root/backups' },
      /folder \/root\/backups can't be used/,
    ],
    ['the image is not there', '', { 'backup-image': 'postgres:0' }, /could not be dumped/],
    ['the image has no PostgreSQL', '', { 'backup-image': 'redis:7-alpine' }, /could not be dumped: .*psql/],
  ]

  test.for(kinds)(
    'The deploy stops before it touches the database: %s',
    async ([, prepare, inputs, message]) => {
      await onServer(prepare)
      const before = await leftOn()
      const { code, log, outputs } = await shop.deploy('v2', { inputs: { ...always, ...inputs } })
      expect(withoutMasks(log)).toMatch(new RegExp(`^::error::.*${message.source}`, 'm'))
      expect([code, outputs['reason-code']]).toEqual([1, 'backup-failed'])
      expect(await leftOn()).toEqual(before)
      await assertServesAlone(server, live)
    },
  )

  test('If the copy of a backup fails, the backup itself stays', async () => {
    const { log, outputs } = await shop.deploy('v2', {
      inputs: { ...always, 'backup-copy': 'cp {} /nowhere/' },
    })
    expect(withoutMasks(log)).toMatch(/^::error::.*cp could not copy the backup .*\/nowhere/m)
    expect(outputs['reason-code']).toBe('backup-failed')
    expect((await onServer(`ls ${folder}`)).split('\n')).toHaveLength(4)
    await assertServesAlone(server, live)
  })
})

test('If the migration fails, the old release continues to serve, and the backup stays', async () => {
  const before = (await onServer(`ls ${folder}`)).split('\n')
  const { outputs } = await shop.deploy('migration-fails', { inputs: { backup: 'pending' } })
  expect(outputs['reason-code']).toBe('migration-failed')
  const added = (await onServer(`ls ${folder}`)).split('\n').filter((name) => !before.includes(name))
  expect(added).toEqual([expect.stringMatching(/\.dump$/), expect.stringMatching(/\.json$/)])
  await assertServesAlone(server, live)
})

describe('a killed runner', () => {
  test.for([
    ['while the database is dumped', 'dumping for', 'BEGIN; LOCK TABLE core_note; SELECT pg_sleep(25)'],
    ['while the dump is proved', ' dumped ', 'SELECT 1'],
  ])('A runner that is killed leaves nothing behind: %s', async ([, moment = '', meanwhile = '']) => {
    const before = await leftOn()
    await inBackground('psql', meanwhile)
    const killed = { inputs: { backup: 'always' }, signalWhen: moment, signal: 'SIGKILL' } as const
    expect((await shop.deploy('v2', killed)).code).toBe(-1)
    await untilFree(server, 120)
    // The next dump has no lock to wait for.
    await sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()`,
    )
    expect(await leftOn()).toEqual(before)
    await assertServesAlone(server, live)
  })
})

test('A database elsewhere is backed up too, from the first deploy on', async () => {
  await server.wipe()
  const start = 'docker run -d --name outside -p 5499:5432 -e POSTGRES_USER=shop -e'
  await onServer(`${start} 'POSTGRES_PASSWORD=p@ss/w:rd$' postgres:15
    until docker exec outside psql -h 127.0.0.1 -U shop -c 'SELECT 1'; do sleep 0.2; done`)
  const url = `postgres://shop:p%40ss%2Fw%3Ard%24@${server.address}:5499/shop?sslmode=prefer`
  const elsewhere = await shopOnServer(sandbox, server, (text) =>
    quickStart(text).replaceAll(
      '    env_file:',
      `    environment:\n      DATABASE_URL: ${url}\n    env_file:`,
    ),
  )
  const release = await elsewhere.release('v1', { inputs: { backup: 'pending' } })
  const empty = JSON.parse(await onServer(`cat ${folder}/${release}.json`)) as Manifest
  expect([empty.tables, empty.live, empty.serverVersion]).toEqual([{}, '', expect.any(Number)])
  const next = await elsewhere.release('v3-migration', { inputs: { backup: 'pending' } })
  const full = await manifestOf(next)
  expect([full.live, full.tables['public.auth_permission']]).toEqual([release, 36])
})

/** What a deploy must leave as it was, backups, foreign containers and volumes included. */
async function leftOn(): Promise<Footprint & { more: string }> {
  const more = await onServer('docker volume ls -q | sort; find /mnt/small /root/backups -type f 2>/dev/null')
  const footprint = await footprintOf(server)
  // The host's history is there to be added to.
  return { ...footprint, files: footprint.files.filter((file) => !file.endsWith('./events.log')), more }
}

async function onServer(script: string): Promise<string> {
  return (await server.run(['sh', '-c', script])).stdout.trim()
}

async function sql(query: string): Promise<string> {
  const { code, stdout, stderr } = await server.docker([
    'exec',
    'saleor-db-1',
    'psql',
    '-U',
    'saleor',
    '-Atc',
    query,
  ])
  if (code !== 0) throw new Error(stderr)
  return stdout.trim()
}

async function inBackground(program: string, query: string): Promise<void> {
  await server.docker(['exec', '-d', 'saleor-db-1', program, '-U', 'saleor', '-c', query])
}

/** Asks a database that the dump was restored into, by hand. */
async function restored(path: string, query: string): Promise<string> {
  const inside = 'docker exec -i saleor-db-1'
  const answer =
    await onServer(`${inside} createdb -U saleor restored && ${inside} pg_restore -U saleor -d restored --exit-on-error <${path} &&
    ${inside} psql -U saleor -d restored -Atc "${query}"`)
  await onServer(`${inside} dropdb -U saleor restored`)
  return answer
}

async function manifestOf(release: string): Promise<Manifest> {
  return JSON.parse(await onServer(`cat ${folder}/${release}.json`)) as Manifest
}

/** Notes the arguments of every program on the server, as anybody there can see them. */
const watchArguments =
  'while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " >>/arguments; sleep 0.05; done'

/** An image like the database's with one thing done to it. */
function image(name: string, script: string): string {
  return `docker run --name ${name} --entrypoint sh postgres:15 -c '${script.replaceAll("'", `'\\''`)}' &&
    docker commit ${name} ${name}:15 && docker rm -v ${name}`
}

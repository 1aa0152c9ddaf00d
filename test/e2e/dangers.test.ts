import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readState } from '../../src/database/schema/state.ts'
import { stateCommand } from '../../src/database/schema/state-script.ts'
import type { Migration } from '../../src/model/database.ts'
import { docker } from '../sandbox/docker.ts'
import { openSandbox } from '../sandbox/sandbox.ts'

const sandbox = await openSandbox({ servers: 0 })

/** What real Django says of a migration that is pending, with these operations on a table that is there. */
async function asked(...operations: string[]): Promise<Pick<Migration, 'dangers' | 'oneWay'>> {
  const { image } = await sandbox.buildShop('light-1')
  const file = join(await mkdtemp(join(tmpdir(), 'migration-')), '0002_more.py')
  await writeFile(
    file,
    `from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [${operations.join(', ')}]
`,
  )
  const words = stateCommand(['python3', 'manage.py', 'migrate']) ?? []
  const options = [
    '--env',
    'DATABASE_URL=sqlite:////tmp/shop',
    '--volume',
    `${file}:/app/saleor/core/migrations/0002_more.py:ro`,
  ]
  const first = 'python3 manage.py migrate --verbosity 0 core 0001 && exec "$@"'
  const said = await docker(['run', '--rm', ...options, image, 'sh', '-c', first, 'ask', ...words])
  const [migration] = readState(said)?.pending ?? []
  if (migration === undefined) throw new Error(`Django knows of no migration:\n${said}`)
  return { dangers: migration.dangers, oneWay: migration.oneWay }
}

const added = (name: string): string => `migrations.AddField("note", "${name}", models.TextField(default=""))`
const sql = (text: string): string => `migrations.RunSQL(${text}, migrations.RunSQL.noop)`
const noValue = (name: string): string =>
  `Add field ${name} to note: rows that the release that still serves writes have no value for it`

test('Migrations that the live release may not survive are reported', async () => {
  expect(
    await asked(
      added('origin'),
      'migrations.AddField("note", "colour", models.TextField(null=True))',
      'migrations.RenameField("note", "text", "body")',
      'migrations.RemoveField("note", "body")',
      sql('"DROP INDEX a; ALTER TABLE core_note DROP COLUMN b"'),
      sql('"DROP INDEX a"'),
      'migrations.RunPython(migrations.RunPython.noop)',
      'migrations.CreateModel("Tag", [("id", models.AutoField(primary_key=True))])',
      'migrations.AddField("tag", "name", models.TextField(default=""))',
    ),
  ).toEqual({
    dangers: [
      noValue('origin'),
      'Rename field text on note to body: the release that still serves knows it by the old name',
      'Remove field body from note: the release that still serves may use it',
      'Raw SQL operation: it drops or renames what the release that still serves may use',
    ],
    oneWay: ['Raw Python operation'],
  })
})

test('A new column that gets its default in the database by SQL is no danger, as in Saleor’s migrations', async () => {
  expect(
    await asked(
      ...[added('one'), sql(`"""ALTER TABLE core_note\\n  ALTER COLUMN one\\n  SET DEFAULT '';"""`)],
      ...[added('two'), sql(`['SELECT 1', ('ALTER TABLE "core_note" ALTER "two" SET DEFAULT %s', [""])]`)],
      ...[added('three'), added('four')],
      sql(`"ALTER TABLE core_note ALTER COLUMN three SET DEFAULT '', ALTER COLUMN four SET DEFAULT ''"`),
      `migrations.SeparateDatabaseAndState([${added('five')}, ${sql('"ALTER TABLE core_note ALTER COLUMN five SET DEFAULT 1"')}])`,
      ...[added('six'), sql('"ALTER TABLE core_other ALTER COLUMN six SET DEFAULT 1"')],
      ...[added('seven'), sql('"ALTER TABLE core_note ALTER COLUMN seven SET DEFAULT 1"')],
      sql('"ALTER TABLE core_note ALTER COLUMN seven DROP DEFAULT"'),
    ),
  ).toEqual({ dangers: [noValue('six'), noValue('seven')], oneWay: [] })
})

test('A broker that refuses the connection is reported, with its address', async () => {
  const { image } = await sandbox.buildShop('v1')
  const words = stateCommand(['python3', 'manage.py', 'migrate']) ?? []
  const options = [
    '--env',
    'DATABASE_URL=sqlite:////tmp/shop',
    '--env',
    'CELERY_BROKER_URL=redis://localhost:6390/0',
  ]
  const said = await docker(['run', '--rm', ...options, image, ...words])
  expect(readState(said)?.brokerError).toMatch(/OperationalError: Error \d+ connecting to localhost:6390/)
})

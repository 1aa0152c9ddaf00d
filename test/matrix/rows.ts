import assert from 'node:assert/strict'
import type { Fleet } from './fleet.ts'

/** Leaves a row that says what served when it was written; `nothing` begins anew, in a database whose role may make others. */
export async function writeRows({ sandbox, shop }: Fleet, by: string): Promise<void> {
  const { name } = shop.database
  if (by !== 'nothing') {
    await sandbox.data.psql(`INSERT INTO core_note (text) VALUES ('${by}');`, name)
    return
  }
  await sandbox.data.psql(`ALTER ROLE ${name} CREATEDB;`)
  await sandbox.data.psql('DROP TABLE IF EXISTS core_note, django_migrations;', name)
  for (const other of (await databases({ sandbox, shop })).filter((one) => one !== name))
    await sandbox.data.psql(`DROP DATABASE "${other}" WITH (FORCE);`)
}

/** Data and schema are all as before the rollback, or all as after it, and there is one database that the shop uses. */
export async function assertRows(fleet: Fleet, serves: 'old' | 'new'): Promise<void> {
  const { sandbox, shop } = fleet
  const { name } = shop.database
  const rows = await sandbox.data.psql('SELECT text FROM core_note ORDER BY id;', name)
  const column =
    "SELECT count(*) FROM information_schema.columns WHERE table_name = 'core_note' AND column_name = 'colour';"
  const [first, ...others] = (await databases(fleet)).filter((one) => one !== name)
  assert.deepEqual(
    {
      rows: rows.split('\n'),
      'columns that only the newer one has': await sandbox.data.psql(column, name),
      kept: first === undefined ? 0 : Number(first.startsWith(`${name}_before_`)),
      'other databases': others,
    },
    serves === 'new'
      ? { rows: ['light-1'], 'columns that only the newer one has': '0', kept: 1, 'other databases': [] }
      : {
          rows: ['light-1', 'light-migration'],
          'columns that only the newer one has': '1',
          kept: 0,
          'other databases': [],
        },
  )
}

async function databases({ sandbox, shop }: Pick<Fleet, 'sandbox' | 'shop'>): Promise<string[]> {
  const { name } = shop.database
  const found = await sandbox.data.psql(
    `SELECT datname FROM pg_database WHERE starts_with(datname, '${name}');`,
  )
  return found.split('\n').filter((one) => one === name || one.startsWith(`${name}_`))
}

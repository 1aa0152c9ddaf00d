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

/**
 * Data and schema are all as before the rollback, or all as after it, and there is one database that the shop uses. The schema
 * follows the code, so it may still be the newer one where the run had no time for it.
 * @param took what the rollback takes back
 */
export async function assertRows(
  fleet: Fleet,
  took: 'data' | 'schema',
  { isBack, isWhole }: { isBack: boolean; isWhole: boolean },
): Promise<void> {
  const { sandbox, shop } = fleet
  const { name } = shop.database
  const rows = await sandbox.data.psql('SELECT text FROM core_note ORDER BY id;', name)
  const column =
    "SELECT count(*) FROM information_schema.columns WHERE table_name = 'core_note' AND column_name = 'colour';"
  const columns = await sandbox.data.psql(column, name)
  const [first, ...others] = (await databases(fleet)).filter((one) => one !== name)
  const isRestored = isBack && took === 'data'
  const isFree = isBack && took === 'schema' && !isWhole
  assert.deepEqual(
    {
      rows: rows.split('\n'),
      'columns that only the newer one has': columns,
      kept: first === undefined ? 0 : Number(first.startsWith(`${name}_before_`)),
      'other databases': others,
    },
    {
      rows: isRestored ? ['light-1'] : ['light-1', 'light-migration'],
      'columns that only the newer one has': isFree ? columns : isBack ? '0' : '1',
      kept: isRestored ? 1 : 0,
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

import { describe, expect, test } from 'vitest'
import { type Facts, isPoolers, obstacles, quoted, readFacts } from '../../../src/database/restore/rights.ts'

const fine: Facts = {
  role: 'shop',
  version: 150018,
  bytes: 8_000_000,
  standby: false,
  lockTimeout: '13579ms',
  mayCreate: true,
  owner: 'shop',
  owns: true,
  prepared: 0,
  publications: 0,
  sessionsOf: [],
  thingsOf: [],
  extensions: [],
}

test('An owner who can create databases has all rights for a restore', () => {
  expect(obstacles('shop', fine, true, 150018)).toEqual([])
  expect(obstacles('shop', fine, true, null)).toEqual([])
})

describe('missing rights', () => {
  test.for<[changes: Partial<Facts>, what: RegExp, fix: RegExp]>([
    [{ mayCreate: false }, /shop may not create databases/, /ALTER ROLE "shop" CREATEDB;/],
    [{ owns: false, owner: 'admin' }, /belongs to admin/, /ALTER DATABASE "shop" OWNER TO "shop";/],
    [{ lockTimeout: '0' }, /leads to a pooler/, /name the PostgreSQL server itself/],
    [{ standby: true }, /standby/, /primary/],
    [{ version: 140010 }, /from PostgreSQL 15, and the server is 14/, /Upgrade/],
    [
      { thingsOf: ['admin', 'etl'] },
      /tables belong to admin, etl/,
      /GRANT "admin" TO "shop"; GRANT "etl" TO "shop";/,
    ],
    [{ extensions: ['postgis'] }, /extensions postgis/, /SUPERUSER/],
    [{ sessionsOf: ['exporter'] }, /exporter has sessions/, /GRANT pg_signal_backend TO "shop";/],
    [{ prepared: 2 }, /2 prepared transactions/, /ROLLBACK PREPARED/],
  ])('A restore is refused with the rights %o', ([changes, what, fix]) => {
    const all = obstacles('shop', { ...fine, ...changes }, true, 150018)
    expect(all).toEqual([{ what: expect.stringMatching(what), fix: expect.stringMatching(fix) }])
  })

  test('A restore is refused if there is no other database to rename from', () => {
    expect(obstacles('shop', fine, false, null)[0]?.fix).toBe('GRANT CONNECT ON DATABASE postgres TO "shop";')
  })

  test('A refusal lists all missing rights at once', () => {
    expect(obstacles('shop', { ...fine, mayCreate: false, owns: false }, false, null)).toHaveLength(3)
  })
})

test('The rights are found among other lines', () => {
  expect(readFacts(`Container x  Created\nfacts\t${JSON.stringify(fine)}\nelsewhere\n`)).toEqual(fine)
  expect(readFacts('psql: error: connection refused')).toBeUndefined()
})

test('A pooler is recognized by its refusal', () => {
  expect(isPoolers('psql: error: FATAL:  unsupported startup parameter in options: lock_timeout')).toBe(true)
  expect(isPoolers('psql: error: FATAL:  password authentication failed for user "shop"')).toBe(false)
})

test('An identifier is quoted by the rules of SQL', () => {
  expect(quoted('a"b')).toBe('"a""b"')
})

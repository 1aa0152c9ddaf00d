import { describe, expect, test } from 'vitest'
import { parseDatabaseUrl } from '../../src/database/url.ts'
import { UserError } from '../../src/errors.ts'

describe('DATABASE_URL', () => {
  test('DATABASE_URL becomes the variables of PostgreSQL', () => {
    expect(parseDatabaseUrl('postgres://saleor:secret@db:5433/shop')).toEqual({
      host: 'db',
      variables: {
        PGHOST: 'db',
        PGPORT: '5433',
        PGUSER: 'saleor',
        PGPASSWORD: 'secret',
        PGDATABASE: 'shop',
      },
    })
  })

  test.for([
    [
      'postgresql://u%40x:p%3A%2F%25%20@db/sh%C3%B6p',
      { PGUSER: 'u@x', PGPASSWORD: 'p:/% ', PGDATABASE: 'shöp' },
    ],
    ['postgres://u:p:q@r@db/shop', { PGUSER: 'u', PGPASSWORD: 'p:q@r', PGHOST: 'db', PGPORT: '5432' }],
    ['POSTGIS://u:$p\'"@db/shop', { PGPASSWORD: '$p\'"' }],
    ['postgres://u@[2001:db8::1]:6543/shop', { PGHOST: '2001:db8::1', PGPORT: '6543' }],
    ['postgres://u@a:1,b,c:3/shop', { PGHOST: 'a,b,c', PGPORT: '1,5432,3' }],
    [
      'postgres://u@db/shop?sslmode=verify-full&sslrootcert=%2Fca.pem&conn_max_age=60#x',
      { PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/ca.pem', PGDATABASE: 'shop' },
    ],
  ] as const)('DATABASE_URL %s becomes the variables of PostgreSQL', ([url, variables]) => {
    expect(parseDatabaseUrl(url).variables).toMatchObject(variables)
  })

  test('DATABASE_URL without a password sets none, and settings that are only for Django are dropped', () => {
    expect(Object.keys(parseDatabaseUrl('postgres://u@db/shop?conn_max_age=60').variables)).toEqual([
      'PGHOST',
      'PGPORT',
      'PGUSER',
      'PGDATABASE',
    ])
  })

  test.for([
    ['mysql://u:hidden@db/shop', /begins with mysql:\/\/, which is not PostgreSQL/],
    ['hidden', /is no URL/],
    ['postgres://u:hidden@/shop', /names no host/],
    ['postgres://u:hidden@%2Fvar%2Frun/shop', /names a socket/],
    ['postgres://u:hidden@db/', /names no database/],
    ['postgres://u:hidden%@db/shop', /has a % in the password that encodes nothing/],
    ['postgres://u:hidden@db:port/shop', /has a host that can not be read/],
  ] as const)('DATABASE_URL %s is refused without showing its value', ([url, message]) => {
    const refused = problem(() => parseDatabaseUrl(url))
    expect(refused.message).toMatch(message)
    expect(`${refused.message}${refused.fix}`).not.toContain('hidden')
  })
})

function problem(work: () => unknown): UserError {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('nothing was refused')
}

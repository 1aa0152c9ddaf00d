import { describe, expect, test } from 'vitest'
import {
  databaseNames,
  findBackup,
  restoreImage,
  restoreOverlay,
  restoreService,
} from '../../../src/database/restore/plan.ts'
import type { Manifest } from '../../../src/model/database.ts'
import type { DesiredState } from '../../../src/model/desired.ts'
import { emptyHost, exampleDesired, exampleRelease } from '../../model/example.ts'

const old = { ...exampleRelease('20260101'), image: 'shop@sha256:old' }
const again = { ...old, id: '20260103' }
const newer = { ...exampleRelease('20260102'), image: 'shop@sha256:new' }

function manifest(id: string, live: string, changes: Partial<Manifest> = {}): Manifest {
  const place = { project: 'shop', root: '/opt/shop', release: id, created: '' }
  return {
    id,
    live,
    ...place,
    ...{ bytes: 1, sha256: 'c0ffee', serverVersion: 150018, proof: '', tables: {} },
    ...changes,
  }
}

function goingBack(backup?: string): DesiredState {
  const rollback = { from: newer, database: 'restore', backup, reason: '', takeOver: false } as const
  return exampleDesired({ release: old, rollback })
}

describe('the backup', () => {
  const all = [manifest('20260102', old.id), manifest('20260105', newer.id), manifest('20260104', again.id)]
  const releases = [old, newer, again]

  test('The newest backup made while the target was live is chosen, also from another release of the same image', () => {
    expect(findBackup(all, goingBack(), releases).id).toBe('20260104')
    expect(findBackup(all, goingBack(), [old, newer]).id).toBe('20260102')
  })

  test('The backup named by the input is chosen', () => {
    expect(findBackup(all, goingBack('20260102'), releases).id).toBe('20260102')
  })

  test.for<[asked: string | undefined, manifests: Manifest[], message: RegExp]>([
    [undefined, [], /No backup in \/opt\/shop\/backups was made while 20260101 served/],
    [undefined, [manifest('20260102', old.id, { project: 'other' })], /No backup in/],
    ['20260199', all, /There is no backup 20260199/],
    ['20260105', all, /was made while 20260102 served: its schema is not that of 20260101/],
  ])('The search for a backup fails if the input is %s', ([asked, manifests, message]) => {
    expect(() => findBackup(manifests, goingBack(asked), releases)).toThrow(message)
  })
})

describe('the names of the databases', () => {
  test('The names of the databases contain the time', () => {
    expect(databaseNames('shop', '20261125-153000-000000000000')).toEqual({
      live: 'shop',
      beside: 'shop_restored_20261125_153000',
      kept: 'shop_before_20261125_153000',
      older: 'shop_before_',
    })
  })

  test('The names of the databases are as long as PostgreSQL allows, and end with a whole character', () => {
    const { beside, kept, older } = databaseNames('ü'.repeat(31), '20261125-153000-000000000000')
    expect(Buffer.byteLength(beside)).toBeLessThanOrEqual(63)
    expect(kept).toBe(`${'ü'.repeat(20)}_before_20261125_153000`)
    expect(kept.startsWith(older)).toBe(true)
  })
})

test('The client image is that of the server’s version, and one must be known', () => {
  const outside = { host: 'rds.example.com', variables: {} }
  expect(restoreImage(goingBack(), emptyHost(), outside, 160004)).toBe('postgres:16')
  expect(() => restoreImage(goingBack(), emptyHost(), outside, null)).toThrow(/does not name the version/)
})

test('The clients have the password in their environment and nowhere else', () => {
  const connection = { host: 'db', variables: { PGHOST: 'db', PGPASSWORD: 'hid$den' } }
  const names = databaseNames('it\'s $HOME "shop"', '20261125-153000-000000000000')
  const backup = manifest('20260102', old.id)
  const reach = { connection, identity: { user: '1:1', remapped: false }, image: 'postgres:15' }
  const text = restoreOverlay(goingBack(), reach, { backup, names })
  const { services } = JSON.parse(text) as {
    services: Record<string, { environment: Record<string, string> }>
  }
  expect(Object.keys(services)).toContain(restoreService('swap_back'))
  for (const { environment, ...rest } of Object.values(services)) {
    expect(environment).toMatchObject({ PGPASSWORD: 'hid$$den', LIVE: 'it\'s $$HOME "shop"' })
    expect(JSON.stringify(rest)).not.toContain('hid')
  }
})

import { describe, expect, test } from 'vitest'
import type { Manifest } from '../../src/database/manifest.ts'
import {
  databaseNames,
  findBackup,
  restoreImage,
  restoreOverlay,
  restoreService,
} from '../../src/database/restore-plan.ts'
import type { Wanted } from '../../src/deploy/wanted.ts'
import { emptyHost, exampleRelease, exampleWanted } from '../deploy/example.ts'

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

function goingBack(backup?: string): Wanted {
  const back = { from: newer, database: 'restore', backup, reason: '', takeOver: false } as const
  return exampleWanted({ release: old, back })
}

describe('the backup', () => {
  const all = [manifest('20260102', old.id), manifest('20260105', newer.id), manifest('20260104', again.id)]
  const releases = [old, newer, again]

  test('is the newest that was made while the target served, also as another release of the same image', () => {
    expect(findBackup(all, goingBack(), releases).id).toBe('20260104')
    expect(findBackup(all, goingBack(), [old, newer]).id).toBe('20260102')
  })

  test('is the one that was asked for', () => {
    expect(findBackup(all, goingBack('20260102'), releases).id).toBe('20260102')
  })

  test.for<[asked: string | undefined, manifests: Manifest[], message: RegExp]>([
    [undefined, [], /No backup in \/opt\/shop\/backups was made while 20260101 served/],
    [undefined, [manifest('20260102', old.id, { project: 'other' })], /No backup in/],
    ['20260199', all, /There is no backup 20260199/],
    ['20260105', all, /was made while 20260102 served: its schema is not that of 20260101/],
  ])('refused: %s', ([asked, manifests, message]) => {
    expect(() => findBackup(manifests, goingBack(asked), releases)).toThrow(message)
  })
})

describe('the names of the databases', () => {
  test('tell when', () => {
    expect(databaseNames('shop', '20261125-153000-000000000000')).toEqual({
      live: 'shop',
      beside: 'shop_restored_20261125_153000',
      kept: 'shop_before_20261125_153000',
      older: 'shop_before_',
    })
  })

  test('are as long as PostgreSQL lets them be, in whole characters', () => {
    const { beside, kept, older } = databaseNames('ü'.repeat(31), '20261125-153000-000000000000')
    expect(Buffer.byteLength(beside)).toBeLessThanOrEqual(63)
    expect(kept).toBe(`${'ü'.repeat(20)}_before_20261125_153000`)
    expect(kept.startsWith(older)).toBe(true)
  })
})

test('the image is that of the version, and one has to be known', () => {
  const outside = { host: 'rds.example.com', variables: {} }
  expect(restoreImage(goingBack(), emptyHost(), outside, 160004)).toBe('postgres:16')
  expect(() => restoreImage(goingBack(), emptyHost(), outside, null)).toThrow(/does not tell the version/)
})

test('the password is in the environment of the clients and nowhere else', () => {
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

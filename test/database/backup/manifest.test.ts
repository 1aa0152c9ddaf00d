import { describe, expect, test } from 'vitest'
import { manifestOf, parseManifests, prunableBackups } from '../../../src/database/backup/manifest.ts'
import { exampleRelease } from '../../model/example.ts'

const backup = { bytes: 40_338, sha256: 'c0ffee', proof: 'restored and counted: 1 table, 12 rows' }

function manifest(id: string, project = 'shop') {
  const place = { id, project, root: '/opt/shop', release: exampleRelease(id), live: undefined, created: '' }
  return manifestOf(place, backup, 150018, new Map([['public.note', 12]]))
}

describe('the manifest of a backup', () => {
  test('The manifest describes the backup and the rows of its tables', () => {
    const place = {
      id: 'a',
      project: 'shop',
      root: '/opt/shop',
      release: exampleRelease('new'),
      created: 'now',
    }
    expect(
      manifestOf({ ...place, live: exampleRelease('old') }, backup, undefined, new Map([['a.b', undefined]])),
    ).toEqual({
      id: 'a',
      project: 'shop',
      root: '/opt/shop',
      release: 'new',
      live: 'old',
      created: 'now',
      ...backup,
      serverVersion: null,
      tables: { 'a.b': null },
    })
  })

  test('The manifest is found among other lines', () => {
    expect(parseManifests(`{"a":1}\n${JSON.stringify(manifest('a'))}\ncut of`)).toEqual([manifest('a')])
  })
})

test('A backup of an older version that has no name takes the name of its release', () => {
  const { id, ...old } = manifest('20260101')
  expect(parseManifests(JSON.stringify(old))).toEqual([{ ...old, id }])
})

describe('the retention', () => {
  const mine = { project: 'shop', root: '/opt/shop' }
  const all = ['20260103', '20260101', '20260104', '20260102'].map((id) => manifest(id))

  test('Retention keeps the newest backups', () => {
    expect(prunableBackups(all, mine, 2)).toEqual(['20260101', '20260102'])
    expect(prunableBackups(all, mine, 10)).toEqual([])
  })

  test('Retention keeps the backup that a rollback restores', () => {
    expect(prunableBackups(all, mine, 2, '20260101')).toEqual(['20260102'])
  })

  test('Retention leaves files that do not belong to this deployment', () => {
    const others = [manifest('20250101', 'other'), { ...manifest('x'), id: '../../etc/passwd' }]
    expect(prunableBackups([...others, ...all], mine, 4)).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { manifestOf, parseManifests, prunableBackups } from '../../src/database/manifest.ts'
import { exampleRelease } from '../deploy/example.ts'

const backup = { bytes: 40_338, sha256: 'c0ffee', proof: 'restored and counted: 1 table, 12 rows' }

function manifest(id: string, project = 'shop') {
  const place = { id, project, root: '/opt/shop', release: exampleRelease(id), live: undefined, created: '' }
  return manifestOf(place, backup, 150018, new Map([['public.note', 12]]))
}

describe('the manifest of a backup', () => {
  test('says what it is, and what its tables hold', () => {
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

  test('is read back among lines that are none', () => {
    expect(parseManifests(`{"a":1}\n${JSON.stringify(manifest('a'))}\ncut of`)).toEqual([manifest('a')])
  })
})

test('a backup from before they had a name of their own is named by its release', () => {
  const { id, ...old } = manifest('20260101')
  expect(parseManifests(JSON.stringify(old))).toEqual([{ ...old, id }])
})

describe('the retention', () => {
  const mine = { project: 'shop', root: '/opt/shop' }
  const all = ['20260103', '20260101', '20260104', '20260102'].map((id) => manifest(id))

  test('keeps the newest', () => {
    expect(prunableBackups(all, mine, 2)).toEqual(['20260101', '20260102'])
    expect(prunableBackups(all, mine, 10)).toEqual([])
  })

  test('keeps the one that is being gone back to', () => {
    expect(prunableBackups(all, mine, 2, '20260101')).toEqual(['20260102'])
  })

  test("leaves what is not this deployment's", () => {
    const others = [manifest('20250101', 'other'), { ...manifest('x'), id: '../../etc/passwd' }]
    expect(prunableBackups([...others, ...all], mine, 4)).toEqual([])
  })
})

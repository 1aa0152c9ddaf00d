import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { differences, notInContents, readContents, readCounts, totalRows } from '../../src/database/counts.ts'

const counts = (tables: Record<string, number>) => new Map(Object.entries(tables))

const packed = (mark: string, text: string): string => `${mark}\t${gzipSync(text).toString('base64')}\n`

describe('the tables of a database', () => {
  const output = `pg_dump: warning: x\n${packed('tables', 'public.core_note\t12\naudit.Odd name\t0\n')}`

  test('are read with their rows', () => {
    expect(readCounts(output)).toEqual(counts({ 'public.core_note': 12, 'audit.Odd name': 0 }))
  })

  test('may be listed without', () => {
    const listed = packed('tables', 'public.core_note\t\n')
    expect(readCounts(listed)).toEqual(new Map([['public.core_note', undefined]]))
  })

  test('of an empty database are none', () => {
    expect(readCounts(packed('tables', ''))).toEqual(new Map())
  })

  test('are unknown when the answer is not whole', () => {
    expect(readCounts(output.slice(0, -20))).toBeUndefined()
    expect(readCounts(output.slice(30))).toBeUndefined()
    expect(readCounts('')).toBeUndefined()
  })

  test('are not the contents of the dump', () => {
    expect(readContents(packed('contents', '; Archive'))).toBe('; Archive')
    expect(readContents(output)).toBeUndefined()
  })
})

describe('a restored dump', () => {
  const database = counts({ 'public.note': 12, 'public.order': 3, 'public.tick': 0 })

  test('is the same', () => {
    expect(differences(database, new Map(database))).toEqual([])
    expect(totalRows(database)).toBe(15)
  })

  test('is as good as the same where nobody counted', () => {
    const listed = new Map([...database.keys()].map((table) => [table, undefined]))
    expect(differences(listed, database)).toEqual([])
  })

  test('is told from another one', () => {
    expect(differences(database, counts({ 'public.note': 11, 'public.tick': 0, 'public.more': 1 }))).toEqual([
      'public.note has 11 rows instead of 12',
      'public.order is missing',
      'public.more is one too many',
    ])
  })
})

describe("a dump's table of contents", () => {
  const contents = [
    '; Archive created at 2026-11-23 10:22:57 UTC',
    '215; 1259 16390 TABLE public core_note saleor',
    '3378; 0 16390 TABLE DATA public core_note saleor',
    '3379; 0 16391 TABLE DATA audit Odd name saleor',
    '3390; 0 0 SEQUENCE SET public core_note_id_seq saleor',
  ].join('\n')

  test('has the data of every table', () => {
    expect(notInContents(counts({ 'public.core_note': 0, 'audit.Odd name': 0 }), contents)).toEqual([])
  })

  test('lacks some', () => {
    const database = counts({ 'public.core_note': 0, 'public.core': 0, 'other.core_note': 0 })
    expect(notInContents(database, contents)).toEqual(['public.core', 'other.core_note'])
  })
})

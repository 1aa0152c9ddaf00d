import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import {
  differences,
  notInContents,
  readContents,
  readCounts,
  totalRows,
} from '../../../src/database/backup/counts.ts'

const counts = (tables: Record<string, number>) => new Map(Object.entries(tables))

const packed = (mark: string, text: string): string => `${mark}\t${gzipSync(text).toString('base64')}\n`

describe('the tables of a database', () => {
  const output = `pg_dump: warning: x\n${packed('tables', 'public.core_note\t12\naudit.Odd name\t0\n')}`

  test('The tables of a database are read with their row counts', () => {
    expect(readCounts(output)).toEqual(counts({ 'public.core_note': 12, 'audit.Odd name': 0 }))
  })

  test('The tables of a database may be listed without row counts', () => {
    const listed = packed('tables', 'public.core_note\t\n')
    expect(readCounts(listed)).toEqual(new Map([['public.core_note', undefined]]))
  })

  test('An empty database has no tables', () => {
    expect(readCounts(packed('tables', ''))).toEqual(new Map())
  })

  test('The tables are unknown if the answer is incomplete', () => {
    expect(readCounts(output.slice(0, -20))).toBeUndefined()
    expect(readCounts(output.slice(30))).toBeUndefined()
    expect(readCounts('')).toBeUndefined()
  })

  test('The list of tables is not the table of contents of the dump', () => {
    expect(readContents(packed('contents', '; Archive'))).toBe('; Archive')
    expect(readContents(output)).toBeUndefined()
  })
})

describe('a restored dump', () => {
  const database = counts({ 'public.note': 12, 'public.order': 3, 'public.tick': 0 })

  test('A restored dump with the same row counts is verified', () => {
    expect(differences(database, new Map(database))).toEqual([])
    expect(totalRows(database)).toBe(15)
  })

  test('A restored dump is verified where nobody counted', () => {
    const listed = new Map([...database.keys()].map((table) => [table, undefined]))
    expect(differences(listed, database)).toEqual([])
  })

  test('A restored dump with other row counts is not verified', () => {
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

  test('The table of contents lists the data of every table', () => {
    expect(notInContents(counts({ 'public.core_note': 0, 'audit.Odd name': 0 }), contents)).toEqual([])
  })

  test('A table of contents without the data of a table is incomplete', () => {
    const database = counts({ 'public.core_note': 0, 'public.core': 0, 'other.core_note': 0 })
    expect(notInContents(database, contents)).toEqual(['public.core', 'other.core_note'])
  })
})

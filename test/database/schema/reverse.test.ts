import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { HistoryLine } from '../../../src/database/schema/history.ts'
import {
  type ReversePlan,
  readReversePlan,
  reversedSoFar,
  reverseObstacles,
} from '../../../src/database/schema/reverse-plan.ts'
import { reverseCommand } from '../../../src/database/schema/reverse-script.ts'

const nothing: ReversePlan = { plan: [], unknown: [], missing: [], strange: [] }

describe('reasons against a reversal', () => {
  const names = ['order.0003_tax']
  const brought: HistoryLine = {
    at: '',
    did: 'applied',
    release: '20260103',
    version: '3.23.0',
    names,
    dangers: [],
  }

  test.for<[changes: Partial<ReversePlan>, lines: string[]]>([
    [{ plan: [{ name: 'order.0002_total', operations: ['Add field'], oneWay: [] }] }, []],
    [
      {
        plan: [
          { name: 'shop.0004_b', operations: [], oneWay: ['Raw Python operation'] },
          { name: 'order.0002_a', operations: [], oneWay: ['Raw SQL operation', 'Delete model X'] },
        ],
      },
      [
        'order.0002_a: "Delete model X" can not be reversed',
        'order.0002_a: "Raw SQL operation" can not be reversed',
        'shop.0004_b: "Raw Python operation" can not be reversed',
      ],
    ],
    [
      { unknown: ['order.0001_old'] },
      ['order.0001_old: the newer code does not have it any more (squashed or removed)'],
    ],
    [{ missing: ['order.0001_a'] }, ['order.0001_a: the target needs it, and the database does not have it']],
    // What lies in the database since years is nobody's business.
    [{ strange: ['checkout.0001_removed_years_ago'] }, []],
    [
      { strange: ['order.0003_tax'] },
      ['order.0003_tax: 20260103 applied it, and the code of the live release does not know it'],
    ],
  ])('The reasons against a reversal are complete for %o', ([changes, lines]) => {
    expect(reverseObstacles({ ...nothing, ...changes }, '20260101', [brought])).toEqual(lines)
  })
})

test('The answer of Django is found among other output', () => {
  const packed = deflateSync(JSON.stringify(nothing)).toString('base64')
  expect(readReversePlan(`  Unapplying a.1... OK\nsaleor-deploy-reverse:${packed}\n`)).toEqual(nothing)
  expect(readReversePlan('saleor-deploy-reverse:eJx')).toBeUndefined()
  expect(readReversePlan('Unknown command')).toBeUndefined()
})

test('The output of a failed reversal says how far it came', () => {
  const output =
    '  Unapplying order.0003_tax... OK\n  Unapplying order.0002_total...Traceback\nLockNotAvailable'
  expect(reversedSoFar(output)).toEqual(['order.0003_tax'])
})

test('The newer release is asked to migrate back', () => {
  const schema = { order: "0002_it's" }
  const command = reverseCommand(['python', 'manage.py', 'migrate', '--noinput'], schema, 'plan') ?? []
  expect(command.slice(0, -1)).toEqual(['python', 'manage.py', 'shell', '-c'])
  expect(command.at(-1)).toContain(
    `{"alias": "default", "schema": "{\\"order\\":\\"0002_it's\\"}", "work": "plan"}`,
  )
  expect(reverseCommand(['./migrate-everything'], schema, 'plan')).toBeUndefined()
})

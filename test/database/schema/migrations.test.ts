import { describe, expect, test } from 'vitest'
import { failedMigration, readPlan } from '../../../src/database/schema/migrations.ts'

describe("Django's plan", () => {
  test('The plan of Django is read as migrations with their operations', () => {
    const output = [
      'Container shop-db-1 Running',
      'Planned operations:',
      'core.0002_note_colour',
      '    Add field colour to note',
      '    Raw Python operation -> Fills the colour',
      'sites.0001_initial',
      '    Create model Site',
      '',
    ].join('\n')
    expect(readPlan(output)).toEqual([
      {
        name: 'core.0002_note_colour',
        operations: ['Add field colour to note', 'Raw Python operation -> Fills the colour'],
        dangers: [],
        oneWay: [],
      },
      { name: 'sites.0001_initial', operations: ['Create model Site'], dangers: [], oneWay: [] },
    ])
  })
})

describe('a failed migrate', () => {
  test('The output of a failed migrate names the failed migration', () => {
    const output =
      '  Applying core.0001_initial... OK\n  Applying core.0002_broken...Traceback (most recent call last):\n'
    expect(failedMigration(output)).toBe('core.0002_broken')
  })

  test('The output of a migrate that applied nothing names no migration', () => {
    expect(failedMigration('OperationalError: could not connect')).toBeUndefined()
    expect(failedMigration('  Applying core.0001_initial... OK\n')).toBeUndefined()
  })
})

import { describe, expect, test } from 'vitest'
import { failedMigration, readPlan } from '../../src/database/migrations.ts'

describe("Django's plan", () => {
  test('is read as migrations with their operations', () => {
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
  test('names the one it was at', () => {
    const output =
      '  Applying core.0001_initial... OK\n  Applying core.0002_broken...Traceback (most recent call last):\n'
    expect(failedMigration(output)).toBe('core.0002_broken')
  })

  test('that applied nothing names none', () => {
    expect(failedMigration('OperationalError: could not connect')).toBeUndefined()
    expect(failedMigration('  Applying core.0001_initial... OK\n')).toBeUndefined()
  })
})

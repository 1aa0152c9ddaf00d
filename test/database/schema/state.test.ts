import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readState } from '../../../src/database/schema/state.ts'
import { stateCommand } from '../../../src/database/schema/state-script.ts'

const packed = (told: object): string => deflateSync(JSON.stringify(told)).toString('base64')

describe('the command that queries Django', () => {
  const manage = ['python', 'manage.py']

  test.for([
    [[...manage, 'migrate', '--noinput'], manage, 'default'],
    [['uv', 'run', 'manage.py', 'migrate', '--database=main'], ['uv', 'run', 'manage.py'], 'main'],
    [['django-admin', 'migrate'], ['django-admin'], 'default'],
  ] as const)('The state is read with the command %s', ([migrate, words, database]) => {
    const command = stateCommand(migrate) ?? []
    expect(command.slice(0, -1)).toEqual([...words, 'shell', '-c'])
    expect(command.at(-1)).toMatch(/^exec\("\\nimport .*\)$/)
    expect(command.at(-1)).toContain(`{"alias": "${database}"}`)
  })

  test.for([
    [['sh', '-c', 'python manage.py migrate && echo done']],
    [['./deploy-database']],
    [['migrate']],
    [[...manage, 'migrate', 'order', '0003']],
    [[...manage, 'migrate', '--fake']],
    [[...manage, 'migrate', '--settings=other']],
  ])(
    'The command %s is asked with --plan, because only the command itself knows what it does',
    ([migrate]) => {
      expect(stateCommand(migrate ?? [])).toBeUndefined()
    },
  )
})

describe('the answer of Django', () => {
  test('The answer of Django is found among other lines, and its dangers become sentences', () => {
    const state = readState(
      [
        'Container shop-db-1 Running',
        '6 objects imported automatically (use -v 2 for details).',
        `saleor-deploy:${packed({
          pending: [
            {
              name: 'order.0042_drop_note',
              operations: ['Remove field note from order'],
              dangers: [
                { kind: 'removed', operation: 'Remove field note from order' },
                { kind: 'one-way', operation: 'Raw Python operation' },
              ],
            },
          ],
          schema: { order: '0042_drop_note' },
          serverVersion: 150018,
          bytes: 8_000_000,
        })}`,
        '',
      ].join('\n'),
    )
    expect(state).toEqual({
      pending: [
        {
          name: 'order.0042_drop_note',
          operations: ['Remove field note from order'],
          dangers: ['Remove field note from order: the release that still serves may use it'],
          oneWay: ['Raw Python operation'],
        },
      ],
      schema: { order: '0042_drop_note' },
      serverVersion: 150018,
      bytes: 8_000_000,
    })
  })

  test('A state without a database version has none', () => {
    const state = readState(`saleor-deploy:${packed({ pending: [] })}`)
    expect(state).toEqual({ pending: [], schema: undefined, serverVersion: undefined, bytes: undefined })
  })

  test.for(['Unknown command: shell', 'saleor-deploy:eJxLSS', ''])(
    'An answer that is missing or broken is no state: %j',
    (output) => {
      expect(readState(output)).toBeUndefined()
    },
  )
})

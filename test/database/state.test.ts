import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readState } from '../../src/database/state.ts'
import { stateCommand } from '../../src/database/state-script.ts'

const packed = (told: object): string => deflateSync(JSON.stringify(told)).toString('base64')

describe('what Django is asked with', () => {
  const manage = ['python', 'manage.py']

  test.for([
    [[...manage, 'migrate', '--noinput'], manage, 'default'],
    [['uv', 'run', 'manage.py', 'migrate', '--database=main'], ['uv', 'run', 'manage.py'], 'main'],
    [['django-admin', 'migrate'], ['django-admin'], 'default'],
  ] as const)('%s', ([migrate, words, database]) => {
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
  ])('%s is asked by --plan, as only it knows what it does', ([migrate]) => {
    expect(stateCommand(migrate ?? [])).toBeUndefined()
  })
})

describe("Django's answer", () => {
  test('is found among other lines, and dangers become sentences', () => {
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

  test('of another database has no version', () => {
    const state = readState(`saleor-deploy:${packed({ pending: [] })}`)
    expect(state).toEqual({ pending: [], schema: undefined, serverVersion: undefined, bytes: undefined })
  })

  test.for(['Unknown command: shell', 'saleor-deploy:eJxLSS', ''])(
    'that is not there is none: %j',
    (output) => {
      expect(readState(output)).toBeUndefined()
    },
  )
})

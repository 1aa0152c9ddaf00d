import { describe, expect, test } from 'vitest'
import { readIdentity } from '../../../src/database/backup/client.ts'
import { backupImage, checkBackup, clientOverlay, isBackupDue } from '../../../src/database/backup/plan.ts'
import type { Backups, DesiredState } from '../../../src/model/desired.ts'
import { emptyHost, exampleDesired, running } from '../../model/example.ts'

const shopUrl = 'postgres://saleor:hid$den@db/shop'

function wantedWith(
  changes: Partial<Backups> = {},
  url = shopUrl,
  rest: Partial<DesiredState> = {},
): DesiredState {
  const example = exampleDesired(rest)
  return {
    ...example,
    backup: { ...example.backup, ...changes },
    model: {
      name: 'shop',
      services: {
        web: {
          environment: { DATABASE_URL: url.replaceAll('$', '$$$$') },
          networks: { default: { aliases: ['shop'] }, rollback: null },
          extra_hosts: ['elsewhere=10.0.0.9'],
        },
        db: { image: 'postgres:15', environment: { POSTGRES_PASSWORD: 'x' } },
        pool: { image: 'pgbouncer', environment: { DB_USER: 'x' } },
      },
    },
  }
}

describe('a backup is due', () => {
  const database = (count: number) => ({
    pending: Array.from({ length: count }, () => ({ name: 'a', operations: [], dangers: [], oneWay: [] })),
    schema: undefined,
    serverVersion: undefined,
    bytes: undefined,
  })

  test.for([
    ['always', 0, true],
    ['pending', 0, false],
    ['pending', 1, true],
    ['never', 1, false],
  ] as const)(
    'With backup set to %s and %i pending migrations, a backup is due: %s',
    ([when, count, due]) => {
      expect(isBackupDue(wantedWith({ when }), database(count))).toBe(due)
    },
  )
})

describe('the preflight check', () => {
  test.for([
    [wantedWith({}, 'sqlite:///shop.db'), /begins with sqlite:\/\//],
    [exampleDesired(), /web has no DATABASE_URL/],
    [wantedWith({ copy: ['rclone', 'copy'] }), /does not say where the backup's path goes/],
    [wantedWith({ when: 'always' }, 'postgres://u@rds/shop', { migrate: [] }), /its image is unknown/],
  ] as const)('The preflight check refuses case %#', ([desired, message]) => {
    expect(() => checkBackup(desired)).toThrow(message)
  })

  test.for([
    [wantedWith()],
    [wantedWith({ when: 'never' }, 'sqlite:///shop.db')],
    [wantedWith({ when: 'pending' }, 'sqlite:///shop.db', { migrate: [] })],
    [wantedWith({ when: 'always' }, shopUrl, { migrate: [] })],
    [wantedWith({ copy: ['rclone', 'copyto', '{}', 'b2:x/{}'] })],
  ])('The preflight check accepts case %#', ([desired]) => {
    expect(() => checkBackup(desired as DesiredState)).not.toThrow()
  })
})

describe('the image', () => {
  const image = (changes: Partial<Backups>, host: string, observed = emptyHost(), version?: number) =>
    backupImage(wantedWith(changes), observed, { host, variables: {} }, version)

  test('The image of the database itself is used while it runs', () => {
    expect(image({}, 'db')).toBe('postgres:15')
    const runs = emptyHost({ containers: [{ ...running('db', 1), image: 'postgres:14' }] })
    expect(image({}, 'db', runs)).toBe('postgres:14')
  })

  test('The official image of the server’s version is used for a database elsewhere, or behind a pooler', () => {
    expect(image({}, 'rds.example.com', emptyHost(), 160004)).toBe('postgres:16')
    expect(image({}, 'pool', emptyHost(), 150018)).toBe('postgres:15')
    expect(image({}, 'rds.example.com')).toBeUndefined()
  })

  test('The image from the input is used', () => {
    expect(image({ image: 'postgis/postgis:15' }, 'db')).toBe('postgis/postgis:15')
  })
})

describe('the client', () => {
  const overlay = (changes: Partial<Backups> = {}, identity = readIdentity('1000\n', '1000\n', '[]')) => {
    const desired = wantedWith(changes)
    const variables = { PGHOST: 'db', PGPASSWORD: 'hid$den' }
    const text = clientOverlay(desired, { host: 'db', variables }, 'postgres:15', identity)
    return (JSON.parse(text) as { services: Record<string, Record<string, never>> }).services[
      'saleor-deploy-backup'
    ]
  }

  test('The client joins the networks of web, without web’s aliases', () => {
    expect(overlay()).toMatchObject({
      networks: { default: null, rollback: null },
      extra_hosts: ['elsewhere=10.0.0.9'],
      user: '1000:1000',
    })
  })

  test('The client has the password in its environment and nowhere else', () => {
    const { environment, ...rest } = overlay() ?? {}
    expect(environment).toMatchObject({ PGPASSWORD: 'hid$$den' })
    expect(JSON.stringify(rest)).not.toContain('hid')
  })

  test('The client counts rows only for a verification that compares them', () => {
    const query = (verify: Backups['verify']) => JSON.stringify(overlay({ verify })?.entrypoint)
    expect(query('restore')).toContain('count(*)')
    expect(query('list')).not.toContain('count(*)')
  })

  test('The client writes as the SSH user, however the engine maps users', () => {
    expect(overlay({}, readIdentity('1000', '1000', '[name=rootless]'))).not.toHaveProperty('user')
    expect(overlay({}, readIdentity('1', '2', '[name=userns]'))).toMatchObject({
      user: '1:2',
      userns_mode: 'host',
    })
  })
})

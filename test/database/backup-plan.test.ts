import { describe, expect, test } from 'vitest'
import { backupImage, checkBackup, clientOverlay, isBackupDue } from '../../src/database/backup-plan.ts'
import { readIdentity } from '../../src/database/client.ts'
import type { Backups, Wanted } from '../../src/deploy/wanted.ts'
import { emptyHost, exampleWanted, running } from '../deploy/example.ts'

const shopUrl = 'postgres://saleor:hid$den@db/shop'

function wantedWith(changes: Partial<Backups> = {}, url = shopUrl, rest: Partial<Wanted> = {}): Wanted {
  const example = exampleWanted(rest)
  return {
    ...example,
    backup: { ...example.backup, ...changes },
    model: {
      name: 'shop',
      services: {
        web: {
          environment: { DATABASE_URL: url.replaceAll('$', '$$$$') },
          networks: { default: { aliases: ['shop'] }, back: null },
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
  ] as const)('%s, with %i pending: %s', ([when, count, due]) => {
    expect(isBackupDue(wantedWith({ when }), database(count))).toBe(due)
  })
})

describe('what is checked before anything is changed', () => {
  test.for([
    [wantedWith({}, 'sqlite:///shop.db'), /begins with sqlite:\/\//],
    [exampleWanted(), /web has no DATABASE_URL/],
    [wantedWith({ copy: ['rclone', 'copy'] }), /does not say where the backup's path goes/],
    [wantedWith({ when: 'always' }, 'postgres://u@rds/shop', { migrate: [] }), /its image is unknown/],
  ] as const)('refused: %#', ([wanted, message]) => {
    expect(() => checkBackup(wanted)).toThrow(message)
  })

  test.for([
    [wantedWith()],
    [wantedWith({ when: 'never' }, 'sqlite:///shop.db')],
    [wantedWith({ when: 'pending' }, 'sqlite:///shop.db', { migrate: [] })],
    [wantedWith({ when: 'always' }, shopUrl, { migrate: [] })],
    [wantedWith({ copy: ['rclone', 'copyto', '{}', 'b2:x/{}'] })],
  ])('fine: %#', ([wanted]) => {
    expect(() => checkBackup(wanted as Wanted)).not.toThrow()
  })
})

describe('the image', () => {
  const image = (changes: Partial<Backups>, host: string, seen = emptyHost(), version?: number) =>
    backupImage(wantedWith(changes), seen, { host, variables: {} }, version)

  test("is the database's own, as it runs", () => {
    expect(image({}, 'db')).toBe('postgres:15')
    const runs = emptyHost({ containers: [{ ...running('db', 1), image: 'postgres:14' }] })
    expect(image({}, 'db', runs)).toBe('postgres:14')
  })

  test("is the official one of the server's version for a database elsewhere, or behind a pooler", () => {
    expect(image({}, 'rds.example.com', emptyHost(), 160004)).toBe('postgres:16')
    expect(image({}, 'pool', emptyHost(), 150018)).toBe('postgres:15')
    expect(image({}, 'rds.example.com')).toBeUndefined()
  })

  test('is the one that was asked for', () => {
    expect(image({ image: 'postgis/postgis:15' }, 'db')).toBe('postgis/postgis:15')
  })
})

describe('the client', () => {
  const overlay = (changes: Partial<Backups> = {}, identity = readIdentity('1000\n', '1000\n', '[]')) => {
    const wanted = wantedWith(changes)
    const variables = { PGHOST: 'db', PGPASSWORD: 'hid$den' }
    const text = clientOverlay(wanted, { host: 'db', variables }, 'postgres:15', identity)
    return (JSON.parse(text) as { services: Record<string, Record<string, never>> }).services[
      'saleor-deploy-backup'
    ]
  }

  test("is on web's networks, without its names there", () => {
    expect(overlay()).toMatchObject({
      networks: { default: null, back: null },
      extra_hosts: ['elsewhere=10.0.0.9'],
      user: '1000:1000',
    })
  })

  test('has the password in its environment and nowhere else', () => {
    const { environment, ...rest } = overlay() ?? {}
    expect(environment).toMatchObject({ PGPASSWORD: 'hid$$den' })
    expect(JSON.stringify(rest)).not.toContain('hid')
  })

  test('counts rows only for a proof that compares them', () => {
    const query = (verify: Backups['verify']) => JSON.stringify(overlay({ verify })?.entrypoint)
    expect(query('restore')).toContain('count(*)')
    expect(query('list')).not.toContain('count(*)')
  })

  test('writes as the SSH user, whatever the engine makes of users', () => {
    expect(overlay({}, readIdentity('1000', '1000', '[name=rootless]'))).not.toHaveProperty('user')
    expect(overlay({}, readIdentity('1', '2', '[name=userns]'))).toMatchObject({
      user: '1:2',
      userns_mode: 'host',
    })
  })
})

import { expect, it } from 'vitest'
import { secretsIn, withoutSecrets } from '../../src/diagnosis/secrets.ts'
import { project } from '../compose/fixtures.ts'

it('The secrets of a project are found, and other values are left out', () => {
  const model = project({
    db: { environment: { POSTGRES_PASSWORD: 'hush$$hush', POSTGRES_USER: 'saleor', TOKEN: 'abc' } },
    web: {
      environment: {
        DATABASE_URL: 'postgres://saleor:p%40ssword@db/saleor',
        RSA_PRIVATE_KEY: '-----BEGIN X\nMIIEpAIB\n-----END X',
      },
    },
  })
  expect(secretsIn(model)).toEqual([
    'hush$hush',
    'p%40ssword',
    'p@ssword',
    Buffer.from('saleor:p@ssword').toString('base64'),
    'MIIEpAIB',
  ])
})

it.each([
  ['password hush-hush refused', 'password *** refused'],
  ['hush-hush-longer', '***'],
  ['cannot connect to redis://:s3cret@redis:6379/1', 'cannot connect to redis://:***@redis:6379/1'],
  [
    'postgres://saleor:s3cret@db:5432/x and amqp://a:b@c',
    'postgres://saleor:***@db:5432/x and amqp://a:***@c',
  ],
  ['http://db:5432/a@b', 'http://db:5432/a@b'],
  [
    'key:\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend',
    'key:\n*** (a private key)\nend',
  ],
])('Secrets are hidden in the text: %s', (text, expected) => {
  expect(withoutSecrets(text, ['hush-hush', 'hush-hush-longer'])).toBe(expected)
})

it('A secret is hidden in a file even if a program encoded it for a URL', () => {
  expect(withoutSecrets('?p=hush%40hush%2F1 hush@hush/1', ['hush@hush/1'])).toBe('?p=*** ***')
})

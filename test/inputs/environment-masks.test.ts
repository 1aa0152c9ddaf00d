import { expect, test } from 'vitest'
import { environmentMasks } from '../../src/inputs/environment-masks.ts'

test('what every visitor sees is not hidden, secrets are', () => {
  const environment = [
    'PUBLIC_URL=https://shop.example.com/',
    'ALLOWED_HOSTS=shop.example.com',
    'STATIC_URL=/static/',
    'SECRET_KEY=not-for-anybody',
  ].join('\n')
  expect(environmentMasks(environment, [])).toEqual(['not-for-anybody'])
})

test('a password is hidden by itself as well as in its URL', () => {
  const url = 'postgres://saleor:pass%20word@db/saleor'
  expect(environmentMasks(`DATABASE_URL=${url}`, [])).toEqual([url, 'pass%20word', 'pass word'])
})

import { expect, test } from 'vitest'
import { environmentMasks } from '../../../src/inputs/values/environment-masks.ts'

test('Public values are not masked, and secrets are', () => {
  const environment = [
    'PUBLIC_URL=https://shop.example.com/',
    'ALLOWED_HOSTS=shop.example.com',
    'STATIC_URL=/static/',
    'SECRET_KEY=not-for-anybody',
  ].join('\n')
  expect(environmentMasks(environment, [])).toEqual(['not-for-anybody'])
})

test('A password is masked by itself, in its URL, and in the login in base64', () => {
  const url = 'postgres://saleor:pass%20word@db/saleor'
  const login = Buffer.from('saleor:pass word').toString('base64')
  expect(environmentMasks(`DATABASE_URL=${url}`, [])).toEqual([url, 'pass%20word', 'pass word', login])
})

test.each([
  'DEBUG=False',
  'ENABLE_TOKENS=False',
  'EMAIL_TIMEOUT=1000000',
  'CACHE_URL=redis://cache.internal:6379/0',
  'TOKEN_URL=https://login.example.com/token',
  'EMAIL_HOST=smtp.example.com',
  'HOSTS=a.example.com,b.example.com:8000 10.0.0.15',
  'SENTRY_ENVIRONMENT=production',
  'MEDIA_ROOT=/app/media/files',
  'SENDER=orders@example.com',
])('The variable %s masks nothing, because its value is no secret', (line) => {
  expect(environmentMasks(line, [])).toEqual([])
})

test.each([
  ['SECRET_KEY=abcdefgh', 'abcdefgh'],
  ['POSTGRES_PASSWORD=12345678', '12345678'],
  ['OTHER=c0rrect-h0rse', 'c0rrect-h0rse'],
  [
    'MAIL=SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbYihYzrnopKc',
    'SG.ngeVfQFYQlKU0ufo8x5d1A.TwL2iGABf9DHoTf-09kqeF8tAmbYihYzrnopKc',
  ],
  [
    'HOOK=https://hooks.example.com/services/T00/B00/XXXXXXXXXXXXXXXXXXXXXXXX',
    'https://hooks.example.com/services/T00/B00/XXXXXXXXXXXXXXXXXXXXXXXX',
  ],
  ['ERRORS=https://0123456789abcdef@errors.example.com/7', 'https://0123456789abcdef@errors.example.com/7'],
  ['LINK=https://example.com/?token=abc', 'https://example.com/?token=abc'],
  ['RSA_PRIVATE_KEY="-----BEGIN X-----\nMIIEpAIB\n-----END X-----"', 'MIIEpAIB'],
])('The variable %s masks its secret and not the whole line', (text, hidden) => {
  expect(environmentMasks(text, [])).toEqual([hidden])
})

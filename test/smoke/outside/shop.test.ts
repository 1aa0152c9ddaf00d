import { expect, it } from 'vitest'
import { readShop } from '../../../src/smoke/outside/shop.ts'

it.each([
  [
    'a good answer',
    '{"data":{"shop":{"name":"Demo","schemaVersion":"3.20"}}}',
    { name: 'Demo', schemaVersion: '3.20' },
  ],
  [
    'errors with status 200, as when the database is down',
    '{"errors":[{"message":"connection refused","extensions":{"exception":{"code":"OperationalError"}}}],"data":null}',
    { error: 'errors: connection refused OperationalError' },
  ],
  [
    'errors beside data',
    '{"errors":[{"message":"denied"}],"data":{"shop":{"name":"Demo"}}}',
    { error: 'errors: denied' },
  ],
  ['a page', '<!DOCTYPE html>\n<html>', { error: 'not JSON: <!DOCTYPE html> <html>' }],
  ['nothing', '', { error: 'not JSON: ' }],
  ['JSON that is no answer', '"hello"', { error: 'not JSON: "hello"' }],
  ['an empty list of errors', '{"errors":[]}', { error: 'errors: ' }],
  ['no shop', '{"data":null}', { error: 'no shop name: {"data":null}' }],
  [
    'a name that is no text',
    '{"data":{"shop":{"name":null,"schemaVersion":"3.20"}}}',
    { schemaVersion: '3.20', error: 'no shop name: {"data":{"shop":{"name":null,"schemaVersion":"3.20"}}}' },
  ],
])('The answer of the shop is read: %s', (_, body, shop) => {
  expect(readShop(body)).toEqual(shop)
})

it('A long page is cut in the report', () => {
  expect(readShop('x'.repeat(5000)).error).toHaveLength('not JSON: '.length + 120)
})

import { writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { storedSecrets } from '../../src/desired/stored-secrets.ts'
import { secretFilesKey } from '../../src/model/release/files.ts'
import { LocalHost } from '../host/local-host.ts'

it('The secrets in the files of a release are found on its host, those that are harmless and those that are gone are not', async () => {
  const host = new LocalHost()
  onTestFinished(() => host.close())
  writeFileSync(host.path('db$password'), 'hunter')
  writeFileSync(host.path('key'), '-----BEGIN KEY-----\nMIIEowIBAAKCAQEA\n-----END KEY-----\n')
  writeFileSync(host.path('user'), 'saleor')
  const files = ['db$$password', 'key', 'user', 'gone'].map((name) => host.path(name))
  const model = { name: 'shop', services: {}, [secretFilesKey]: files }
  expect(await storedSecrets(host, model)).toEqual(['hunter', 'MIIEowIBAAKCAQEA'])
  const before = host.commandCount
  expect(await storedSecrets(host, { name: 'shop', services: {} })).toEqual([])
  expect(host.commandCount).toBe(before)
})

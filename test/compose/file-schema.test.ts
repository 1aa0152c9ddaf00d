import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { composeFileSchema, composeSpecification } from '../../scripts/compose-file-schema.ts'
import { rolesWithFile } from '../../src/compose/file-roles.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { withFileServer } from '../../src/compose/served/file-server.ts'
import { port, project } from './fixtures.ts'

const ajv = new Ajv({ strict: false })
ajv.addSchema({ $id: composeSpecification })
const fits = ajv.compile(composeFileSchema())

/** A shop whose web has the key. */
const shop = (key: unknown) => ({
  services: {
    web: {
      image: 'saleor:1',
      ports: [port('8000')],
      volumes: [{ type: 'volume', source: 'media', target: '/app/media' }],
      'x-saleor-deploy': key,
    },
  },
})

/** Whether a deploy takes the key. */
function deploys(key: unknown): boolean {
  const model = project(shop(key).services)
  const found = rolesWithFile(model, {})
  if ('fault' in found) return false
  try {
    withFileServer(model, findRoles(model, { web: 'web' }), '/opt/saleor')
    return true
  } catch {
    return false
  }
}

describe('the schema of Compose files for editors', () => {
  it.each([
    'web',
    null,
    { role: 'web' },
    { files: true },
    { files: false },
    { files: null },
    { role: 'web', files: { static: '/app/collected', media: false } },
    { files: { image: 'registry.example.com/nginx:1.28' } },
    { files: { static: false, media: '/app/media/' } },
  ])('An editor and a deploy accept %j', (key) => {
    expect([fits(shop(key)), deploys(key)]).toEqual([true, true])
  })

  it.each([
    'webb',
    7,
    {},
    { rolle: 'web' },
    { role: 'web', file: true },
    { role: 'webb' },
    { files: 'yes' },
    { files: [] },
    { files: { statics: '/app' } },
    { files: { static: 'static' } },
    { files: { media: true } },
    { files: { image: 'my image' } },
  ])('An editor and a deploy refuse %j', (key) => {
    expect([fits(shop(key)), deploys(key)]).toEqual([false, false])
  })
})

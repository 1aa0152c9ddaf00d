import { describe, expect, it } from 'vitest'
import { rolesWithFile } from '../../src/compose/file-roles.ts'
import { findRoles } from '../../src/compose/roles.ts'
import type { ComposeService } from '../../src/model/project/project.ts'
import type { NamedRoles, Roles } from '../../src/model/project/roles.ts'
import { port, project } from './fixtures.ts'

const is = (role: unknown, service: ComposeService = {}): ComposeService => ({
  ...service,
  'x-saleor-deploy': { role },
})

function rolesOf(services: Record<string, ComposeService>, inputs: NamedRoles = {}): Roles {
  const found = rolesWithFile(project(services), inputs)
  if ('fault' in found) throw new Error(found.fault.text)
  return findRoles(project(services), found.named)
}

function faultOf(services: Record<string, ComposeService>, inputs: NamedRoles = {}) {
  const found = rolesWithFile(project(services), inputs)
  return 'fault' in found ? found.fault : undefined
}

describe('roles in the Compose file', () => {
  it.each<[string, Record<string, ComposeService>, NamedRoles, Partial<Roles>]>([
    [
      'say what no command tells',
      {
        app: is('web', { image: 'me/app', entrypoint: ['/start.sh'] }),
        queue: is('worker', { image: 'me/app', entrypoint: ['/work.sh'] }),
        clock: is('scheduler', { image: 'me/app', entrypoint: ['/clock.sh'] }),
        seed: is('job', { image: 'me/app', entrypoint: ['/seed.sh'] }),
        front: { image: 'me/front', build: { context: './nginx' }, ports: [port('80')] },
      },
      {},
      { web: 'app', workers: ['queue'], schedulers: ['clock'], jobs: ['seed'], accessories: ['front'] },
    ],
    [
      'can be a label',
      { app: { image: 'a', labels: { 'saleor-deploy.role': 'web' } }, other: { image: 'b' } },
      {},
      { web: 'app', accessories: ['other'] },
    ],
    [
      'may repeat what an input says',
      { app: is('web', { image: 'a' }), w: is('worker', { image: 'a', command: ['x'] }) },
      { web: 'app', workers: ['w'] },
      { web: 'app', workers: ['w'] },
    ],
    [
      'add to what inputs name',
      { app: { image: 'a' }, w: is('worker', { image: 'a', command: ['x'] }) },
      { web: 'app' },
      { web: 'app', workers: ['w'] },
    ],
    [
      'keep what looks like the app out of it',
      {
        app: { image: 'saleor:1', ports: [port('8000')] },
        tool: is('accessory', { image: 'other/saleor:1', command: ['celery', 'worker'] }),
      },
      {},
      { web: 'app', workers: [], accessories: ['tool'] },
    ],
    [
      'may name several web services, and the one with the image of the app is its web',
      {
        storefront: is('web', { image: 'me/storefront' }),
        api: is('web', { image: 'saleor:1' }),
        celery: { image: 'saleor:1', command: ['celery', '-A', 'saleor', 'worker'] },
      },
      {},
      { web: 'api', otherWeb: ['storefront'], workers: ['celery'] },
    ],
  ])('Roles in the Compose file %s', (_, services, inputs, roles) => {
    expect(rolesOf(services, inputs)).toMatchObject(roles)
  })

  it.each<[string, Record<string, ComposeService>, NamedRoles, string, string]>([
    [
      'a role that does not exist',
      { app: is('webb') },
      {},
      'the role "webb", which is none',
      'x-saleor-deploy role',
    ],
    [
      'a setting that nothing reads',
      { app: { 'x-saleor-deploy': { role: 'web', file: true } } },
      {},
      'app has x-saleor-deploy with "file", which is no setting',
      'x-saleor-deploy file',
    ],
    ['no role', { app: { 'x-saleor-deploy': {} } }, {}, 'the role of nothing', 'x-saleor-deploy role'],
    [
      'two roles of one service',
      { app: is('web', { labels: { 'saleor-deploy.role': 'job' } }) },
      {},
      'app has two roles: web and job',
      'x-saleor-deploy role',
    ],
    [
      'an input that says otherwise',
      { app: is('worker') },
      { web: 'app' },
      'app has the role worker here, and the input web-service names it as well',
      'x-saleor-deploy role',
    ],
    [
      'two web services of one image',
      { a: is('web', { image: 'saleor:1' }), b: is('web', { image: 'saleor:1' }) },
      {},
      'a and b each have the role web, and more than one of them',
      'x-saleor-deploy role',
    ],
    [
      'two web services of which none is known for the app',
      { a: is('web', { image: 'x' }), b: is('web', { image: 'y' }) },
      {},
      'a and b each have the role web, and none of them',
      'x-saleor-deploy role',
    ],
  ])('The Compose file is refused on its line: %s', (_, services, inputs, text, keys) => {
    const fault = faultOf(services, inputs)
    expect(fault?.text).toContain(text)
    expect(fault?.keys.slice(2).join(' ')).toBe(keys)
  })
})

import { describe, expect, it } from 'vitest'
import { findOtherWeb, otherImages, readImages } from '../../src/compose/other-web.ts'
import { renderRelease } from '../../src/compose/render.ts'
import { findRoles } from '../../src/compose/roles.ts'
import { UserError } from '../../src/errors.ts'
import type { ComposeService } from '../../src/model/project/project.ts'
import { port, project } from './fixtures.ts'

const image = 'saleor:1'
const digest = (name: string): string => `ghcr.io/shop/${name}@sha256:${'a'.repeat(64)}`
const services: Record<string, ComposeService> = {
  api: { image, ports: [port('8000')], networks: { default: null } },
  worker: { image, command: ['celery', '-A', 'x', 'worker'] },
  dashboard: { image: 'dashboard:3', ports: [port('9000', 80)], networks: { default: null } },
  storefront: {
    image: 'storefront:3',
    container_name: 'storefront',
    ports: [port('3000', 8000)],
    networks: { default: null, front: null },
  },
  db: { image: 'postgres:15' },
}
const model = project(services)
const roles = findRoles(model, { otherWeb: ['dashboard', 'storefront'] })
const changed = (name: string, service: ComposeService) =>
  project({ ...services, [name]: { ...services[name], ...service } })

/** What is told of a mistake, and what would be right. */
function refused(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return `${error.message} ${error.fix}`
  }
  return expect.unreachable('it was taken')
}

describe('services with an image of their own', () => {
  it('Services with an image of their own are told apart from the app and from accessories', () => {
    expect(roles).toEqual({
      ...{ web: 'api', otherWeb: ['dashboard', 'storefront'], workers: ['worker'] },
      ...{ schedulers: [], jobs: [], accessories: ['db'] },
    })
  })

  it('Services with an image of their own are not taken for the app, also where each of them is built and publishes a port', () => {
    const built = project({
      shop: { build: { context: '/r' }, ports: [port('8000')] },
      front: { build: { context: '/r/front' }, ports: [port('3000')] },
    })
    expect(() => findRoles(built)).toThrow('shop, front could each be the web server')
    expect(findRoles(built, { otherWeb: ['front'] }).web).toBe('shop')
  })

  it('A project without services of their own image has no trace of them in its roles', () => {
    expect(findRoles(model)).not.toHaveProperty('otherWeb')
  })

  it.each<[string, () => unknown, RegExp]>([
    [
      'a service that is not there',
      () => findRoles(model, { otherWeb: ['shopfront'] }),
      /no service shopfront.* Its services are api, worker, dashboard, storefront, db/,
    ],
    [
      'a service of the app',
      () => findRoles(model, { web: 'api', otherWeb: ['worker'] }),
      /worker runs the image of api, which is the app's.* the input image is for all services of the app/,
    ],
    [
      'a worker with another image',
      () => findRoles(changed('worker', { image: 'jobs:1' }), { otherWeb: ['worker'] }),
      /worker runs Celery.* Take worker out of images/,
    ],
    [
      'a service that is named as a worker too',
      () => findRoles(model, { workers: ['storefront'], otherWeb: ['storefront'] }),
      /storefront is named for more than one role/,
    ],
    [
      'a service that is named twice',
      () => readImages([`a=${digest('a')}`, `a=${digest('b')}`]),
      /'images' names a more than once/,
    ],
    [
      'an image by tag that nothing names by digest',
      () => otherImages(model, roles, { dashboard: digest('dashboard') }),
      /storefront is a web service, and its image storefront:3 is named by a tag.* storefront=repository@sha256/,
    ],
    [
      'a service without a port',
      () => findOtherWeb(changed('storefront', { ports: [] }), roles, {}),
      /storefront is a web service .* publishes no port.* ports: \["3000:3000"\]/,
    ],
    [
      'a service with several ports',
      () => findOtherWeb(changed('storefront', { ports: [port('3000'), port('3001', 3001)] }), roles, {}),
      /storefront publishes several ports, 3000, 3001; the edge takes over one/,
    ],
    [
      'a port that Docker picks',
      () => findOtherWeb(changed('storefront', { ports: [{ target: 3000 }] }), roles, {}),
      /storefront: port 3000 is published on a port that Docker picks anew/,
    ],
    [
      'a port that web has',
      () => findOtherWeb(changed('storefront', { ports: [port('8000', 3000)] }), roles, {}),
      /storefront and api both publish port 8000/,
    ],
    [
      'a port that another service has',
      () => findOtherWeb(changed('storefront', { ports: [port('9000', 3000)] }), roles, {}),
      /storefront and dashboard both publish port 9000/,
    ],
    [
      'a health path of a service without web',
      () => findOtherWeb(model, roles, { db: '/' }),
      /'health-path' names db, which is no further web service.* service=\/path for dashboard, storefront/,
    ],
  ])('Services with an image of their own are refused: %s', (_, work, told) => {
    expect(refused(work)).toMatch(told)
  })

  it('Services with an image of their own have a port, a health path and an image each', () => {
    expect(findOtherWeb(model, roles, { storefront: '/api/health' })).toEqual([
      { service: 'dashboard', port: 80, listen: 80, publicPort: 9000, healthPath: '/' },
      { service: 'storefront', port: 8000, listen: 20_000, publicPort: 3000, healthPath: '/api/health' },
    ])
    const images = readImages([`storefront=${digest('storefront')}`])
    const pinned = changed('dashboard', { image: digest('dashboard') })
    expect(otherImages(pinned, roles, images)).toEqual({
      ...{ dashboard: digest('dashboard'), storefront: digest('storefront') },
    })
  })
})

describe('a release with services of their own image', () => {
  const images = { dashboard: digest('dashboard'), storefront: digest('storefront') }
  const options = {
    ...{ image: digest('saleor'), release: 'r1', version: '', commit: '', edgeImage: 'haproxy:lts' },
    hostFolder: '/opt/saleor',
  }
  const rendered = renderRelease(model, roles, {
    ...{ ...options, images, otherWeb: findOtherWeb(model, roles, {}) },
    replicas: { storefront: 2 },
  }).services

  it('A release runs each service of its own image by its digest as web, and publishes its port at the edge', () => {
    const labels = { 'saleor-deploy.release': 'r1', 'saleor-deploy.role': 'web' }
    expect(rendered.storefront).toMatchObject({ image: images.storefront, labels, scale: 2 })
    expect(rendered.dashboard).toMatchObject({ image: images.dashboard, labels, restart: 'unless-stopped' })
    for (const name of ['storefront', 'dashboard']) expect(rendered[name]).not.toHaveProperty('ports')
    expect(rendered.storefront).not.toHaveProperty('container_name')
    expect(rendered.worker).toMatchObject({ image: options.image })
    expect(rendered.edge?.ports?.map(({ published, target }) => [published, target])).toEqual([
      ...[
        ['8000', 8000],
        ['9000', 80],
        ['3000', 20_000],
      ],
    ])
    expect(rendered.edge?.networks).toEqual({ default: null, front: null })
  })

  it('A release without services of their own image has the same edge as before', () => {
    const before = renderRelease(model, findRoles(model), options).services.edge
    expect(before).toMatchObject({ networks: { default: null }, ports: [port('8000')] })
  })
})

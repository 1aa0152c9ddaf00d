import { describe, expect, test } from 'vitest'
import { readContainers } from '../../src/engine/compose/observe/observe.ts'
import { UserError } from '../../src/errors.ts'
import { leftAccessories } from '../../src/observe/left-accessories.ts'
import { preflight } from '../../src/observe/preflight.ts'
import { withStorefront } from '../fakes/host/shop.ts'
import { emptyHost, exampleDesired, running, servingHost } from '../model/example.ts'

function problem(changes: Parameters<typeof emptyHost>[0]): UserError {
  try {
    preflight(exampleDesired(), emptyHost(changes))
  } catch (error) {
    if (error instanceof UserError) return error
  }
  throw new Error('nothing was refused')
}

describe('preflight', () => {
  test.each([
    ['an old engine', { engine: '19.03.15' }, 'the Docker Engine is 19.03.15, older than 20.10'],
    ['an old Compose', { compose: 'v2.10.2' }, 'Docker Compose is v2.10.2, older than 2.20'],
    [
      'a folder of somebody else',
      { writable: false },
      'the folder /opt/shop is not there, or the SSH user may not write to it',
    ],
    ['a full disk', { freeBytes: 200_000_000 }, 'only 200 MB are free'],
    ['a taken port', { portHolder: 'other-nginx-1' }, 'port 8000 is taken by other-nginx-1'],
    [
      'what Compose on the host can not read',
      { compose: '2.26.1', composeRefuses: 'services.web Additional property pre_start is not allowed' },
      'Docker Compose 2.26.1 can not read the release, which Docker Compose',
    ],
    ['a port taken by no container', { portHolder: 'a program' }, 'port 8000 is taken by a program'],
  ])('The preflight refuses %s', (_, changes, message) => {
    const error = problem(changes)
    expect(error.reason).toBe('not-ready')
    expect(error.message).toContain(`shop.example.com: ${message}`)
    expect(error.fix).not.toBe('')
  })

  test('The preflight refuses a port of a storefront that others have, and takes one that the storefront or the edge has', () => {
    const desired = withStorefront(exampleDesired())
    const at = (holder: string) => () =>
      preflight(desired, {
        ...servingHost(),
        containers: [...servingHost().containers, { ...running('storefront', 1), release: '' }],
        otherPortHolders: { 3000: holder },
      })
    expect(at('grafana-1')).toThrow('shop.example.com: port 3000 is taken by grafana-1.')
    expect(at('shop-web-1')).toThrow('port 3000 is taken by shop-web-1.')
    for (const holder of ['shop-edge-1', 'shop-storefront-1']) expect(at(holder)).not.toThrow()
  })

  test('The preflight says everything at once', () => {
    const error = problem({ engine: '19.03.15', writable: false })
    expect(error.message.split('\n')).toHaveLength(2)
    expect(error.fix.split('\n')).toHaveLength(2)
  })

  test.each([
    ['an empty host', emptyHost()],
    ['a host that serves', servingHost()],
    ['versions with suffixes', emptyHost({ engine: '20.10.24+dfsg1', compose: '2.26.1-4' })],
    ['a full disk when the image is there', emptyHost({ freeBytes: 0, imagePresent: true })],
    ['our own web on the port', emptyHost({ containers: [running('web', 1, '')], portHolder: 'shop-web-1' })],
  ])('The preflight lets %s pass', (_, observed) => {
    expect(() => preflight(exampleDesired(), observed)).not.toThrow()
  })
})

describe('networks and volumes of others', () => {
  const services = {
    web: { networks: { proxy: null }, volumes: [{ type: 'volume', source: 'm', target: '/m' }] },
  }
  const desired = exampleDesired({
    model: {
      name: 'shop',
      services,
      networks: { proxy: { name: 'front', external: true }, unused: { name: 'x', external: true }, own: {} },
      volumes: { m: { name: 'media', external: true } },
    },
  })

  test('Networks and volumes of others are refused with the command that makes them when the host lacks them', () => {
    expect(() => preflight(desired, emptyHost({ volumes: [] }))).toThrow(
      expect.objectContaining({
        reason: 'not-ready',
        message: [
          'shop.example.com: there is no network front, which the Compose file takes for one that exists (external: true).',
          'shop.example.com: there is no volume media, which the Compose file takes for one that exists (external: true).',
        ].join('\n'),
        fix: [
          'On the server: docker network create front; or take external: true off it.',
          'On the server: docker volume create media; or take external: true off it.',
        ].join('\n'),
      }) as Error,
    )
  })

  test('Networks and volumes of others are fine when the host has them', () => {
    const observed = emptyHost({ networks: ['front'], volumes: ['media'] })
    expect(() => preflight(desired, observed)).not.toThrow()
  })
})

describe('an accessory with data that runs another image than the file names', () => {
  const digest = (letter: string) => `ghcr.io/saleor/saleor-dashboard@sha256:${letter.repeat(64)}`
  const desired = exampleDesired({
    model: {
      name: 'shop',
      services: {
        web: {},
        db: { image: digest('b'), volumes: [{ type: 'volume', source: 'data', target: '/data' }] },
      },
    },
  })
  const host = (image: string) => emptyHost({ containers: [{ ...running('db', 1, ''), image }] })

  test('An accessory with data that runs another image than the file names is named with both images, and with the way to replace it', () => {
    expect(leftAccessories(desired, host(digest('a')))).toEqual([
      expect.stringContaining(
        `shop.example.com: db runs otherwise than the Compose file of the release has it (image ${digest('a')} → ${digest('b')}). It is left as it is, because it may write to the volume data. To replace it, name it: update-services: db.`,
      ),
    ])
  })

  test.each([
    ['the same image', host(digest('b'))],
    ['an image whose name has moved on', host(`sha256:${'c'.repeat(64)}`)],
    ['no container', emptyHost()],
  ])('Nothing is said of an accessory with data that has %s', (_, observed) => {
    expect(leftAccessories(desired, observed)).toEqual([])
  })
})

test('One-off containers are no part of a service', () => {
  const lines = [
    'shop-web-1\tweb\trunning\tr1\t\timg\tFalse',
    'shop-web-run-1\tweb\trunning\tr1\t\timg\tTrue',
    '',
  ]
  expect(readContainers(lines.join('\n')).map(({ name }) => name)).toEqual(['shop-web-1'])
})

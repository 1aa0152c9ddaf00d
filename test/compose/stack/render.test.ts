import { describe, expect, it } from 'vitest'
import { definitionLabel } from '../../../src/compose/labels.ts'
import { renderRelease } from '../../../src/compose/render.ts'
import { findRoles } from '../../../src/compose/roles.ts'
import { oneOffKey, partOf, renderStack } from '../../../src/compose/stack/render.ts'
import { UserError } from '../../../src/errors.ts'
import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { type StoredEntry, secretFilesKey } from '../../../src/model/release/files.ts'
import { exampleDesired } from '../../model/example.ts'
import { modelFixture, port, project } from '../fixtures.ts'
import { shop } from '../states.ts'

const digest = `shop/saleor@sha256:${'0'.repeat(64)}`

function render(
  model: ComposeModel,
  { release = 'r1', entries = [] as StoredEntry[], strategy = 'rolling' as const } = {},
) {
  const roles = findRoles(model)
  const rendered = renderRelease(model, roles, {
    ...{
      image: digest,
      release,
      version: '',
      commit: '',
      edgeImage: 'haproxy:lts',
      hostFolder: '/opt/saleor',
      port: 8000,
    },
  })
  return renderStack(rendered, roles, {
    ...{ entries, root: '/opt/saleor', edge: exampleDesired().edge, strategy, stopFirst: [] },
    ...{ healthTimeout: 60, drainTimeout: 45 },
  })
}

const serviceOf = (service: ComposeService) =>
  render(shop({ others: { side: { image: 'side:1', ...service } } })).stack.services.side

describe('the stack file of a project', () => {
  it("The guide's production file becomes services that Swarm takes, with nothing that it refuses or ignores", () => {
    const { stack } = render(modelFixture('production'))
    const keys = Object.values(stack.services).flatMap((service) => Object.keys(service))
    const refused = [
      'build',
      'container_name',
      'depends_on',
      'env_file',
      'profiles',
      'pull_policy',
      'restart',
      'scale',
    ]
    expect(keys.filter((key) => refused.includes(key))).toEqual([])
    expect(stack.services.edge?.deploy).toMatchObject({ mode: 'global', endpoint_mode: 'dnsrr' })
    expect(stack.services.web?.ports).toBeUndefined()
    expect(stack[oneOffKey]).toMatchObject({ services: { 'saleor-deploy-one-off': { image: digest } } })
  })

  it('The edge has the port of web on each node, and a configuration that finds the tasks of web by DNS', () => {
    const { stack, objects } = render(shop())
    expect(stack.services.edge).toMatchObject({
      ports: [{ target: 8000, published: 8000, protocol: 'tcp', mode: 'host' }],
      configs: [{ target: '/usr/local/etc/haproxy/haproxy.cfg' }],
    })
    expect(Buffer.from(objects[0]?.content ?? '').toString()).toContain(
      'server-template task 64 tasks.web:8000',
    )
  })

  it('Web starts first and one by one, and all at once with blue-green; beat stops first', () => {
    const ways = (strategy: 'rolling') => {
      const { services } = render(shop(), { strategy }).stack
      return [services.web, services.worker, services.beat].map((one) => {
        const { order, parallelism } = (one?.deploy?.update_config ?? {}) as {
          order: string
          parallelism: number
        }
        return `${order} ${parallelism}`
      })
    }
    expect(ways('rolling')).toEqual(['start-first 1', 'start-first 0', 'stop-first 1'])
    expect(ways('blue-green' as 'rolling')[0]).toBe('start-first 0')
    expect(ways('recreate' as 'rolling')[0]).toBe('stop-first 0')
  })

  it.each<[string, ComposeService, object]>([
    [
      'mem_limit and cpus',
      { mem_limit: '536870912', cpus: 0.5 },
      { resources: { limits: { memory: '536870912', cpus: '0.5' } } },
    ],
    ['mem_reservation', { mem_reservation: '1000' }, { resources: { reservations: { memory: '1000' } } }],
    [
      'restart: on-failure:3',
      { restart: 'on-failure:3' },
      { restart_policy: { condition: 'on-failure', max_attempts: 3 } },
    ],
    ['restart: no', { restart: 'no' }, { restart_policy: { condition: 'none' } }],
    ['no restart', {}, { restart_policy: { condition: 'any' } }],
    ['scale', { scale: 3 }, { replicas: 3 }],
    [
      'a placement',
      { deploy: { placement: { constraints: ['node.hostname == a'] } } },
      { placement: { constraints: ['node.hostname == a'] } },
    ],
  ])('The stack file says %s under deploy', (_, service, deploy) => {
    expect(serviceOf(service)?.deploy).toMatchObject(deploy)
  })

  it('Variables without a value, and a health check of curl for web, are not in the stack file', () => {
    const web = {
      environment: { A: '1', B: null },
      healthcheck: { test: ['CMD', 'curl', 'x'], interval: '30s' },
    }
    const { stack } = render(shop({ web }))
    expect(stack.services.web?.environment).toEqual({ A: '1' })
    expect(stack.services.web?.healthcheck).toMatchObject({ interval: '5s', start_period: '60s' })
    expect(JSON.stringify(stack.services.web?.healthcheck)).toContain('http://127.0.0.1:8000/health/')
    const own = { test: ['CMD', 'check'], interval: '30s' }
    expect(render(shop({ web: { healthcheck: own } })).stack.services.web?.healthcheck).toEqual(own)
  })

  it('Requests in flight on web get the longer of the grace period and drain-timeout', () => {
    const grace = (own: string) =>
      render(shop({ web: { stop_grace_period: own } })).stack.services.web?.stop_grace_period
    expect([grace('10s'), grace('2m')]).toEqual(['45s', '120s'])
  })

  it('Only the image and the labels of the app differ between two releases, so that accessories and edge stay', () => {
    const hashes = (release: string) =>
      Object.entries(render(shop(), { release }).stack.services).map(
        ([name, { labels }]) => `${name} ${labels?.[definitionLabel]}`,
      )
    const same = hashes('r1').filter((one) => hashes('r2').includes(one))
    expect(same.map((one) => one.split(' ')[0] ?? '').toSorted()).toEqual(['db', 'edge', 'redis'])
  })
})

describe('files of the repository in a Swarm', () => {
  const content = Buffer.from('only for the container')
  const entry = { id: 'a'.repeat(64), folders: [], files: [{ path: 'key.pem', mode: 0o400, content }] }
  const path = `/opt/saleor/files/${entry.id}/key.pem`
  const mounted = (model: object = {}): ComposeModel => ({
    ...shop({
      others: { side: { image: 'side:1', volumes: [{ type: 'bind', source: path, target: '/run/key' }] } },
    }),
    ...model,
  })

  it('A file becomes a config whose name has a hash of its content, and a secret one becomes a secret', () => {
    const name = `shop.${'a'.repeat(12)}.0`
    const reference = [{ source: name, target: '/run/key', mode: 0o400 }]
    const plain = render(mounted(), { entries: [entry] })
    expect(plain.stack.services.side).toMatchObject({ configs: reference })
    expect(plain.stack.services.side?.volumes).toBeUndefined()
    expect(plain.objects).toContainEqual({ kind: 'config', name, content })
    const secret = render(mounted({ [secretFilesKey]: [path] }), { entries: [entry] })
    expect(secret.stack.services.side).toMatchObject({ secrets: reference })
    expect(secret.objects).toContainEqual({ kind: 'secret', name, content })
    expect(JSON.stringify(secret.stack)).not.toContain('only for the container')
  })

  it('An empty file, and a project whose name is too long for the names of configs, are refused', () => {
    const empty = { ...entry, files: [{ path: 'key.pem', mode: 0o400, content: Buffer.from('') }] }
    expect(() => render(mounted(), { entries: [empty] })).toThrow(UserError)
    expect(() => render({ ...shop(), name: 'x'.repeat(36) })).toThrow(/36 characters/)
  })
})

it('A part of a stack has the networks, volumes and configs of its services, and no others', () => {
  const model = {
    ...project({}),
    ...shop({ others: { side: { image: 'side:1', networks: { back: null }, ports: [port('6000')] } } }),
    networks: { back: { name: 'shop_back', ipam: {} }, front: {} },
    volumes: { data: {}, media: {} },
  }
  const { stack } = render(model)
  expect(partOf(stack, ['side'])).toEqual({
    services: { side: stack.services.side },
    networks: { back: { name: 'shop_back' } },
  })
  expect(partOf(stack, ['db']).volumes).toEqual({ data: {} })
})

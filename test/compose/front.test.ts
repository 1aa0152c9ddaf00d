import { describe, expect, it } from 'vitest'
import { frontOf, namedNetworks, needingWeb, otherFronts } from '../../src/compose/front.ts'
import { webPorts } from '../../src/compose/ports.ts'
import { renderRelease } from '../../src/compose/render.ts'
import type { ComposeModel, ComposeService } from '../../src/model/project/project.ts'
import type { Roles } from '../../src/model/project/roles.ts'
import { port, project } from './fixtures.ts'

const roles: Roles = { web: 'api', workers: [], schedulers: [], jobs: [], accessories: ['nginx'] }
const shop = (web: ComposeService, nginx: ComposeService = {}): ComposeModel => ({
  ...project({
    api: { image: 'me/app', networks: { default: null }, ...web },
    nginx: { image: 'nginx:1.27', ports: [port('80', 80)], ...nginx },
  }),
  networks: { default: { name: 'shop_default' } },
})
const conf = (text: string) => [{ service: 'nginx', text }]

describe('what sends requests to web', () => {
  it.each<[string, ComposeModel, { service: string; text: string }[]]>([
    ['a mounted configuration', shop({}), conf('location / { proxy_pass http://api:8000; }')],
    ['an upstream of nginx', shop({}), conf('upstream shop {\n  server api:8000;\n}')],
    ['a command', shop({}, { command: ['caddy', 'reverse-proxy', '--to', 'api:8000'] }), []],
    ['a variable', shop({}, { environment: { UPSTREAM: 'http://api:8000/' } }), []],
    [
      'a text in the Compose file',
      {
        ...shop({}, { configs: [{ source: 'conf' }] }),
        configs: { conf: { content: 'reverse_proxy api:8000' } },
      },
      [],
    ],
    [
      'an alias',
      shop({ networks: { default: { aliases: ['backend'] } } }),
      conf('proxy_pass http://backend:8000;'),
    ],
    ['a fixed name of the container', shop({ container_name: 'shop-api' }), conf('server shop-api:8000;')],
  ])('What sends requests to web is found by %s, and says the port', (_, model, texts) => {
    const front = frontOf(model, roles, texts)
    expect(front).toMatchObject({ services: ['nginx'], isReached: true, port: 8000 })
    expect(front.names).toContain('api')
    expect(webPorts(model, roles, front)).toEqual([{ published: 0, target: 8000 }])
  })

  it.each([
    ['a comment', '# proxy_pass http://api:8000;'],
    ['another host', 'proxy_pass http://my-api:8000; server api.example.com:80; x.api:8000'],
    ['a path', 'location /api { return 200; }'],
  ])('No request to web is found in %s', (_, text) => {
    const front = frontOf(shop({}), roles, conf(text))
    expect([front.services, front.isReached]).toEqual([[], false])
    expect(() => webPorts(shop({}), roles, front)).toThrow('nothing in the project sends requests to it')
  })

  it('What sends requests to web may leave the port to the file, and is an error where nothing says it', () => {
    const traefik = { 'traefik.enable': 'true' }
    const front = frontOf(shop({ labels: traefik }), roles, [])
    expect(() => webPorts(shop({ labels: traefik }), roles, front)).toThrow('on which one it answers')
    for (const web of [
      { expose: ['8001'] },
      { labels: { ...traefik, 'traefik.http.services.api.loadbalancer.server.port': '8001' } },
      { labels: { caddy: 'shop.example.com', 'caddy.reverse_proxy': '{{upstreams 8001}}' } },
      { command: ['uvicorn', 'shop.asgi', '--port', '8001'] },
      { command: ['gunicorn', '-b', '0.0.0.0:8001'] },
      { healthcheck: { test: ['CMD', 'curl', 'http://localhost:8001/health/'] } },
    ])
      expect(frontOf(shop({ labels: traefik, ...web }), roles, []).port).toBe(8001)
  })

  it('The name stays with web where it publishes a port and nobody asks by name', () => {
    expect(
      frontOf(shop({ ports: [port('8000')] }), roles, conf('proxy_pass http://edge:8000;')),
    ).toMatchObject({
      names: [],
      services: ['nginx'],
    })
  })

  it('A proxy starts once web answers, also where it needs web by another service', () => {
    const model = project({
      api: {},
      nginx: { depends_on: { storefront: {} } },
      storefront: { depends_on: { api: {} } },
      redis: {},
    })
    expect(needingWeb(model, { ...roles, accessories: ['nginx', 'storefront', 'redis'] })).toEqual([
      'nginx',
      'storefront',
    ])
  })
})

describe('the release of web behind a proxy of the project', () => {
  const options = {
    image: `me/app@sha256:${'0'.repeat(64)}`,
    ...{ release: 'r1', version: '', commit: '', edgeImage: 'haproxy:lts', hostFolder: '/opt/shop' },
  }

  it('A release of web behind a proxy gives the names of web to the edge, and publishes nothing', () => {
    const model = shop({ networks: { default: { aliases: ['backend'] } } })
    const { names } = frontOf(model, roles, conf('proxy_pass http://backend:8000;'))
    const { edge } = renderRelease(model, roles, { ...options, names: { api: names }, port: 8000 }).services
    expect(edge).toMatchObject({ networks: { default: { aliases: ['api', 'backend'] } }, expose: ['8000'] })
    expect(edge?.ports).toBeUndefined()
  })

  it('A release of web behind a proxy gives the edge the names of each web service that the proxy asks by name', () => {
    const model = shop({ ports: [port('8000')] })
    const storefront: ComposeService = {
      image: 'me/storefront',
      ports: [port('3000', 3000)],
      networks: { default: null, front: { aliases: ['www'] } },
    }
    const whole = {
      ...model,
      services: { ...model.services, storefront },
      networks: { ...model.networks, front: { name: 'shop_front' } },
    }
    const text = conf('upstream a { server api:8000; }\nupstream b { server storefront:3000; }')
    const web = { service: 'storefront', port: 3000, listen: 3000, publicPort: 3000, healthPath: '/' }
    const { names, services } = otherFronts(whole, roles, [web], text)
    expect([names, services]).toEqual([{ storefront: ['storefront', 'www'] }, ['nginx']])
    const release = renderRelease(
      whole,
      { ...roles, otherWeb: ['storefront'] },
      {
        ...options,
        images: { storefront: 'me/storefront' },
        otherWeb: [web],
        names: { ...names, api: ['api'] },
      },
    )
    expect(release.services.edge?.networks).toEqual({
      default: { aliases: ['api', 'storefront', 'www'] },
      front: { aliases: ['storefront', 'www'] },
    })
    const own = (name: string) => ({ name, isJoinedLater: false })
    expect(namedNetworks(release, 'api')).toEqual([own('shop_default')])
    expect(namedNetworks(release, 'storefront')).toEqual([own('shop_default'), own('shop_front')])
    expect(() => otherFronts(whole, roles, [{ ...web, listen: 20_000 }], text)).toThrow(
      'nginx sends requests to storefront, where the edge answers for it, and another web service has the port 3000 there.',
    )
  })

  it.each<[string, Record<string, unknown>, string[], string[]]>([
    ['after its own', { default: null, proxy: null }, ['default'], ['proxy']],
    ['before its own', { apart: null, own: null }, ['apart', 'own'], []],
    ['with the higher priority', { default: null, proxy: { priority: 5 } }, ['default', 'proxy'], []],
    ['alone', { proxy: null }, ['proxy'], []],
    ['beside another one of others', { proxy: null, apart: null }, ['apart'], ['proxy']],
  ])(
    'Web that others reach on a network of theirs, %s, is created on networks that it can leave',
    (_, networks, there, later) => {
      const model = shop({ networks }, {})
      const external = { proxy: { external: true }, apart: { external: true } }
      const release = renderRelease(
        { ...model, networks: { ...model.networks, own: {}, ...external } },
        roles,
        {
          ...options,
          names: { api: ['api'] },
        },
      )
      expect(Object.keys(release.services.api?.networks ?? {}).sort()).toEqual(there)
      expect(Object.keys(release.services['saleor-deploy-one-off']?.networks ?? {})).toEqual(
        Object.keys(networks).sort(),
      )
      const joined = namedNetworks(release, 'api').filter(({ isJoinedLater }) => isJoinedLater)
      expect(joined.map(({ name }) => name)).toEqual(later)
    },
  )

  it('A release of web behind a proxy gives labels of Traefik and Caddy to the edge, and keeps others', () => {
    const labels = { 'traefik.enable': 'true', caddy: 'shop.example.com', team: 'shop' }
    const { api, edge } = renderRelease(shop({ labels }), roles, { ...options, port: 8000 }).services
    expect(edge?.labels).toEqual({
      ...{ 'traefik.enable': 'true', caddy: 'shop.example.com' },
      'saleor-deploy.role': 'edge',
    })
    expect(Object.keys(api?.labels ?? {}).filter((label) => !label.startsWith('saleor-deploy.'))).toEqual([
      'team',
    ])
  })
})

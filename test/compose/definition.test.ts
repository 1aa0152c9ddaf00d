import { describe, expect, it } from 'vitest'
import { definitionOf, differences } from '../../src/compose/accessories/definition.ts'
import { whyStateful } from '../../src/compose/accessories/stateful.ts'
import type { ComposeModel, ComposeService } from '../../src/model/project/project.ts'

function modelOf(service: ComposeService, more: Partial<ComposeModel> = {}): ComposeModel {
  return { name: 'shop', services: { web: {}, one: service }, ...more }
}

function between(from: ComposeModel, to: ComposeModel): string[] {
  const [before, after] = [definitionOf(from, 'one'), definitionOf(to, 'one')]
  expect(before.hash === after.hash).toBe(differences(before.parts, after.parts).length === 0)
  return differences(before.parts, after.parts)
}

const base: ComposeService = { image: 'nginx:1.26', environment: { A: 'b' }, restart: 'always' }

describe('the definition of a service', () => {
  it.each<[string, ComposeService, string[]]>([
    ['its image', { ...base, image: 'nginx:1.27' }, ['image nginx:1.26 → nginx:1.27']],
    ['a value', { ...base, environment: { A: 'c' } }, ['environment A']],
    ['a new variable', { ...base, environment: { A: 'b', NEW: '1' } }, ['environment NEW']],
    ['a variable that is gone', { ...base, environment: {} }, ['environment A']],
    ['its command', { ...base, command: ['nginx', '-T'] }, ['command']],
    ['a label', { ...base, labels: { team: 'shop' } }, ['label team']],
    ['more replicas', { ...base, deploy: { replicas: 2 } }, ['replicas 1 → 2']],
    ['a mount', { ...base, volumes: [{ type: 'bind', source: '/a', target: '/b' }] }, ['volumes']],
  ])('The definition of a service differs by %s', (_, changed, named) => {
    expect(between(modelOf(base), modelOf(changed))).toEqual(named)
  })

  it.each<[string, ComposeService]>([
    ['an order of start', { ...base, depends_on: { web: { condition: 'service_started' } } }],
    ['our own labels', { ...base, labels: { 'saleor-deploy.parts': 'x' } }],
    ['what another version of Compose writes out', { ...base, command: null, volumes: [], deploy: {} }],
    ['what tools of others read', { ...base, 'x-note': 'y', profiles: ['all'], build: { context: '.' } }],
  ])('The definition of a service is the same with %s', (_, changed) => {
    expect(between(modelOf(base), modelOf(changed))).toEqual([])
  })

  it('The definition of a service includes what it mounts from the top of the project', () => {
    const service = { ...base, configs: [{ source: 'conf', target: '/etc/conf' }] }
    const top = (content: string): ComposeModel => modelOf(service, { configs: { conf: { content } } })
    expect(between(top('a'), top('b'))).toEqual(['configs'])
    const volume = { ...base, volumes: [{ type: 'volume', source: 'data', target: '/data' }] }
    const named = (name: string): ComposeModel => modelOf(volume, { volumes: { data: { name } } })
    expect(between(named('one'), named('other'))).toEqual(['volumes'])
  })

  it('The definition of a service holds no value but image and replicas', () => {
    const { hash, parts } = definitionOf(
      modelOf({ ...base, environment: { PASSWORD: 'hunter2' }, command: ['--requirepass', 'hunter2'] }),
      'one',
    )
    expect(JSON.stringify([hash, parts])).not.toContain('hunter2')
    expect(parts['environment PASSWORD']).toMatch(/^[0-9a-f]{4}$/)
  })
})

describe('a service with data', () => {
  const roles = { web: 'web', workers: [], schedulers: [], jobs: [], accessories: ['one'] }
  const why = (service: ComposeService, web: ComposeService = {}): string | undefined =>
    whyStateful({ name: 'shop', services: { web, one: service } }, roles, 'one', '/opt/shop')
  const mount = (source: string, more = {}): ComposeService => ({
    image: 'nginx:1.26',
    volumes: [{ type: source.startsWith('/') ? 'bind' : 'volume', source, target: '/data', ...more }],
  })

  it.each<[string, ComposeService]>([
    ['PostgreSQL', { image: 'postgres:15' }],
    ['PostgreSQL of others', { image: 'docker.io/bitnami/postgresql:15' }],
    ['Redis', { image: 'redis' }],
    ['Valkey by digest', { image: `valkey/valkey@sha256:${'0'.repeat(64)}` }],
    ['memcached', { image: 'memcached:1.6-alpine' }],
    ['a port of data', { image: 'me/db', ports: [{ target: 5432, published: '5432' }] }],
    ['a volume', mount('data')],
    ['a folder of the server', mount('/srv/data')],
  ])('A service with %s is a service with data', (_, service) => {
    expect(why(service)).toBeDefined()
  })

  it.each<[string, ComposeService]>([
    ['nothing mounted', { image: 'ghcr.io/saleor/saleor-dashboard:3.20' }],
    ['a volume that it only reads', mount('media', { read_only: true })],
    ['a file that the release brought', mount('/opt/shop/files/0123/nginx.conf')],
    ["the engine's socket", mount('/var/run/docker.sock')],
    ['an exporter of a database', { image: 'prometheuscommunity/postgres-exporter:v0.15' }],
    ['a user interface for Redis', { image: 'ghcr.io/joeferner/redis-commander:latest' }],
  ])('A service with %s is not one with data', (_, service) => {
    expect(why(service)).toBeUndefined()
  })

  it('A service is without data when the app writes to its volume as well', () => {
    expect(why(mount('media'), { volumes: [{ type: 'volume', source: 'media', target: '/media' }] })).toBe(
      undefined,
    )
  })

  it('A service has data when another service lives in its container', () => {
    const services = { web: {}, one: { image: 'vpn' }, two: { network_mode: 'service:one' } }
    expect(whyStateful({ name: 'shop', services }, roles, 'one', '/opt/shop')).toBe(
      'two lives in its container',
    )
  })
})

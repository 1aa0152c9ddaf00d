import type { DesiredState } from '../../src/model/desired.ts'
import type { Container, ObservedState } from '../../src/model/observed.ts'
import type { Release } from '../../src/model/release/release.ts'

/** A release of the shop. */
export function exampleRelease(id: string): Release {
  const image = `registry.example.com/shop@sha256:${'0'.repeat(64)}`
  return {
    id,
    image,
    version: '3.20.1',
    commit: 'c0ffee',
    fingerprint: id,
    created: '',
    run: '',
    actor: 'ada',
  }
}

/** A deploy of release `new` with one web, one worker, one scheduler and a database. */
export function exampleDesired(changes: Partial<DesiredState> = {}): DesiredState {
  return {
    release: exampleRelease('new'),
    model: {
      name: 'shop',
      services: { web: {}, celery: {}, beat: {}, db: {}, edge: { labels: { 'saleor-deploy.edge': 'e1' } } },
    },
    roles: { web: 'web', workers: ['celery'], schedulers: ['beat'], jobs: [], accessories: ['db'] },
    edge: {
      port: 8000,
      healthPath: '/health/',
      healthHost: 'localhost',
      readinessPath: '/saleor-deploy/ready',
    },
    publicPort: 8000,
    strategy: 'blue-green',
    root: '/opt/shop',
    migrate: ['python', 'manage.py', 'migrate'],
    backup: {
      id: 'new',
      when: 'pending',
      verify: 'restore',
      folder: '/opt/shop/backups',
      keep: 10,
      image: '',
      copy: [],
    },
    bake: 0,
    maxErrorRate: 5,
    schedules: true,
    stopFirst: [],
    balancerWait: 0,
    healthTimeout: 60,
    drainTimeout: 60,
    keepWarm: false,
    keep: 5,
    lockWait: 0,
    registryLogin: '',
    ...changes,
  }
}

/** An empty host with everything installed. */
export function emptyHost(changes: Partial<ObservedState> = {}): ObservedState {
  return {
    host: 'shop.example.com',
    engine: '28.2.2',
    compose: '2.40.0',
    architecture: 'amd64',
    containers: [],
    networks: [],
    live: undefined,
    releases: [],
    edgeConfig: '',
    releaseMap: '',
    upstreams: [],
    maintenance: undefined,
    freeBytes: 50_000_000_000,
    portHolder: undefined,
    imagePresent: false,
    writable: true,
    ...changes,
  }
}

/** A container that runs. */
export function running(service: string, number: number, release = 'old'): Container {
  return {
    name: `shop-${service}-${number}`,
    service,
    state: 'running',
    release,
    edge: service === 'edge' ? 'e1' : '',
    image: 'shop',
  }
}

/** A host on which release `old` serves with so many web containers. */
export function servingHost(web = 1): ObservedState {
  const webs = Array.from({ length: web }, (_, index) => running('web', index + 1))
  const others = [running('celery', 1), running('beat', 1), running('db', 1, ''), running('edge', 1, '')]
  return emptyHost({
    containers: [...webs, ...others],
    live: exampleRelease('old'),
    portHolder: 'shop-edge-1',
  })
}

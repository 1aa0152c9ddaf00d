import { spawnSync } from 'node:child_process'
import { afterEach, expect, it, vi } from 'vitest'
import { definitionOf } from '../../src/compose/accessories/definition.ts'
import { readCompose } from '../../src/compose/read/read.ts'
import { fingerprint, formatModel, renderRelease } from '../../src/compose/render.ts'
import { findRoles } from '../../src/compose/roles.ts'
import type { ComposeModel } from '../../src/model/project/project.ts'
import { withNewerCompose } from '../sandbox/newer-compose.ts'
import { composeRunner, hasCompose } from './real.ts'

/** Keys that versions of Compose print in different ways, in web and in accessories. */
const file = `services:
  web:
    image: shop
    ports: ["8000:8000"]
    depends_on: [db]
    volumes: ["/srv/media:/media", "./conf:/etc/shop:ro"]
    networks: {front: {aliases: [shop]}, default: }
    deploy: {replicas: 2}
  worker: {image: shop, command: celery -A saleor worker}
  db:
    image: postgres:15
    command: [postgres, -c, work_mem=7MB]
    healthcheck: {test: [CMD, pg_isready], interval: 5s, start_period: 1m}
    volumes: ["data:/var/lib/postgresql/data", {type: bind, source: /etc/ssl, target: /ssl}, {type: bind, source: /srv, target: /srv, bind: {create_host_path: false}}, {type: tmpfs, target: /t}]
    configs: [{source: settings, target: /settings}]
    secrets: [token]
    ulimits: {nofile: 1024}
    extra_hosts: ["a:10.0.0.1"]
    ports: ["127.0.0.1:5432:5432"]
networks: {front: {}}
volumes: {data: {}}
configs: {settings: {content: x}}
secrets: {token: {environment: HOME}}
`

afterEach(() => vi.unstubAllEnvs())

/** The release as the Compose that `docker` finds reads it. */
async function rendered(): Promise<{ model: ComposeModel; version: string }> {
  const { model, composeVersion } = await readCompose(
    {
      ...{ files: ['compose.yml'], environmentFile: '.env.production', environment: new Map() },
      ...{ projectName: 'shop', hostFolder: '/opt/shop' },
    },
    composeRunner({ 'compose.yml': file, 'conf/a': 'a' }),
  )
  const digest = `registry.example.com/shop@sha256:${'a'.repeat(64)}`
  const options = { image: digest, release: 'r1', version: '', commit: '', edgeImage: 'haproxy:lts' }
  const more = { hostFolder: '/opt/shop', replicas: {}, names: {}, port: 8000, otherWeb: [] }
  return {
    model: renderRelease(model, findRoles(model, {}), { ...options, ...more }),
    version: composeVersion,
  }
}

it.runIf(hasCompose)(
  'A newer Compose on the runner leaves a release, its edge and its accessories unchanged, and the one here reads its release',
  { timeout: 120_000 },
  async () => {
    const newer = await withNewerCompose()
    const own = await rendered()
    vi.stubEnv('DOCKER_CONFIG', newer.DOCKER_CONFIG)
    const other = await rendered()
    vi.unstubAllEnvs()
    expect(other.version).toBe('5.6.1')
    expect(JSON.stringify(other.model.services.edge)).toBe(JSON.stringify(own.model.services.edge))
    expect(fingerprint(other.model)).toBe(fingerprint(own.model))
    expect(definitionOf(other.model, 'db')).toEqual(definitionOf(own.model, 'db'))
    const read = spawnSync('docker', ['compose', '-f', '-', 'config', '--quiet'], {
      input: formatModel(other.model),
    })
    expect([read.status, read.stderr.toString()]).toEqual([0, ''])
  },
)

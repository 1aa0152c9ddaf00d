import { expect, it } from 'vitest'
import { keySections } from '../../../scripts/compose-keys/sections.ts'
import { renderRelease } from '../../../src/compose/render.ts'
import { findRoles, stopFirstServices } from '../../../src/compose/roles.ts'
import type { ComposeModel, ComposeService } from '../../../src/model/project/project.ts'
import { port, project } from '../fixtures.ts'

const image = 'shop/saleor'
const shop = (worker: ComposeService, side: ComposeService): ComposeModel =>
  project({
    web: { image, command: ['uvicorn', 'saleor.asgi:application'], ports: [port('8000')] },
    worker: { image, command: ['celery', 'worker'], ...worker },
    side: { image: 'side:1', ...side },
    migrate: { image, command: ['python', 'manage.py', 'migrate'] },
  })

const rendered = (service: ComposeService, replicas = {}): Record<string, ComposeService> => {
  const model = shop(service, service)
  return renderRelease(model, findRoles(model), {
    image: 'shop/saleor@sha256:0',
    release: 'new',
    version: '1',
    commit: 'c',
    replicas,
    edgeImage: 'haproxy:lts',
    hostFolder: '/opt/saleor',
  }).services
}

interface Change {
  /** What the table says of these. */
  keys: string[]
  given: ComposeService
  replicas?: Record<string, number>
  worker: ComposeService
  /** Of a service that is no part of the app; without it that stays as it is. */
  side?: ComposeService
}

const gone = undefined as never
const cut = ['sh', '-c', 'exec tasks\n  --loglevel info']

const changes: Change[] = [
  { keys: ['image'], given: {}, worker: { image: 'shop/saleor@sha256:0' } },
  {
    keys: ['command'],
    given: { command: cut },
    worker: { command: ['sh', '-c', 'exec tasks --loglevel info'] },
  },
  {
    keys: ['entrypoint'],
    given: { entrypoint: cut, command: null },
    worker: { entrypoint: ['sh', '-c', 'exec tasks --loglevel info'] },
  },
  {
    keys: ['labels'],
    given: { labels: { own: 'yes' } },
    worker: {
      labels: {
        own: 'yes',
        'saleor-deploy.release': 'new',
        'saleor-deploy.version': '1',
        'saleor-deploy.commit': 'c',
        'saleor-deploy.role': 'worker',
      },
    },
    side: {
      labels: {
        own: 'yes',
        'saleor-deploy.definition': expect.any(String) as string,
        'saleor-deploy.parts': expect.any(String) as string,
      },
    },
  },
  {
    keys: ['profiles'],
    given: { profiles: ['background'] },
    worker: { profiles: gone },
    side: { profiles: gone },
  },
  { keys: ['container_name'], given: { container_name: 'own' }, worker: { container_name: gone } },
  {
    keys: ['pull_policy', 'pull_refresh_after'],
    given: { pull_policy: 'refresh', pull_refresh_after: '1d' },
    worker: { pull_policy: gone, pull_refresh_after: gone },
    side: { pull_policy: gone, pull_refresh_after: gone },
  },
  {
    keys: ['depends_on', 'depends_on.condition', 'depends_on.required'],
    given: {
      depends_on: { web: { condition: 'service_started' }, migrate: { condition: 'service_started' } },
    },
    worker: { depends_on: { web: { condition: 'service_started' } } },
    side: { depends_on: { web: { condition: 'service_started' } } },
  },
  { keys: ['restart'], given: {}, worker: { restart: 'unless-stopped' } },
  { keys: ['scale'], given: { scale: 3 }, replicas: { worker: 2 }, worker: { scale: 2 } },
  {
    keys: ['deploy', 'deploy.replicas'],
    given: { deploy: { replicas: 3 } },
    worker: { scale: 3, deploy: { replicas: gone } },
  },
  {
    keys: ['condition', 'delay', 'max_attempts', 'window'].map((key) => `deploy.restart_policy.${key}`),
    given: { deploy: { restart_policy: { delay: '1s', window: '2s', max_attempts: 3 } } },
    worker: {
      deploy: { restart_policy: { condition: 'any', delay: '1s', window: '2s', max_attempts: gone } },
    },
  },
]

it.each(changes)('$keys of the app and of an accessory is changed as the table says', (change) => {
  const { given, replicas, worker, side = given } = change
  const services = rendered(given, replicas)
  expect(part(services.worker, worker)).toEqual(worker)
  expect(part(services.side, side)).toEqual(side)
})

/** As much of a service as the other has keys for. */
function part(service: ComposeService = {}, like: ComposeService): ComposeService {
  return Object.fromEntries(Object.keys(like).map((key) => [key, service[key]]))
}

it('Ports of web are published by the edge, and those of others as they are', () => {
  const { web, edge, side } = rendered({ ports: [port('5555', 5555)] })
  expect(web).not.toHaveProperty('ports')
  expect(edge).toMatchObject({ ports: [port('8000')] })
  expect(side).toMatchObject({ ports: [port('5555', 5555)] })
})

it('The order in update_config of a worker is followed', () => {
  const model = shop({ deploy: { update_config: { order: 'stop-first' } } }, {})
  expect(stopFirstServices(model, findRoles(model))).toEqual(['worker'])
})

it('A release leaves out services that migrate, and adds the edge and one for one-off containers', () => {
  const names = ['edge', 'saleor-deploy-one-off', 'side', 'web', 'worker']
  expect(Object.keys(rendered({})).sort()).toEqual(names)
})

it('Keys for builds and for development are left out of a release', () => {
  const { side, worker } = rendered({ build: { context: '.' }, develop: { watch: [] } })
  for (const service of [side, worker]) {
    expect(service).not.toHaveProperty('build')
    expect(service).not.toHaveProperty('develop')
  }
})

it('Each key that the table calls changed is shown by a test here, or is resolved on the runner', () => {
  const resolved = /^(name|include|services\.(env_file|label_file|extends))(\.|$)/
  const shown = [
    ...changes.flatMap(({ keys }) => keys),
    ...['ports', 'ports.target', 'ports.published', 'ports.host_ip', 'ports.protocol'],
    ...['deploy.restart_policy', 'deploy.update_config', 'deploy.update_config.order'],
  ].map((key) => `services.${key}`)
  const changed = keySections
    .flatMap(({ rows }) => rows)
    .flatMap(({ treatment, keys }) => (treatment === 'changed' ? keys : []))
  expect(changed.filter((key) => !resolved.test(key)).sort()).toEqual([...shown, 'services'].sort())
})

import { describe, expect, it } from 'vitest'
import type { ComposeService } from '../../src/compose/model.ts'
import { webPorts } from '../../src/compose/ports.ts'
import { findRoles, type NamedRoles, type Roles, stopFirstServices } from '../../src/compose/roles.ts'
import { modelFixture, port, project } from './fixtures.ts'

const image = 'saleor:1'
const web: ComposeService = { image, ports: [port('8000')] }
const worker: ComposeService = { image, command: ['celery', '-A', 'saleor.celeryconf:app', 'worker', '-E'] }
const beat: ComposeService = { image, command: ['celery', '-A', 'saleor.celeryconf:app', 'beat'] }
const build = { context: '/opt/saleor', dockerfile: 'Dockerfile' }

function command(line: string): ComposeService {
  return { image, command: line.split(' ') }
}

describe('files as they are', () => {
  it.each([
    [
      'development',
      { web: 'web', workers: ['celery'], schedulers: [], jobs: [], accessories: ['db', 'redis'] },
    ],
    [
      'staging',
      {
        web: 'web',
        workers: ['celery'],
        schedulers: ['celery-beat'],
        jobs: [],
        accessories: ['db', 'redis'],
      },
    ],
    [
      'production',
      { web: 'web', workers: ['celery'], schedulers: ['celery-beat'], jobs: [], accessories: [] },
    ],
    [
      'saleor-platform',
      {
        web: 'api',
        workers: [],
        schedulers: ['worker'],
        jobs: [],
        accessories: ['cache', 'dashboard', 'db', 'jaeger', 'mailpit'],
      },
    ],
  ] as const)('%s', (name, roles) => {
    expect(findRoles(modelFixture(name))).toEqual(roles)
  })
})

describe('who does what', () => {
  it.each<[string, Record<string, ComposeService>, NamedRoles, Partial<Roles>]>([
    ['by commands', { web, worker, beat }, {}, { web: 'web', workers: ['worker'], schedulers: ['beat'] }],
    [
      'a worker with -B is the scheduler',
      { web, w: command('celery -A x worker -B') },
      {},
      { schedulers: ['w'], workers: [] },
    ],
    ['so with --beat', { web, w: command('celery -A x worker --beat -l info') }, {}, { schedulers: ['w'] }],
    ['so with -EB', { web, w: command('celery -A x worker -EB') }, {}, { schedulers: ['w'] }],
    ['-lDEBUG is no -B', { web, w: command('celery -A x worker -lDEBUG') }, {}, { workers: ['w'] }],
    ['an app called beat', { web, w: command('celery -A beat worker') }, {}, { workers: ['w'] }],
    ['an app called celery', { web, w: command('celery -A celery worker') }, {}, { workers: ['w'] }],
    ['old order of words', { web, w: command('celery worker -A saleor') }, {}, { workers: ['w'] }],
    ['python -m', { web, w: command('python -m celery -A saleor beat') }, {}, { schedulers: ['w'] }],
    [
      'by path in a wrapper',
      { web, w: command('newrelic-admin run-program /usr/local/bin/celery -A saleor worker') },
      {},
      { workers: ['w'] },
    ],
    [
      'in a shell',
      { web, w: { image, command: ['sh', '-c', 'sleep 5 && exec celery --app=saleor worker'] } },
      {},
      { workers: ['w'] },
    ],
    [
      'both in a shell',
      { web, w: { image, command: ['sh', '-c', 'celery -A s worker & celery -A s beat'] } },
      {},
      { schedulers: ['w'] },
    ],
    [
      'in the entrypoint',
      { web, w: { image, entrypoint: ['celery', '-A', 's'], command: ['worker'] } },
      {},
      { workers: ['w'] },
    ],
    [
      'Flower of the app moves along',
      { web, worker, flower: { ...command('celery -A s flower'), ports: [port('5555', 5555)] } },
      {},
      { web: 'web', workers: ['worker', 'flower'] },
    ],
    [
      'a Flower of its own is an accessory',
      { web, worker, flower: { image: 'mher/flower', command: ['celery', 'flower'] } },
      {},
      { accessories: ['flower'] },
    ],
    [
      'the image of Celery tells the web server',
      { api: web, worker, dashboard: { image: 'dashboard', ports: [port('9000', 80)] } },
      {},
      { web: 'api', accessories: ['dashboard'] },
    ],
    [
      'the same build tells it',
      { web: { build, ports: [port('8000')] }, worker: { build, command: worker.command ?? [] } },
      {},
      { web: 'web', workers: ['worker'] },
    ],
    [
      "Compose's own name for a build tells it",
      { web: { build, ports: [port('8000')] }, worker: { ...worker, image: 'shop-web' } },
      {},
      { web: 'web', workers: ['worker'] },
    ],
    [
      'another build is not the app',
      {
        web: { build, ...command('uvicorn saleor.asgi:application'), image: 'a', ports: [port('8000')] },
        shop: { build: { context: '/opt/shop' }, ports: [port('3000')] },
      },
      {},
      { web: 'web', accessories: ['shop'] },
    ],
    [
      'a web server alone',
      { web: { image: 'x', command: ['gunicorn', 'x'], ports: [port('80')] }, db: { image: 'postgres' } },
      {},
      { web: 'web', accessories: ['db'] },
    ],
    [
      'a service of another team is not the app',
      { web, worker, taxes: { image: 'taxes', command: ['uvicorn', 'taxes:app'], ports: [port('7000')] } },
      {},
      { web: 'web', accessories: ['taxes'] },
    ],
    ['a build alone', { web: { build, ports: [port('80')] }, db: { image: 'postgres' } }, {}, { web: 'web' }],
    [
      'the one that publishes',
      { web, admin: { image }, worker },
      {},
      { web: 'web', workers: ['admin', 'worker'] },
    ],
    [
      'a migration is a job',
      { web, worker, migrate: command('python manage.py migrate --noinput') },
      {},
      { jobs: ['migrate'], workers: ['worker'] },
    ],
    [
      'what is waited for is a job',
      {
        web: { ...web, depends_on: { init: { condition: 'service_completed_successfully' } } },
        worker,
        init: command('./init.sh'),
      },
      {},
      { jobs: ['init'] },
    ],
    [
      'named web',
      { a: web, b: { ...web, ports: [port('9000')] }, worker },
      { web: 'b' },
      { web: 'b', workers: ['a', 'worker'] },
    ],
    [
      'named web without any hint',
      { a: { image: 'x' }, b: { image: 'y' } },
      { web: 'b' },
      { web: 'b', accessories: ['a'] },
    ],
    [
      'named worker',
      { web, mailer: { image: 'other', command: ['mail'] }, worker },
      { workers: ['mailer'] },
      { workers: ['mailer', 'worker'] },
    ],
    [
      'named scheduler',
      { web, tick: { image, command: ['./tick'] } },
      { web: 'web', schedulers: ['tick'] },
      { schedulers: ['tick'], workers: [] },
    ],
    [
      "named worker leaves another app's Celery alone",
      { web, worker, other: { ...worker, image: 'other' } },
      { workers: ['worker'] },
      { workers: ['worker'], accessories: ['other'] },
    ],
  ])('%s', (_, services, named, roles) => {
    expect(findRoles(project(services), named)).toMatchObject(roles)
  })

  it.each<[string, Record<string, ComposeService>, NamedRoles, string]>([
    [
      'two could be web',
      { a: web, b: { ...web, ports: [port('9000')] }, worker },
      {},
      'a, b could each be the web server of the app.',
    ],
    [
      'none could be web',
      { db: { image: 'postgres', ports: [port('5432')] } },
      {},
      'No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, or has the image of a Celery service.',
    ],
    [
      'Celery alone',
      { worker, beat },
      {},
      'No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, or has the image of a Celery service.',
    ],
    ['web is not there', { web }, { web: 'api' }, 'The Compose project has no service api.'],
    ['worker is not there', { web }, { workers: ['w', 'x'] }, 'The Compose project has no service w, x.'],
    [
      'one in two roles',
      { web, worker },
      { workers: ['worker'], schedulers: ['worker'] },
      'worker is named for more than one role.',
    ],
    [
      'Celery in another image',
      {
        web: { ...web, command: ['uvicorn', 'saleor.asgi:application'] },
        worker: { ...worker, image: 'other' },
      },
      {},
      'worker runs Celery in another image than web, and one image is deployed.',
    ],
  ])('refuses when %s', (_, services, named, message) => {
    expect(() => findRoles(project(services), named)).toThrow(
      expect.objectContaining({ name: 'UserError', reason: 'bad-input', message }),
    )
  })
})

describe('the ports of web', () => {
  const ports = (...list: ComposeService['ports'] & {}) =>
    webPorts(project({ web: { ports: list } }), { web: 'web' })

  it('are what the edge takes over', () => {
    expect(ports(port('8000'))).toEqual([{ published: 8000, target: 8000 }])
    expect(ports({ ...port('80'), host_ip: '127.0.0.1' }, port('8443', 8001))).toEqual([
      { published: 80, target: 8000, hostIp: '127.0.0.1' },
      { published: 8443, target: 8001 },
    ])
  })

  it('of a range are all taken', () => {
    expect(ports(port('8000-8002')).map(({ published, target }) => [published, target])).toEqual([
      [8000, 8000],
      [8001, 8000],
      [8002, 8000],
    ])
  })

  it.each([
    ['none', [], 'web publishes no port, and its published port is where requests reach it.'],
    [
      'UDP',
      [{ ...port('8000'), protocol: 'udp' }],
      "web: port 8000 is published over udp, which the edge can't take over.",
    ],
    [
      'one that Docker picks',
      [{ target: 8000 }],
      'web: port 8000 is published on a port that Docker picks anew at every start.',
    ],
  ])('are refused: %s', (_, list, message) => {
    expect(() => ports(...list)).toThrow(expect.objectContaining({ name: 'UserError', message }))
  })
})

it('workers that must not run beside their old ones say so', () => {
  const stopFirst = { deploy: { update_config: { order: 'stop-first' } } }
  const model = project({
    web: { ...web, ...stopFirst },
    one: { ...worker, ...stopFirst },
    two: { ...worker, deploy: { update_config: { order: 'start-first' } } },
    three: { ...worker, deploy: { update_config: { parallelism: 1 } } },
    beat: { ...beat, ...stopFirst },
  })
  expect(stopFirstServices(model, findRoles(model))).toEqual(['one'])
})

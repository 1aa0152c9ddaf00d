import { describe, expect, it } from 'vitest'
import { webPorts } from '../../src/compose/ports.ts'
import { findRoles, stopFirstServices } from '../../src/compose/roles.ts'
import type { ComposeService } from '../../src/model/project/project.ts'
import type { NamedRoles, Roles } from '../../src/model/project/roles.ts'
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
  ] as const)('The roles in the Compose file %s are found as it is', (name, roles) => {
    expect(findRoles(modelFixture(name))).toEqual(roles)
  })
})

describe('who does what', () => {
  it.each<[string, Record<string, ComposeService>, NamedRoles, Partial<Roles>]>([
    [
      'commands tell web, worker and scheduler',
      { web, worker, beat },
      {},
      { web: 'web', workers: ['worker'], schedulers: ['beat'] },
    ],
    [
      'a worker with -B is the scheduler',
      { web, w: command('celery -A x worker -B') },
      {},
      { schedulers: ['w'], workers: [] },
    ],
    [
      'a worker with --beat is the scheduler',
      { web, w: command('celery -A x worker --beat -l info') },
      {},
      { schedulers: ['w'] },
    ],
    [
      'a worker with -EB is the scheduler',
      { web, w: command('celery -A x worker -EB') },
      {},
      { schedulers: ['w'] },
    ],
    [
      'a worker with -lDEBUG is no scheduler',
      { web, w: command('celery -A x worker -lDEBUG') },
      {},
      { workers: ['w'] },
    ],
    [
      'a worker of an app called beat is a worker',
      { web, w: command('celery -A beat worker') },
      {},
      { workers: ['w'] },
    ],
    [
      'a worker of an app called celery is a worker',
      { web, w: command('celery -A celery worker') },
      {},
      { workers: ['w'] },
    ],
    [
      'a worker may have the old order of words',
      { web, w: command('celery worker -A saleor') },
      {},
      { workers: ['w'] },
    ],
    [
      'python -m celery runs a scheduler',
      { web, w: command('python -m celery -A saleor beat') },
      {},
      { schedulers: ['w'] },
    ],
    [
      'a worker may run by path in a wrapper',
      { web, w: command('newrelic-admin run-program /usr/local/bin/celery -A saleor worker') },
      {},
      { workers: ['w'] },
    ],
    [
      'a worker may run in a shell',
      { web, w: { image, command: ['sh', '-c', 'sleep 5 && exec celery --app=saleor worker'] } },
      {},
      { workers: ['w'] },
    ],
    [
      'worker and scheduler in one shell are the scheduler',
      { web, w: { image, command: ['sh', '-c', 'celery -A s worker & celery -A s beat'] } },
      {},
      { schedulers: ['w'] },
    ],
    [
      'a worker may run in the entrypoint',
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
      'the same build as Celery tells the web server',
      { web: { build, ports: [port('8000')] }, worker: { build, command: worker.command ?? [] } },
      {},
      { web: 'web', workers: ['worker'] },
    ],
    [
      "Compose's own name for a build tells the web server",
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
      'a web server alone is web',
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
    [
      'a build alone is web',
      { web: { build, ports: [port('80')] }, db: { image: 'postgres' } },
      {},
      { web: 'web' },
    ],
    [
      'the service that publishes a port is web',
      { web, admin: { image }, worker },
      {},
      { web: 'web', workers: ['admin', 'worker'] },
    ],
    [
      'a Flower of another image is an accessory though it is built from the same folder',
      { web: { ...web, build }, worker, flower: { image: 'flower', build, command: ['celery', 'flower'] } },
      {},
      { web: 'web', workers: ['worker'], accessories: ['flower'] },
    ],
    [
      "Saleor's own image alone is web",
      { api: { image: 'ghcr.io/saleor/saleor:3.23', ports: [port('8000')] }, db: { image: 'postgres:15' } },
      {},
      { web: 'api', accessories: ['db'] },
    ],
    [
      "Saleor's own image counts more than a build",
      {
        api: { image: 'ghcr.io/saleor/saleor:3.23', ports: [port('8000')] },
        mail: { build, ports: [port('25')] },
      },
      {},
      { web: 'api', accessories: ['mail'] },
    ],
    [
      "Saleor's dashboard is not the app",
      {
        api: { image: 'saleor:1', ports: [port('8000')] },
        ui: { image: 'saleor-dashboard:1', ports: [port('9000')] },
      },
      {},
      { web: 'api', accessories: ['ui'] },
    ],
    [
      'workers of RQ and Django Q go on',
      { web, worker, rq: command('python manage.py rqworker high'), q: command('python manage.py qcluster') },
      {},
      { workers: ['worker', 'rq', 'q'], jobs: [] },
    ],
    [
      'the scheduler of RQ is a scheduler',
      { web, worker, clock: command('python manage.py rqscheduler') },
      {},
      { schedulers: ['clock'] },
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
      'the service that inputs name is web',
      { a: web, b: { ...web, ports: [port('9000')] }, worker },
      { web: 'b' },
      { web: 'b', workers: ['a', 'worker'] },
    ],
    [
      'the service that inputs name is web without any hint',
      { a: { image: 'x' }, b: { image: 'y' } },
      { web: 'b' },
      { web: 'b', accessories: ['a'] },
    ],
    [
      'the services that inputs name are workers',
      { web, mailer: { image: 'other', command: ['mail'] }, worker },
      { workers: ['mailer'] },
      { workers: ['mailer', 'worker'] },
    ],
    [
      'the service that inputs name is the scheduler',
      { web, tick: { image, command: ['./tick'] } },
      { web: 'web', schedulers: ['tick'] },
      { schedulers: ['tick'], workers: [] },
    ],
    [
      "naming the workers leaves another app's Celery alone",
      { web, worker, other: { ...worker, image: 'other' } },
      { workers: ['worker'] },
      { workers: ['worker'], accessories: ['other'] },
    ],
  ])('Roles are found: %s', (_, services, named, roles) => {
    expect(findRoles(project(services), named)).toMatchObject(roles)
  })

  it.each<[string, Record<string, ComposeService>, NamedRoles, string]>([
    [
      'two services could be web',
      { a: web, b: { ...web, ports: [port('9000')] }, worker },
      {},
      'a, b could each be the web server of the app.',
    ],
    [
      'a proxy and the app are built, and only the proxy publishes a port',
      {
        front: { build: { context: '/opt/nginx' }, image: 'me/front', ports: [port('80', 80)] },
        app: { build, image: 'me/app', entrypoint: ['/start-web.sh'] },
        tasks: { image: 'me/app', entrypoint: ['/start-worker.sh'] },
      },
      {},
      'front, app, tasks could each be the web server of the app.',
    ],
    [
      'the dashboard is named as a worker',
      { web, dashboard: { image: 'ghcr.io/saleor/saleor-dashboard:3.20', command: ['nginx'] } },
      { web: 'web', workers: ['dashboard'] },
      'dashboard runs another image than web (ghcr.io/saleor/saleor-dashboard:3.20), and as a worker it would be given the image of web.',
    ],
    [
      'a service of another image without a command is named as a worker',
      { web, mailer: { image: 'mailer' } },
      { web: 'web', workers: ['mailer'] },
      'mailer runs another image than web (mailer), and as a worker it would be given the image of web.',
    ],
    [
      'no service could be web',
      { db: { image: 'postgres', ports: [port('5432')] } },
      {},
      'No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, has an image named saleor, or has the image of a Celery service.',
    ],
    [
      'Celery stands alone',
      { worker, beat },
      {},
      'No service looks like the web server of the app: none builds an image, starts uvicorn or gunicorn, has an image named saleor, or has the image of a Celery service.',
    ],
    ['the named web is not there', { web }, { web: 'api' }, 'The Compose project has no service api.'],
    [
      'a named worker is not there',
      { web },
      { workers: ['w', 'x'] },
      'The Compose project has no service w, x.',
    ],
    [
      'one service is in two roles',
      { web, worker },
      { workers: ['worker'], schedulers: ['worker'] },
      'worker is named for more than one role.',
    ],
    [
      'Celery runs in another image',
      {
        web: { ...web, command: ['uvicorn', 'saleor.asgi:application'] },
        worker: { ...worker, image: 'other' },
      },
      {},
      'worker runs Celery in another image than web, and one image is deployed.',
    ],
  ])('Roles are refused when %s', (_, services, named, message) => {
    expect(() => findRoles(project(services), named)).toThrow(
      expect.objectContaining({ name: 'UserError', reason: 'bad-input', message }),
    )
  })
})

it('All services that could be web are listed with the reason for each', () => {
  const services = {
    front: { build: { context: '/opt/nginx' }, image: 'me/front', ports: [port('80', 80)] },
    app: { build, image: 'me/app', entrypoint: ['/start-web.sh'] },
  }
  expect(() => findRoles(project(services))).toThrow(
    expect.objectContaining({
      fix: 'Name the right one with the web-service input: front (image me/front, built from /opt/nginx, the start command of its image, publishes 80); app (image me/app, built from /opt/saleor, starts /start-web.sh, publishes no port).',
    }) as Error,
  )
})

describe('the ports of web', () => {
  const ports = (...list: ComposeService['ports'] & {}) =>
    webPorts(project({ web: { ports: list } }), { web: 'web' })

  it('The ports of web are what the edge takes over', () => {
    expect(ports(port('8000'))).toEqual([{ published: 8000, target: 8000 }])
    expect(ports({ ...port('80'), host_ip: '127.0.0.1' }, port('8443', 8001))).toEqual([
      { published: 80, target: 8000, hostIp: '127.0.0.1' },
      { published: 8443, target: 8001 },
    ])
  })

  it('The ports of a range are all taken over by the edge', () => {
    expect(ports(port('8000-8002')).map(({ published, target }) => [published, target])).toEqual([
      [8000, 8000],
      [8001, 8000],
      [8002, 8000],
    ])
  })

  it.each([
    [
      'none',
      [],
      expect.stringContaining('web publishes no port, and nothing in the project sends requests to it'),
    ],
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
  ])('The ports of web are refused: %s', (_, list, message) => {
    expect(() => ports(...list)).toThrow(expect.objectContaining({ name: 'UserError', message }))
  })
})

it('Only workers with the order stop-first are stopped before their new ones start', () => {
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
